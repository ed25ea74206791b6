#include "tests/support/net_session.h"

#include <cmath>
#include <gtest/gtest.h>

/// Threads change neither what is learned nor, for their number, a single bit.
namespace td::runtime {
namespace {

/// After one step from the same start: later ones blow rounding up. Seven images through batch normalization do so within
/// one: a sum that is rounded another way moves an element across relu's corner, and with it a gradient by a percent.
class OneStep : public testing::TestWithParam<std::string> {};

TEST_P(OneStep, isTheSameForAnyNumberOfThreads) {
    const auto after = [](int threads) {
        SessionOptions options;
        options.threads = threads;
        auto session = test::trainingSession(GetParam(), test::Rewriting::Full, options);
        EXPECT_TRUE(session && test::losses(**session, GetParam(), 7, 1, 1));
        return test::variablesOf(**session);
    };
    const test::Outcome one = after(1);
    const bool hasBatchNorm = GetParam() == "resnet18_32" || GetParam() == "mobilenetv2";
    const double tolerance = hasBatchNorm ? 1e-3 : 1e-4;
    for (const int threads : {2, 3}) {
        const test::Outcome other = after(threads);
        ASSERT_EQ(other.size(), one.size());
        for (const auto& [name, values] : one) {
            const Tensor& found = other.at(name);
            for (int64_t i = 0; i < values.elements(); ++i)
                ASSERT_NEAR(found.at(i), values.at(i), tolerance * std::max(1.0, std::abs(values.at(i))))
                    << name << " " << i << ", " << threads << " threads";
        }
    }
}
INSTANTIATE_TEST_SUITE_P(All, OneStep, testing::ValuesIn(bench::netNames()), [](const auto& at) { return at.param; });

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
