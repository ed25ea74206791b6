#include "tests/support/net_session.h"

#include <cmath>
#include <gtest/gtest.h>

/// Threads change neither what is learned nor, for their number, a single bit.
namespace td::runtime {
namespace {

class Threads : public testing::TestWithParam<std::string> {
protected:
    struct Course {
        std::vector<float> losses;
        test::Outcome variables;
    };
    static Course course(int threads) {
        SessionOptions options;
        options.threads = threads;
        auto session = test::trainingSession(GetParam(), test::Rewriting::Full, options);
        EXPECT_TRUE(session) << describe(session.error());
        const auto losses = session ? test::losses(**session, GetParam(), 16, 10, 4) : failure(session.error());
        EXPECT_TRUE(losses) << describe(losses.error());
        return losses ? Course{*losses, test::variablesOf(**session)} : Course{};
    }
};

TEST_P(Threads, oneAndTwoLearnTheSame) {
    const Course one = course(1), two = course(2);
    ASSERT_EQ(one.losses.size(), 10u);
    ASSERT_EQ(two.losses.size(), 10u);
    for (size_t i = 0; i < 10; ++i)
        EXPECT_NEAR(one.losses[i], two.losses[i], 1e-4 * std::abs(one.losses[i])) << "step " << i;
}

TEST_P(Threads, theSameNumberTwiceIsTheSameToTheBit) {
    for (const int threads : {1, 2, 3}) {
        const Course first = course(threads), second = course(threads);
        EXPECT_EQ(first.losses, second.losses);
        EXPECT_TRUE(first.variables == second.variables) << threads;
    }
}

INSTANTIATE_TEST_SUITE_P(Small, Threads, testing::Values("mlp", "lenet", "wide_deep"),
                         [](const auto& at) { return at.param; });

} // namespace
} // namespace td::runtime
