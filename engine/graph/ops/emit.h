#pragma once

#include "engine/graph/ops/infer.h"

namespace td::graph {

/// first, first+1, … last-1.
[[nodiscard]] Ints axesFrom(int first, int last);

/// `shape` with size 1 on each of these axes: what a reduction that keeps its axes has.
[[nodiscard]] Shape onesOn(Shape shape, const Ints& axes);

/// Gradients of `outputs` (where their `dys` are present) with respect to `inputs`, summed.
[[nodiscard]] std::vector<Expr> gradientsThrough(std::span<const Expr> outputs, std::span<const Expr> dys,
                                                 std::span<const Expr> inputs);

/// `found` (one for each input) plus what flows in through output `output` alone, taken through the decomposition: for
/// outputs that only gradients of gradients ever reach.
[[nodiscard]] std::vector<Expr> withOutputThroughDecomposition(GradientContext& g, int output, Decomposition decompose,
                                                               std::vector<Expr> found);

/// The sum of those that are present.
[[nodiscard]] Expr plus(Expr a, Expr b);

} // namespace td::graph
