#pragma once

#include "engine/graph/builder.h"
#include "tests/support/eager.h"

#include <span>
#include <string>

namespace td::test {

/// Sum of weights * x over all elements, with fixed irregular weights, so that errors do not cancel.
[[nodiscard]] graph::Expr weightedSum(graph::Expr x);

/// Compares a graph's own derivatives with central differences in double.
///
/// `of`: a scalar; `with`: float64 inputs that are fed; `slopes`: d(of)/d(with), an empty one means 0.
/// Gives nothing where they agree, else what differs and where.
[[nodiscard]] std::string differenceProblem(const graph::Graph& graph, const Feeds& feeds, graph::Expr of,
                                            std::span<const graph::Expr> with, std::span<const graph::Expr> slopes,
                                            double tolerance = 2e-6);

} // namespace td::test
