#pragma once

#include "engine/nn/emission.h"

namespace td::nn {

/// Dropout of a call: x itself outside of training or at rate 0.
/// `noiseShape` as the operation "dropout" takes it: one size an axis, -1 for x's own, 1 to share a draw; empty: as x.
[[nodiscard]] Expr dropped(Call& call, Expr x, double rate, graph::Ints noiseShape = {});

} // namespace td::nn
