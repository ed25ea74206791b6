#include "tests/unit/ops/walk.h"

#include <cmath>
#include <cstdio>
#include <limits>
#include <tuple>

/// What becomes of numbers that an element type does not hold, of NaN, and of sums that overflow on their way. Expected
/// values are counted by hand.
namespace td::test {
namespace {

using graph::Attributes;
using graph::Ints;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN(), kInfinity = std::numeric_limits<double>::infinity();

Tensor numbers(DType dtype, Extents extents, const std::vector<double>& values) {
    return Tensor::of<double>(dtype, std::move(extents), values);
}

std::string runAs(std::string_view op, const std::vector<OptionalTensor>& inputs, Attributes attributes) {
    const auto found = runOp(op, inputs, std::move(attributes));
    if (!found) return describe(found.error());
    std::string text;
    for (int64_t i = 0; i < found->front().elements(); ++i) {
        char number[40] = "nan"; // whatever its sign
        const double value = found->front().at(i);
        if (!std::isnan(value)) std::snprintf(number, sizeof number, "%g", value);
        text.append(text.empty() ? "" : " ").append(number);
    }
    return text;
}

TEST(NumberRules, clipHoldsIntegersBetweenTheWholeNumbersInside) {
    const Tensor x = numbers(DType::I32, {5}, {-7, 2, 3, 5, 100});
    EXPECT_EQ(runAs("clip", {x}, {{"min", 2.5}, {"max", 5.5}}), "3 3 3 5 5");
    EXPECT_EQ(runAs("clip", {x}, {{"min", -2.5}, {"max", 2.9}}), "-2 2 2 2 2");
    EXPECT_EQ(runAs("clip", {x}, {{"min", -kInfinity}, {"max", 1e300}}), "-7 2 3 5 100");
    EXPECT_EQ(runAs("clip", {x}, {{"min", 4.0}, {"max", 2.0}}), "2 2 2 2 2") << "max wins";
}

TEST(NumberRules, boundsBeyondATypeHoldNothingBack) {
    const Tensor bytes = numbers(DType::U8, {3}, {0, 7, 255});
    EXPECT_EQ(runAs("clip", {bytes}, {{"min", -5.0}, {"max", 1000.0}}), "0 7 255");
    const Tensor wide = Tensor::zeros(DType::I64, {2});
    wide.as<int64_t>()[0] = std::numeric_limits<int64_t>::max();
    wide.as<int64_t>()[1] = (int64_t{1} << 53) + 1;
    const OptionalTensor given = wide;
    const auto same = runOp("clip", std::span(&given, 1), {{"min", 0.0}, {"max", 1e19}});
    ASSERT_TRUE(same);
    EXPECT_EQ(same->front(), wide) << "not by way of a double";
}

TEST(NumberRules, boundsThatNoIntegerObeysAreRefused) {
    for (const auto& [bound, low, high] : {std::tuple{"min", 256.0, 300.0}, std::tuple{"max", -9.0, -1.0},
                                           std::tuple{"min", kNan, 1.0}, std::tuple{"max", 0.0, kNan}}) {
        graph::Graph graph(graph::builtinOps());
        const auto node = graph.addNode("clip", {graph.addInput("x", {DType::U8, {2}})}, {{"min", low}, {"max", high}});
        ASSERT_FALSE(node) << low << " " << high;
        EXPECT_EQ(node.error().fact("attribute"), bound);
        EXPECT_NE(node.error().fact("expected").find("uint8"), std::string::npos);
    }
}

TEST(NumberRules, setAndCastCutTowardZeroHoldInRangeAndMakeNanZero) {
    const std::vector<double> reals = {-1.9, 2.9, 300, -300, 1e30, -kInfinity, kNan};
    EXPECT_EQ(runAs("cast", {numbers(DType::F64, {7}, reals)}, {{"dtype", DType::U8}}), "0 2 255 0 255 0 0");
    EXPECT_EQ(runAs("cast", {numbers(DType::F64, {7}, reals)}, {{"dtype", DType::I8}}), "-1 2 127 -128 127 -128 0");
    for (int d = 0; d < kDTypes; ++d) {
        const auto dtype = static_cast<DType>(d);
        if (!isInteger(dtype)) continue;
        const Tensor set = numbers(dtype, {7}, reals);
        EXPECT_EQ(set, castTo(numbers(DType::F64, {7}, reals), dtype)) << name(dtype);
    }
}

TEST(NumberRules, rangesOfUnsignedIntegersReachTheirEnds) {
    EXPECT_EQ(runAs("range", {}, {{"start", 250}, {"stop", 256}, {"dtype", DType::U8}}), "250 251 252 253 254 255");
    EXPECT_EQ(runAs("range", {}, {{"start", 2}, {"stop", -1}, {"step", -1}, {"dtype", DType::U8}}), "2 1 0");
}

/// One window of four cells over as many channels as there are places and kinds of NaN to try.
TEST(NumberRules, nanIsTheLargestOfAWindowWhereverItStands) {
    // cells (2,2), channels: NaN first, in the middle, last, twice, everywhere; -infinity only; no NaN
    const Tensor x = numbers(DType::F64, {1, 2, 2, 7}, {kNan, 1,    3,    1,    kNan, -kInfinity, 1, //
                                                        1,    9,    2,    kNan, kNan, -kInfinity, 4, //
                                                        9,    kNan, 1,    9,    kNan, -kInfinity, 4, //
                                                        3,    2,    kNan, kNan, kNan, -kInfinity, 2});
    const Attributes window = {{"pool", Ints{2, 2}}};
    EXPECT_EQ(runAs("max_pool", {x}, window), "nan nan nan nan nan -inf 4");
    EXPECT_EQ(runAs("adaptive_max_pool", {x}, {{"size", Ints{1, 1}}}), "nan nan nan nan nan -inf 4");
    const Tensor y = numbers(DType::F64, {1, 1, 1, 7}, {kNan, kNan, kNan, kNan, kNan, -kInfinity, 4});
    const Tensor dy = numbers(DType::F64, {1, 1, 1, 7}, {1, 2, 3, 4, 5, 6, 7});
    EXPECT_EQ(runAs("max_pool_grad", {dy, x, y}, window), "1 0 0 0 5 6 0 "
                                                          "0 0 0 4 0 0 7 "
                                                          "0 2 0 0 0 0 0 "
                                                          "0 0 3 0 0 0 0");
    const Tensor places = numbers(DType::F64, {1, 2, 2, 7},
                                  {0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3});
    EXPECT_EQ(runAs("max_pool_pick", {places, x}, window), "0 2 3 1 0 0 1");
}

} // namespace
} // namespace td::test
