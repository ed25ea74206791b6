#pragma once

#include "engine/tensor/dtype.h"

#include <cstdint>

namespace td::data {

/// `count` elements of one type as another: as C++ casts, but what the type cannot hold becomes its nearest value, and
/// NaN becomes 0 in integers.
void convert(DType from, const std::byte* in, DType to, std::byte* out, int64_t count);

} // namespace td::data
