#include "engine/base/thread_pool.h"

#include <atomic>
#include <gtest/gtest.h>
#include <random>
#include <thread>
#include <vector>

namespace td {
namespace {

TEST(ThreadPool, everyChunkOfManyJobsRunsExactlyOnce) {
    constexpr int kMost = 40;
    std::mt19937 random(1);
    for (const int threads : {2, 3, 4}) {
        ThreadPool pool(threads);
        std::vector<std::atomic<int>> runs(kMost);
        int wrong = 0;
        for (int job = 0; job < 70000; ++job) {
            const int chunks = static_cast<int>(random() % kMost);
            pool.run(chunks,
                     [&](int chunk) { runs[static_cast<size_t>(chunk)].fetch_add(1, std::memory_order_relaxed); });
            for (int i = 0; i < kMost; ++i)
                wrong += runs[static_cast<size_t>(i)].exchange(0, std::memory_order_relaxed) != (i < chunks ? 1 : 0);
        }
        EXPECT_EQ(wrong, 0) << threads;
    }
}

TEST(ThreadPool, whatTheChunksWroteIsThereWhenTheRunReturns) {
    ThreadPool pool(4);
    std::vector<int> values(64); // plain memory: a race would be seen by the thread sanitizer
    for (int job = 1; job < 20000; ++job) {
        pool.run(1 + job % 64, [&](int chunk) { values[static_cast<size_t>(chunk)] = job; });
        for (int i = 0; i < 1 + job % 64; ++i)
            ASSERT_EQ(values[static_cast<size_t>(i)], job);
    }
}

TEST(ThreadPool, aRunInsideAChunkIsSerialInTheSameThread) {
    ThreadPool pool(3);
    std::atomic<int> strangers{0}, calls{0};
    pool.run(8, [&](int) {
        const auto own = std::this_thread::get_id();
        int expected = 0;
        pool.run(5, [&](int inner) {
            strangers += std::this_thread::get_id() != own || inner != expected++;
            ++calls;
        });
    });
    EXPECT_EQ(strangers, 0);
    EXPECT_EQ(calls, 40);
}

TEST(ThreadPool, oneThreadRunsInOrderAndNoChunksIsNoWork) {
    ThreadPool pool(1);
    std::vector<int> seen;
    pool.run(5, [&](int chunk) { seen.push_back(chunk); });
    EXPECT_EQ(seen, (std::vector{0, 1, 2, 3, 4}));
    pool.run(0, [&](int) { seen.clear(); });
    pool.run(-3, [&](int) { seen.clear(); });
    EXPECT_EQ(seen.size(), 5u);
    EXPECT_EQ(ThreadPool(0).threads(), 1);
    EXPECT_EQ(ThreadPool(-2).threads(), 1);
}

TEST(ThreadPool, splitCutsIntoWholeGrainsOnce) {
    ThreadPool pool(3);
    for (const int64_t count : {0, 1, 15, 16, 17, 1000, 1001})
        for (const int parts : {1, 2, 3, 7})
            for (const int64_t grain : {1, 16, 64}) {
                std::vector<std::atomic<int>> hits(static_cast<size_t>(count));
                std::atomic<int> unaligned{0};
                pool.split(count, parts, grain, [&](int64_t begin, int64_t end) {
                    unaligned += begin % grain != 0 || (end % grain != 0 && end != count) || begin >= end;
                    for (int64_t i = begin; i < end; ++i)
                        ++hits[static_cast<size_t>(i)];
                });
                EXPECT_EQ(unaligned, 0);
                for (const auto& hit : hits)
                    ASSERT_EQ(hit, 1) << count << " " << parts << " " << grain;
            }
}

TEST(ThreadPool, whatAChunkThrowsReachesTheCallerAndThePoolGoesOn) {
    for (const int threads : {1, 2, 3}) {
        ThreadPool pool(threads);
        for (const int thrower : {0, 5, 9}) {
            EXPECT_THROW(pool.run(10,
                                  [&](int chunk) {
                                      if (chunk == thrower) throw std::bad_alloc();
                                  }),
                         std::bad_alloc);
            std::atomic<int> ran{0};
            pool.run(10, [&](int) { ++ran; });
            EXPECT_EQ(ran, 10) << threads << " threads";
        }
    }
}

TEST(ThreadPool, poolsComeAndGo) {
    for (int i = 0; i < 300; ++i) {
        ThreadPool pool(1 + i % 4);
        std::atomic<int> sum{0};
        if (i % 3 > 0) pool.run(i % 5, [&](int chunk) { sum += chunk; });
    }
}

} // namespace
} // namespace td
