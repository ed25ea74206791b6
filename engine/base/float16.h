#pragma once

#include <bit>
#include <cstdint>

namespace td {

/// IEEE 754 binary16 bits as a float; exact.
[[nodiscard]] inline float halfToFloat(uint16_t h) {
    const uint32_t sign = static_cast<uint32_t>(h & 0x8000u) << 16;
    const uint32_t exponent = (h >> 10) & 31u, fraction = h & 1023u;
    if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000u | (fraction << 13));
    if (exponent == 0)
        return std::bit_cast<float>(sign | std::bit_cast<uint32_t>(static_cast<float>(fraction) * 0x1p-24f));
    return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (fraction << 13));
}

/// bfloat16 bits (the upper half of a float) as a float; exact.
[[nodiscard]] inline float bfloat16ToFloat(uint16_t b) {
    return std::bit_cast<float>(static_cast<uint32_t>(b) << 16);
}

/// The nearest binary16, ties to even; overflow becomes infinity, a NaN stays a quiet NaN.
[[nodiscard]] inline uint16_t floatToHalf(float value) {
    const uint32_t bits = std::bit_cast<uint32_t>(value), magnitude = bits & 0x7FFFFFFFu;
    const auto sign = static_cast<uint16_t>((bits >> 16) & 0x8000u);
    if (magnitude > 0x7F800000u) return sign | 0x7E00u;
    if (magnitude >= 0x477FF000u) return sign | 0x7C00u; // 65520 and above round to infinity
    if (magnitude < 0x38800000u) { // subnormal: adding 0.5 leaves the rounded fraction in the low bits
        const float shifted = std::bit_cast<float>(magnitude) + 0.5f;
        return sign | static_cast<uint16_t>(std::bit_cast<uint32_t>(shifted) - std::bit_cast<uint32_t>(0.5f));
    }
    const uint32_t roundToEven = 0xFFFu + ((magnitude >> 13) & 1u);
    return sign | static_cast<uint16_t>((magnitude - 0x38000000u + roundToEven) >> 13);
}

/// The nearest bfloat16, ties to even; a NaN stays a quiet NaN.
[[nodiscard]] inline uint16_t floatToBfloat16(float value) {
    const uint32_t bits = std::bit_cast<uint32_t>(value);
    if ((bits & 0x7FFFFFFFu) > 0x7F800000u) return static_cast<uint16_t>((bits >> 16) | 0x40u);
    return static_cast<uint16_t>((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
}

} // namespace td
