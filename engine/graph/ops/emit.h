#pragma once

#include "engine/graph/builder.h"

namespace td::graph {

/// first, first+1, … last-1.
[[nodiscard]] Ints axesFrom(int first, int last);

/// `shape` with size 1 on each of these axes: what a reduction that keeps its axes has.
[[nodiscard]] Shape onesOn(Shape shape, const Ints& axes);

/// Gradients of `outputs` (where their `dys` are present) with respect to `inputs`, summed.
[[nodiscard]] std::vector<Expr> gradientsThrough(std::span<const Expr> outputs, std::span<const Expr> dys,
                                                 std::span<const Expr> inputs);

/// The sum of those that are present.
[[nodiscard]] Expr plus(Expr a, Expr b);

} // namespace td::graph
