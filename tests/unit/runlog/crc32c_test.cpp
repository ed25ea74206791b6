#include "engine/base/crc32c.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace {

/// Bit by bit, from the definition.
uint32_t slowCrc(const std::vector<uint8_t>& data) {
    uint32_t c = ~0u;
    for (const uint8_t byte : data) {
        c ^= byte;
        for (int i = 0; i < 8; ++i) c = (c >> 1) ^ ((c & 1) ? 0x82F63B78u : 0);
    }
    return ~c;
}

// Vectors: RFC 3720 B.4 and TensorBoard's data/server/masked_crc.rs.
TEST(Crc32c, matchesPublishedVectors) {
    EXPECT_EQ(td::crc32c("123456789", 9), 0xE3069283u);
    EXPECT_EQ(td::crc32c(std::string(32, '\0').data(), 32), 0x8A9136AAu);
    const std::string text = "\x1a\x11"
                             "CRC test, one two";
    EXPECT_EQ(td::maskedCrc(td::crc32c(text.data(), text.size())), 0x5794D08Au);
}

TEST(Crc32c, longBlocksEqualTheDefinition) {
    std::vector<uint8_t> data(20'000);
    uint32_t state = 1;
    for (auto& b : data) b = static_cast<uint8_t>((state = state * 1664525u + 1013904223u) >> 24);
    for (const size_t n : {size_t{0}, size_t{1}, size_t{7}, size_t{3071}, size_t{3072}, size_t{3073}, size_t{9216}, size_t{19'999}}) {
        const std::vector<uint8_t> part(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(n));
        EXPECT_EQ(td::crc32c(part.data(), part.size()), slowCrc(part)) << n;
    }
}

} // namespace
