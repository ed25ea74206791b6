#pragma once

#include "engine/base/api.h"

#include <cstdint>
#include <string_view>

namespace td::runlog {

/// Element types of a TensorProto, with TensorFlow's numbers.
/// Source: tensorflow/core/framework/types.proto
enum class DType : uint8_t {
    Invalid = 0, Float = 1, Double = 2, Int32 = 3, UInt8 = 4, Int16 = 5, Int8 = 6, String = 7, Complex64 = 8, Int64 = 9,
    Bool = 10, QInt8 = 11, QUInt8 = 12, QInt32 = 13, BFloat16 = 14, QInt16 = 15, QUInt16 = 16, UInt16 = 17,
    Complex128 = 18, Half = 19, UInt32 = 22, UInt64 = 23, Float8E5M2 = 24, Float8E4M3FN = 25, Float8E4M3FNUZ = 26,
    Float8E4M3B11FNUZ = 27, Float8E5M2FNUZ = 28, Int4 = 29, UInt4 = 30,
};

inline constexpr DType kLastDType = DType::UInt4;

/// The type behind a number in a file. References (TensorFlow 1: the number plus 100) are what they refer to; Invalid
/// for what has no elements that we know.
[[nodiscard]] DType dtypeOf(uint64_t number);
[[nodiscard]] constexpr bool isFloat8(DType dtype) {
    return dtype >= DType::Float8E5M2 && dtype <= DType::Float8E5M2FNUZ;
}
/// Types in which programs log plain numbers: neither quantized nor floats and integers that only some chips have. The
/// others are scalars only where the plugin says so.
[[nodiscard]] constexpr bool isCommon(DType dtype) {
    const bool isQuantized = dtype == DType::QInt8 || dtype == DType::QUInt8 || dtype == DType::QInt16 ||
                             dtype == DType::QUInt16 || dtype == DType::QInt32;
    return !isQuantized && dtype < DType::Float8E5M2;
}
/// Bytes of one element in `tensor_content`; 0 for strings and unknown types.
[[nodiscard]] TD_API uint32_t elementBytes(DType dtype);
/// numpy's name ("float32", "int64", "bfloat16"), TensorFlow's where numpy has none ("qint8"); "string" for
/// strings, "unknown" otherwise.
[[nodiscard]] TD_API std::string_view name(DType dtype);
/// Whether a scalar of this type needs 8 bytes to be kept exactly.
[[nodiscard]] constexpr bool isWide(DType dtype) {
    return dtype == DType::Double || dtype == DType::Int64 || dtype == DType::UInt64 || dtype == DType::UInt32;
}

} // namespace td::runlog
