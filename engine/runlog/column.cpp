#include "engine/runlog/column.h"

#include <bit>

namespace td::runlog {
namespace {

uint32_t narrowBits(const void* values, size_t i) { return static_cast<const uint32_t*>(values)[i]; }
uint64_t wideBits(const void* values, size_t i) { return static_cast<const uint64_t*>(values)[i]; }

bool isFloating(DType dtype) {
    return dtype == DType::Float || dtype == DType::Half || dtype == DType::BFloat16 || isFloat8(dtype);
}

} // namespace

double ScalarSpan::value(size_t i) const {
    if (isFloating(dtype)) return std::bit_cast<float>(narrowBits(values, i));
    if (dtype == DType::Double) return std::bit_cast<double>(wideBits(values, i));
    if (dtype == DType::UInt64 || dtype == DType::UInt32) return static_cast<double>(wideBits(values, i));
    if (dtype == DType::Int64) return static_cast<double>(static_cast<int64_t>(wideBits(values, i)));
    return static_cast<double>(static_cast<int32_t>(narrowBits(values, i)));
}

int64_t ScalarSpan::asInt64(size_t i) const {
    if (isFloating(dtype) || dtype == DType::Double) return static_cast<int64_t>(value(i));
    return isWide(dtype) ? static_cast<int64_t>(wideBits(values, i)) : static_cast<int32_t>(narrowBits(values, i));
}

} // namespace td::runlog
