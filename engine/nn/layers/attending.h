#pragma once

#include "engine/nn/emission.h"

namespace td::nn {

/// For scores (…,T,S): true where key j is not later than query i, (T,S).
[[nodiscard]] Expr pastMask(Expr scores);
/// Where both allow it; an empty one allows everything.
[[nodiscard]] Expr both(Expr a, Expr b);

} // namespace td::nn
