#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace td::kernels {

/// Philox4x32-10: four random 32-bit words as a function of a counter and a key.
///
/// Source: Salmon et al., Parallel random numbers: as easy as 1, 2, 3 (SC11); constants of the Random123 library.
using PhiloxWords = std::array<uint32_t, 4>;

[[nodiscard]] constexpr PhiloxWords philox(PhiloxWords counter, uint32_t key0, uint32_t key1) {
    for (int round = 0; round < 10; ++round) {
        const uint64_t left = uint64_t{0xD2511F53u} * counter[0], right = uint64_t{0xCD9E8D57u} * counter[2];
        counter = {static_cast<uint32_t>(right >> 32) ^ counter[1] ^ key0, static_cast<uint32_t>(right),
                   static_cast<uint32_t>(left >> 32) ^ counter[3] ^ key1, static_cast<uint32_t>(left)};
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    return counter;
}

/// The numbers that the operations of the family "random" are made of. Element i uses word i % 4 of block i / 4:
///
///     counter = (block, state low, state high, block's upper half), key = (seed low, seed high)
///
/// Threads: immutable; any part of the stream may be computed by anyone.
class RandomStream {
public:
    RandomStream(int64_t seed, int64_t state)
        : m_seed(static_cast<uint64_t>(seed))
        , m_state(static_cast<uint64_t>(state)) {}

    [[nodiscard]] PhiloxWords block(int64_t index) const {
        const auto at = static_cast<uint64_t>(index);
        return philox({low(at), low(m_state), high(m_state), high(at)}, low(m_seed), high(m_seed));
    }
    [[nodiscard]] uint32_t word(int64_t element) const { return block(element / 4)[static_cast<size_t>(element % 4)]; }

private:
    static uint32_t low(uint64_t value) { return static_cast<uint32_t>(value); }
    static uint32_t high(uint64_t value) { return static_cast<uint32_t>(value >> 32); }

    uint64_t m_seed, m_state;
};

/// In [0, 1), a multiple of 2^-24, which a float holds exactly.
[[nodiscard]] inline double uniformOf(uint32_t word) {
    return static_cast<double>(word >> 8) * 0x1p-24;
}

/// In (0, 1): the middle of the word's interval.
[[nodiscard]] inline double openUniformOf(uint32_t word) {
    return (static_cast<double>(word) + 0.5) * 0x1p-32;
}

/// Element i of a standard normal stream, by Box-Muller: words 0 and 1 of a block give elements 0 (cosine) and 1
/// (sine), words 2 and 3 give elements 2 and 3. The first word of a pair makes the radius, the second the angle.
[[nodiscard]] inline double normalOf(const PhiloxWords& words, int element) {
    const auto pair = static_cast<size_t>(element & 2);
    const double radius = std::sqrt(-2 * std::log(openUniformOf(words[pair])));
    const double angle = 2 * std::numbers::pi * openUniformOf(words[pair + 1]);
    return radius * ((element & 1) == 0 ? std::cos(angle) : std::sin(angle));
}

/// A word is below this with the given probability; 2^32 (never reached) for 1.
[[nodiscard]] inline uint64_t wordLimit(double probability) {
    if (!(probability > 0)) return 0;
    return probability >= 1 ? uint64_t{1} << 32 : static_cast<uint64_t>(std::llround(probability * 0x1p32));
}

} // namespace td::kernels
