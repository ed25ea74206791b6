#pragma once

#include "engine/tensor/dtype.h"

#include <cstdint>

namespace td {

/// Calls `function(T{})` with the C++ type that stores `dtype`; F16 and BF16 come as uint16_t bits.
template <class F>
decltype(auto) dispatch(DType dtype, F&& function) {
    switch (dtype) {
    case DType::F32:
        return function(float{});
    case DType::F64:
        return function(double{});
    case DType::I8:
        return function(int8_t{});
    case DType::I16:
        return function(int16_t{});
    case DType::I32:
        return function(int32_t{});
    case DType::I64:
        return function(int64_t{});
    case DType::U8:
        return function(uint8_t{});
    case DType::F16:
    case DType::BF16:
    case DType::U16:
        return function(uint16_t{});
    case DType::U32:
        return function(uint32_t{});
    case DType::U64:
        return function(uint64_t{});
    case DType::Bool:
        break;
    }
    return function(bool{});
}

} // namespace td
