#pragma once

#include "engine/runlog/dtype.h"

#include <cstdint>

namespace td::runlog {

/// The value of a number in one byte: sign, exponent, mantissa.
///
///     Float8E5M2      bias 15, infinities and NaN as IEEE 754 has them
///     Float8E4M3FN    bias 7, no infinities; all ones is NaN
///     …FNUZ           bias 16, 8, 11 (B11): no infinities, no negative zero; 0x80 is NaN
///
/// Errors:  NaN for any other type.
/// Source:  Micikevicius et al., "FP8 Formats for Deep Learning" (2022); Noune et al., "8-bit Numerical Formats for
///          Deep Neural Networks" (2022); B11: Sun et al., "Hybrid 8-bit Floating Point" (2019).
[[nodiscard]] float float8ToFloat(DType dtype, uint8_t bits);

} // namespace td::runlog
