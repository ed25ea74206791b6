#include "engine/runlog/float8.h"

#include <cmath>
#include <limits>

namespace td::runlog {
namespace {

struct Format {
    int mantissaBits = 0, bias = 0;
    bool unsignedZero = false; ///< FNUZ
};

Format formatOf(DType dtype) {
    switch (dtype) {
    case DType::Float8E5M2:
        return {2, 15, false};
    case DType::Float8E4M3FN:
        return {3, 7, false};
    case DType::Float8E4M3FNUZ:
        return {3, 8, true};
    case DType::Float8E4M3B11FNUZ:
        return {3, 11, true};
    case DType::Float8E5M2FNUZ:
        return {2, 16, true};
    default:
        return {};
    }
}

} // namespace

float float8ToFloat(DType dtype, uint8_t bits) {
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    const Format format = formatOf(dtype);
    if (format.mantissaBits == 0) return kNan;
    const int magnitude = bits & 0x7F, mantissa = magnitude & ((1 << format.mantissaBits) - 1);
    const int exponent = magnitude >> format.mantissaBits;
    const float sign = bits & 0x80 ? -1.0f : 1.0f;
    if (format.unsignedZero && bits == 0x80) return kNan;
    if (dtype == DType::Float8E4M3FN && magnitude == 0x7F) return kNan;
    if (dtype == DType::Float8E5M2 && exponent == 31)
        return mantissa == 0 ? sign * std::numeric_limits<float>::infinity() : kNan;
    const int whole = exponent == 0 ? mantissa : mantissa | 1 << format.mantissaBits;
    return sign *
           std::ldexp(static_cast<float>(whole), (exponent == 0 ? 1 : exponent) - format.bias - format.mantissaBits);
}

} // namespace td::runlog
