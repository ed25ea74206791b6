#include "tests/support/cpu_time.h"
#include "tests/support/net_session.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <vector>

/// What the first step needs once is there when the plan is.
namespace td::runtime {
namespace {

class FirstStep : public testing::TestWithParam<std::pair<const char*, int64_t>> {};

/// Measured as the thread's own time, which others disturb little. Making the code of products alone would be 20 ms.
TEST_P(FirstStep, isLikeTheOthers) {
    const auto [name, batch] = GetParam();
    auto session = test::trainingSession(name, test::Rewriting::Full);
    ASSERT_TRUE(session) << describe(session.error());
    const auto feeds = bench::drawBatch(name, bench::Purpose::Training, batch, 1);
    std::vector<Extents> extents;
    for (const Tensor& feed : feeds)
        extents.push_back(feed.extents());
    const auto plan = (*session)->plan(extents);
    ASSERT_TRUE(plan) << describe(plan.error());
    std::vector<double> seconds;
    for (int i = 0; i < 6; ++i) {
        const double begin = test::threadCpuSeconds();
        ASSERT_TRUE((*session)->run(**plan, feeds));
        seconds.push_back(test::threadCpuSeconds() - begin);
    }
    const double first = seconds.front();
    std::sort(seconds.begin() + 1, seconds.end());
    EXPECT_LT(first, 1.5 * seconds[3] + 5e-3) << "median " << seconds[3];
    RecordProperty("first_ms", std::to_string(first * 1e3));
    RecordProperty("median_ms", std::to_string(seconds[3] * 1e3));
}

INSTANTIATE_TEST_SUITE_P(Small, FirstStep,
                         testing::Values(std::pair("mlp", int64_t{32}), std::pair("lenet", int64_t{20}),
                                         std::pair("lstm", int64_t{8}), std::pair("encoder", int64_t{4}),
                                         std::pair("wide_deep", int64_t{64})),
                         [](const auto& at) { return at.param.first; });

} // namespace
} // namespace td::runtime
