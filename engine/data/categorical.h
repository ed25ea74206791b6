#pragma once

#include "engine/base/result.h"
#include "engine/tensor/tensor.h"

namespace td::data {

/// Class indices as rows with a 1 at the class and 0 elsewhere. `numClasses` 0: one more than the largest index.
///
/// Shapes:   x (…) or (…,1) -> float32 (…,numClasses)
/// Numerics: indices are taken as `cast` to int64 takes them: fractions are cut off
/// Errors:   InvalidArgument for an index below 0 or not below numClasses, naming it and its place, and where there is
///           nothing to take the number of classes from; TooLarge above 2^24 classes or where memory ends
/// Source:   keras.utils.to_categorical, which gives the same numbers as float64
[[nodiscard]] TD_API Result<Tensor> toCategorical(const Tensor& x, int64_t numClasses = 0);

/// `count` indices of an element type as rows of `classes` numbers. -1, or the place of the first index that is none.
[[nodiscard]] int64_t writeCategorical(DType dtype, const std::byte* indices, int64_t count, int64_t classes,
                                       float* into);
inline constexpr int64_t kClassLimit = int64_t{1} << 24;

} // namespace td::data
