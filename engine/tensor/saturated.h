#pragma once

#include <cstdint>
#include <limits>

/// Arithmetic on sizes that files may claim: what is too large for 64 bits stays at the end of the range, where no
/// allocation succeeds, instead of coming round as a small number.
namespace td {

inline constexpr int64_t kMostElements = std::numeric_limits<int64_t>::max();

[[nodiscard]] inline int64_t saturatedProduct(int64_t a, int64_t b) {
    int64_t product = 0;
    if (!__builtin_mul_overflow(a, b, &product)) return product;
    return (a < 0) == (b < 0) ? kMostElements : -kMostElements;
}

[[nodiscard]] inline int64_t saturatedSum(int64_t a, int64_t b) {
    int64_t sum = 0;
    if (!__builtin_add_overflow(a, b, &sum)) return sum;
    return a > 0 ? kMostElements : -kMostElements;
}

} // namespace td
