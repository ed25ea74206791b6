#include "engine/runtime/arena_layout.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace td::runtime {
namespace {

void expectSound(const std::vector<Lifetime>& lifetimes) {
    const ArenaLayout layout = layOut(lifetimes);
    ASSERT_EQ(layout.offsets.size(), lifetimes.size());
    EXPECT_GE(layout.bytes, peakBytes(lifetimes));
    for (size_t i = 0; i < lifetimes.size(); ++i) {
        EXPECT_EQ(layout.offsets[i] % 64, 0u);
        EXPECT_LE(layout.offsets[i] + lifetimes[i].bytes, layout.bytes);
        for (size_t k = 0; k < i; ++k) {
            const bool meet = lifetimes[i].first <= lifetimes[k].last && lifetimes[k].first <= lifetimes[i].last;
            const bool overlap = layout.offsets[i] < layout.offsets[k] + lifetimes[k].bytes &&
                                 layout.offsets[k] < layout.offsets[i] + lifetimes[i].bytes;
            EXPECT_FALSE(meet && overlap) << i << " and " << k;
        }
    }
}

TEST(ArenaLayout, nothingThatLivesAtOnceOverlaps) {
    std::mt19937 random(1);
    for (int round = 0; round < 200; ++round) {
        std::vector<Lifetime> lifetimes;
        for (unsigned i = 0; i < random() % 80; ++i) {
            const int first = static_cast<int>(random() % 50);
            lifetimes.push_back({random() % 3 == 0 ? random() % 70 : random() % 100000, first,
                                 first + static_cast<int>(random() % 20)});
        }
        expectSound(lifetimes);
    }
}

TEST(ArenaLayout, simpleCasesTakeNoMoreThanThePeak) {
    const std::vector<std::vector<Lifetime>> cases = {
        {},
        {{0, 0, 0}},
        {{100, 0, 3}},
        {{64, 0, 1}, {64, 1, 2}, {64, 2, 3}, {64, 3, 4}},      // a chain needs two slots
        {{640, 0, 9}, {64, 0, 1}, {64, 2, 3}, {128, 4, 5}},    // short ones share beside a long one
        {{1024, 0, 4}, {1024, 1, 3}, {1024, 2, 2}},            // a stack
        {{4096, 0, 1}, {64, 1, 8}, {2048, 2, 3}, {2048, 2, 3}} // two fit where one was
    };
    for (const auto& lifetimes : cases) {
        expectSound(lifetimes);
        EXPECT_EQ(layOut(lifetimes).bytes, peakBytes(lifetimes));
    }
}

TEST(ArenaLayout, thePeakIsCountedWithAlignment) {
    EXPECT_EQ(peakBytes({{1, 0, 0}, {65, 0, 1}, {64, 2, 2}}), 64u + 128u);
    EXPECT_EQ(peakBytes({}), 0u);
}

} // namespace
} // namespace td::runtime
