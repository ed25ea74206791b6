#pragma once

#include "engine/base/api.h"

#include <cstdint>
#include <string_view>

namespace td::runlog {

/// Element types of a TensorProto, with TensorFlow's numbers.
/// Source: tensorflow/core/framework/types.proto
enum class DType : uint8_t {
    Invalid = 0, Float = 1, Double = 2, Int32 = 3, UInt8 = 4, Int16 = 5, Int8 = 6, String = 7, Complex64 = 8, Int64 = 9,
    Bool = 10, BFloat16 = 14, UInt16 = 17, Complex128 = 18, Half = 19, UInt32 = 22, UInt64 = 23,
};

/// Bytes of one element in `tensor_content`; 0 for strings and unknown types.
[[nodiscard]] TD_API uint32_t elementBytes(DType dtype);
/// numpy's name ("float32", "int64", "bfloat16"); "string" for strings, "unknown" otherwise.
[[nodiscard]] TD_API std::string_view name(DType dtype);
/// Whether a scalar of this type needs 8 bytes to be kept exactly.
[[nodiscard]] constexpr bool isWide(DType dtype) {
    return dtype == DType::Double || dtype == DType::Int64 || dtype == DType::UInt64 || dtype == DType::UInt32;
}

} // namespace td::runlog
