#include "engine/kernels/philox.h"
#include "tests/unit/ops/walk.h"

#include <algorithm>
#include <cmath>

/// Random numbers: the generator's known answers, the distributions, and what makes a stream another one.
namespace td::test {
namespace {

using graph::Attributes;
using kernels::philox;
using kernels::PhiloxWords;

/// kat_vectors of Random123 1.14, "philox4x32 10".
TEST(Philox, givesTheKnownAnswers) {
    EXPECT_EQ(philox({0, 0, 0, 0}, 0, 0), (PhiloxWords{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, 0xffffffff, 0xffffffff),
              (PhiloxWords{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0),
              (PhiloxWords{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

Tensor drawn(const std::string& op, Attributes attributes, int64_t state = 5) {
    OpSample sample{op, {Tensor::scalar(DType::I64, static_cast<double>(state))}, std::move(attributes), false};
    return run(sample).at(0);
}

struct Moments {
    double mean = 0, deviation = 0, least = 0, greatest = 0;
};

Moments momentsOf(const Tensor& x) {
    Moments m;
    m.least = m.greatest = x.at(0);
    double squares = 0;
    for (int64_t i = 0; i < x.elements(); ++i) {
        const double value = x.at(i);
        m.mean += value;
        squares += value * value;
        m.least = std::min(m.least, value);
        m.greatest = std::max(m.greatest, value);
    }
    const auto count = static_cast<double>(x.elements());
    m.mean /= count;
    m.deviation = std::sqrt(squares / count - m.mean * m.mean);
    return m;
}

constexpr int64_t kMany = 200000; // the mean's own deviation is below 0.3 %

TEST(Random, uniformFillsItsInterval) {
    const Moments m = momentsOf(drawn("random_uniform", {{"shape", Shape{kMany}}, {"low", -1}, {"high", 3}}));
    EXPECT_NEAR(m.mean, 1, 0.01);
    EXPECT_NEAR(m.deviation, 4 / std::sqrt(12.0), 0.01);
    EXPECT_GE(m.least, -1);
    EXPECT_LT(m.least, -0.999);
    EXPECT_LT(m.greatest, 3);
    EXPECT_GT(m.greatest, 2.999);
}

TEST(Random, normalHasItsMoments) {
    const Tensor x = drawn("random_normal", {{"shape", Shape{kMany}}, {"mean", 2}, {"stddev", 0.5}});
    const Moments m = momentsOf(x);
    EXPECT_NEAR(m.mean, 2, 0.005);
    EXPECT_NEAR(m.deviation, 0.5, 0.005);
    int64_t within = 0; // 68.27 % lie within one deviation
    for (int64_t i = 0; i < kMany; ++i)
        within += std::fabs(x.at(i) - 2) < 0.5 ? 1 : 0;
    EXPECT_NEAR(static_cast<double>(within) / kMany, 0.6827, 0.005);
}

TEST(Random, truncatedNormalStaysWithinTwoDeviations) {
    const Moments m = momentsOf(drawn("truncated_normal", {{"shape", Shape{20000}}, {"mean", -1}, {"stddev", 3}}));
    EXPECT_NEAR(m.mean, -1, 0.1);
    EXPECT_NEAR(m.deviation, 3 * 0.87962566103423978, 0.06); // of N(0,1) cut at 2
    EXPECT_GE(m.least, -7);
    EXPECT_LE(m.greatest, 5);
    EXPECT_LT(m.least, -6.9);
}

TEST(Random, bernoulliHitsItsProbability) {
    EXPECT_NEAR(momentsOf(drawn("random_bernoulli", {{"shape", Shape{kMany}}, {"probability", 0.3}})).mean, 0.3, 0.005);
    EXPECT_EQ(momentsOf(drawn("random_bernoulli", {{"shape", Shape{1000}}, {"probability", 0}})).mean, 0);
    EXPECT_EQ(momentsOf(drawn("random_bernoulli", {{"shape", Shape{1000}}, {"probability", 1}})).mean, 1);
}

TEST(Random, anotherSeedOrStateIsAnotherStream) {
    const auto shape = Shape{8};
    const Tensor first = drawn("random_uniform", {{"shape", shape}, {"seed", 1}}, 0);
    EXPECT_TRUE(first == drawn("random_uniform", {{"shape", shape}, {"seed", 1}}, 0));
    EXPECT_FALSE(first == drawn("random_uniform", {{"shape", shape}, {"seed", 2}}, 0));
    EXPECT_FALSE(first == drawn("random_uniform", {{"shape", shape}, {"seed", int64_t{1} << 40}}, 0));
    EXPECT_FALSE(first == drawn("random_uniform", {{"shape", shape}, {"seed", 1}}, 1));
    EXPECT_FALSE(first == drawn("random_uniform", {{"shape", shape}, {"seed", 1}}, int64_t{1} << 32));
}

/// What is drawn does not depend on how much is drawn.
TEST(Random, streamsAreTheSameForEveryLength) {
    const Tensor many = drawn("random_normal", {{"shape", Shape{10, 3}}});
    const Tensor few = drawn("random_normal", {{"shape", Shape{7}}});
    for (int64_t i = 0; i < few.elements(); ++i)
        EXPECT_EQ(few.at(i), many.at(i));
}

Tensor dropped(const Extents& extents, Attributes attributes) {
    Tensor ones = Tensor::zeros(DType::F32, extents);
    for (float& value : ones.as<float>())
        value = 1;
    return run({"dropout", {ones, Tensor::scalar(DType::I64, 9)}, std::move(attributes), false}).at(0);
}

TEST(Random, dropoutKeepsTheMean) {
    const Tensor y = dropped({400, 500}, {{"rate", 0.2}});
    EXPECT_NEAR(momentsOf(y).mean, 1, 0.005);
    for (int64_t i = 0; i < y.elements(); ++i)
        ASSERT_TRUE(y.at(i) == 0 || y.at(i) == 1.25) << y.at(i);
    EXPECT_EQ(momentsOf(dropped({100}, {{"rate", 0}})).mean, 1);
}

TEST(Random, dropoutSharesItsFateAlongNoiseAxesOfOne) {
    const Tensor y = dropped({50, 7}, {{"rate", 0.5}, {"noise_shape", graph::Ints{-1, 1}}});
    int kept = 0;
    for (int64_t row = 0; row < 50; ++row) {
        kept += y.at(row * 7) > 0 ? 1 : 0;
        for (int64_t column = 1; column < 7; ++column)
            EXPECT_EQ(y.at(row * 7 + column), y.at(row * 7));
    }
    EXPECT_GT(kept, 10);
    EXPECT_LT(kept, 40);
}

} // namespace
} // namespace td::test
