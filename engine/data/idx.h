#pragma once

#include "engine/data/problem.h"
#include "engine/tensor/tensor.h"

namespace td::data {

/// The array of an IDX file: 00 00 TYPE RANK, RANK sizes of 32 bits, the values; all big-endian.
///
/// Errors:   BadMagic, UnknownType, TooLarge (sizes that 64 bits do not hold), Truncated ("announced", "present" rows).
/// Problems: SurplusBytes.
/// Source:   yann.lecun.com/exdb/mnist
[[nodiscard]] TD_API Result<Tensor> readIdx(std::string_view bytes, const std::string& file, Problems& problems);

} // namespace td::data
