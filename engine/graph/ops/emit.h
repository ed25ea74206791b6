#pragma once

#include "engine/graph/ops/infer.h"

namespace td::graph {

/// first, first+1, … last-1.
[[nodiscard]] Ints axesFrom(int first, int last);

/// `shape` with size 1 on each of these axes: what a reduction that keeps its axes has.
[[nodiscard]] Shape onesOn(Shape shape, const Ints& axes);

/// `found` (one for each input) plus what flows in through the outputs from `first` on, taken through the
/// decomposition: for outputs that are there for the gradient and that hardly anybody else asks.
[[nodiscard]] std::vector<Expr> plusThroughOutputs(GradientContext& g, size_t first, Decomposition decompose,
                                                   std::vector<Expr> found);

/// The sum of those that are present.
[[nodiscard]] Expr plus(Expr a, Expr b);

} // namespace td::graph
