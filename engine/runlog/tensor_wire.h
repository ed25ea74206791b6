#pragma once

#include "engine/runlog/dtype.h"
#include "engine/runlog/wire.h"

#include <string>
#include <vector>

namespace td::runlog {

/// Integers that TensorProto keeps in `int_val`, each fit for 32 bits with a sign.
[[nodiscard]] constexpr bool isInIntVal(DType dtype) {
    switch (dtype) {
    case DType::Int32:
    case DType::Int16:
    case DType::Int8:
    case DType::UInt8:
    case DType::UInt16:
    case DType::QInt8:
    case DType::QUInt8:
    case DType::QInt16:
    case DType::QUInt16:
    case DType::QInt32:
    case DType::Int4:
    case DType::UInt4:
        return true;
    default:
        return false;
    }
}

/// Which repeated field of TensorProto holds the values of a type; 0 where the type has none.
/// Source: tensorflow/core/framework/tensor.proto
[[nodiscard]] uint32_t tensorValueField(DType dtype);

/// Two pieces of a message behind each other, as protobuf merges them; `memory` keeps them, and may hold `before`.
[[nodiscard]] Bytes joined(Bytes before, Bytes more, std::string& memory);

/// An int4 lies alone in the low half of a byte; the high half does not count.
[[nodiscard]] constexpr int32_t signedNibble(uint64_t bits) {
    return static_cast<int32_t>((bits & 0xF) ^ 8) - 8;
}

/// Appends the dimensions of a TensorShapeProto. False when the bytes are none.
[[nodiscard]] bool decodeTensorShape(Bytes message, std::vector<int64_t>& shape);

} // namespace td::runlog
