#include "views/plot_present/ticks.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace td::plot {
namespace {

std::string labels(const Ticks& ticks) {
    std::string out;
    for (const Tick& tick : ticks.ticks)
        out += (out.empty() ? "" : " ") + tick.label;
    return out;
}

Ticks linear(Range range, TickStyle style = TickStyle::Number, int wanted = 5) {
    return makeTicks({{ScaleKind::Linear, range, 1}, style, wanted});
}

TEST(Ticks, carryNoFloatNoise) {
    EXPECT_EQ(labels(linear({0, .1})), "0.00 0.02 0.04 0.06 0.08 0.10"); // 0.1 / 5 is already round
    EXPECT_EQ(labels(linear({0, 1.4})), "0.0 0.5 1.0");
    EXPECT_EQ(labels(linear({-.3, .3})), "-0.2 0.0 0.2");
    EXPECT_EQ(labels(linear({249'999.8, 250'000.2}, TickStyle::Number)),
              "249,999.8 249,999.9 250,000.0 250,000.1 250,000.2");
}

TEST(Ticks, ofTheSmallestRangesAreToldApart) {
    EXPECT_EQ(labels(linear({.6999994, .7000006})), "0.69999950 0.69999975 0.70000000 0.70000025 0.70000050");
    for (const double around : {0., .7, 1., -3., 12'345.})
        for (double length = 1; length > std::abs(around) * 1e-13 && length > 1e-14; length /= 10) {
            const Ticks ticks = linear({around - length, around + length});
            ASSERT_GE(ticks.ticks.size(), 3u) << around << " ± " << length;
            for (size_t i = 1; i < ticks.ticks.size(); ++i)
                EXPECT_NE(ticks.ticks[i].label, ticks.ticks[i - 1].label) << around << " ± " << length;
        }
}

TEST(Ticks, shareOnePrefix) {
    const Ticks steps = linear({0, 31'360}, TickStyle::Step, 5);
    EXPECT_STREQ(steps.prefix.symbol, "k");
    EXPECT_EQ(labels(steps), "0 10 20 30");
    EXPECT_STREQ(linear({0, 2e-5}).prefix.symbol, "µ");
    EXPECT_EQ(labels(linear({0, 2e-5})), "0 5 10 15 20");
    EXPECT_STREQ(linear({0, 950}, TickStyle::Step).prefix.symbol, "");
}

TEST(Ticks, ofStepsAreWhole) {
    EXPECT_EQ(labels(linear({0, 3}, TickStyle::Step, 6)), "0 1 2 3");
}

TEST(Ticks, areFourToSevenWhateverTheRange) {
    for (double length = 1.0; length < 100; length *= 1.07) {
        const auto count = linear({0, length}).ticks.size();
        EXPECT_GE(count, 3u) << length;
        EXPECT_LE(count, 7u) << length;
    }
}

TEST(Ticks, moveWithTheDataWhilePanning) {
    const Ticks before = linear({10, 20});
    for (double shift = .1; shift < 3; shift += .17) {
        const Ticks after = linear({10 + shift, 20 + shift});
        EXPECT_EQ(after.step, before.step);
        for (const Tick& tick : before.ticks) {
            const bool inSight = tick.value >= 10 + shift;
            EXPECT_EQ(std::count(after.ticks.begin(), after.ticks.end(), tick), inSight ? 1 : 0);
        }
    }
}

TEST(Ticks, ofALogarithmArePowersWithHelpersBetween) {
    const auto log = [](Range range, int wanted = 5) {
        return labels(makeTicks({{ScaleKind::Log, range, 1}, TickStyle::Number, wanted}));
    };
    EXPECT_EQ(log({.008, 4}), "0.01 0.03 0.1 0.3 1 3");
    EXPECT_EQ(log({1e-3, 1e3}), "0.001 0.01 0.1 1 10 100 1,000");
    EXPECT_EQ(log({1e-12, 1e12}), "1e-12 1e-8 0.0001 1 10,000 1e8 1e12");
    EXPECT_EQ(log({20, 40}), "20 25 30 35 40");
}

TEST(Ticks, ofASymlogAreMirrored) {
    EXPECT_EQ(labels(makeTicks({{ScaleKind::Symlog, {-1000, 1000}, 1}, TickStyle::Number, 6})),
              "-1,000 -100 -10 0 10 100 1,000");
}

TEST(Ticks, ofDurationsAreClockSteps) {
    EXPECT_EQ(labels(linear({0, 130}, TickStyle::Duration)), "0:00:00 0:00:30 0:01:00 0:01:30 0:02:00");
    EXPECT_EQ(labels(linear({0, 9700}, TickStyle::Duration, 4)), "0:00:00 1:00:00 2:00:00");
    EXPECT_EQ(labels(linear({0, 1}, TickStyle::Duration)), "0.0 0.2 0.4 0.6 0.8 1.0");
}

TEST(Ticks, ofWallTimeAreWholeLocalUnits) { // the tests run with TZ=UTC
    const double noon = 1'700'049'600;      // 2023-11-15 12:00:00
    EXPECT_EQ(labels(linear({noon, noon + 7200}, TickStyle::WallTime, 4)), "12:00 12:30 13:00 13:30 14:00");
    EXPECT_EQ(labels(linear({noon, noon + 86'400}, TickStyle::WallTime, 4)), "12:00 18:00 11-16 06:00 12:00");
    EXPECT_EQ(labels(linear({noon, noon + 1}, TickStyle::WallTime, 3)), "12:00:00.0 12:00:00.5 12:00:01.0");
}

TEST(Ticks, surviveImpossibleRanges) {
    for (const Range range : {Range{0, 0}, Range{1, 0}, Range{NAN, 1}, Range{-INFINITY, INFINITY},
                              Range{1e16, 1e16 + 2}, Range{-1e300, 1e300}})
        for (const auto style : {TickStyle::Number, TickStyle::Step, TickStyle::Duration, TickStyle::WallTime})
            EXPECT_LE(linear(range, style).ticks.size(), 200u);
}

} // namespace
} // namespace td::plot
