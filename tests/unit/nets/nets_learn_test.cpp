#include "tests/support/net_session.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace td::test {
namespace {

class Learning : public testing::TestWithParam<std::string> {};

TEST_P(Learning, theLossOnOneBatchFallsBelowHalf) {
    auto session = trainingSession(GetParam(), Rewriting::Full);
    ASSERT_TRUE(session) << describe(session.error());
    const auto first = losses(**session, GetParam(), 4, 1, 1);
    ASSERT_TRUE(first) << describe(first.error());
    float last = first->front();
    for (int step = 1; step < 60 && last >= first->front() / 2; ++step)
        last = losses(**session, GetParam(), 4, 1, 1).value().front();
    EXPECT_LT(last, first->front() / 2);
}

INSTANTIATE_TEST_SUITE_P(All, Learning, testing::ValuesIn(bench::netNames()), [](const auto& at) { return at.param; });

} // namespace
} // namespace td::test
