#pragma once

#include "engine/data/map.h"
#include "engine/tensor/tensor.h"

namespace td::data {

/// Numbers divided by the norm of the line along `axis` that they lie in; where the norm is 0 they stay.
///
/// Shapes:   x (…) -> the same
/// Formula:  y = x / ‖x‖, ‖x‖ = (Σ |x|^order)^(1/order); order infinity: the largest |x|, minus infinity: the smallest,
///           0: how many are not 0
/// Numerics: sums in double; float64 stays, everything else becomes float32
/// Errors:   InvalidArgument for an axis that x has not and for an order that is not a number; TypeMismatch for Bool
/// Source:   keras.utils.normalize of an array. There axis 0 counts as not given and fails; here it is axis 0.
[[nodiscard]] TD_API Result<Tensor> normalize(const Tensor& x, int axis = -1, double order = 2);

/// The same for each example of a column, `axis` counted in the example; "normalize" in a specification. As float32.
[[nodiscard]] TD_API Map normalize(int axis = -1, double order = 2);

} // namespace td::data
