#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace td::data {

/// Random numbers of which each is a function of its place, so that any part of a stream may be computed by anyone.
/// Source: the finalizer of splitmix64 (Steele, Lea, Flood 2014).
[[nodiscard]] constexpr uint64_t mixed(uint64_t x) {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}
[[nodiscard]] constexpr uint64_t mixed(uint64_t a, uint64_t b) {
    return mixed(mixed(a) ^ b);
}

/// A sequence of such numbers from one key.
class RandomSequence {
public:
    explicit RandomSequence(uint64_t key)
        : m_key(key) {}
    uint64_t next() { return mixed(m_key, m_count++); }
    /// In 0 … bound-1, bound > 0, each equally likely: what lies below 2^64 mod bound is drawn again.
    uint64_t below(uint64_t bound) {
        for (;;) {
            const uint64_t word = next();
            if (word >= (0 - bound) % bound) return word % bound;
        }
    }

private:
    uint64_t m_key, m_count = 0;
};

/// Element `index` of a standard normal stream: Box-Muller on the two halves of one word a pair.
[[nodiscard]] inline float normalOf(uint64_t key, uint64_t index) {
    const uint64_t word = mixed(key, index / 2);
    const double u = (static_cast<double>(word >> 32) + 0.5) * 0x1p-32;
    const double angle = 2 * std::numbers::pi * (static_cast<double>(word & 0xFFFFFFFFu) * 0x1p-32);
    const double radius = std::sqrt(-2 * std::log(u));
    return static_cast<float>(radius * (index % 2 == 0 ? std::cos(angle) : std::sin(angle)));
}

} // namespace td::data
