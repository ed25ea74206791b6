#include "views/plot_present/domain.h"

#include "tests/unit/plot_present/test_series.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace td::plot {
namespace {

TEST(OutlierDomain, takesTensorBoardsPercentiles) {
    std::vector<double> values(101);
    std::iota(values.rbegin(), values.rend(), 0.0);
    EXPECT_EQ(outlierDomain(values), (Range{5, 95}));
    std::vector<double> ten{9, 8, 7, 6, 5, 4, 3, 2, 1, 0}; // ceil(.45) = 1, floor(8.55) = 8
    EXPECT_EQ(outlierDomain(ten), (Range{1, 8}));
    std::vector<double> two{3, -1};
    EXPECT_EQ(outlierDomain(two), (Range{-1, 3}));
    std::vector<double> none;
    EXPECT_FALSE(outlierDomain(none));
}

TEST(NiceDomain, followsTensorBoardOnEqualEnds) {
    EXPECT_EQ(niceDomain({0, 0}, ScaleKind::Linear), (Range{-1, 1}));
    EXPECT_EQ(niceDomain({-3, -3}, ScaleKind::Linear), (Range{-6, 0}));
    EXPECT_EQ(niceDomain({4, 4}, ScaleKind::Linear), (Range{0, 8}));
}

// Expected numbers from d3.scaleLinear().domain(…).nice().domain().
TEST(Nice, equalsD3) {
    EXPECT_EQ(nice({1.1, 10.9}), (Range{1, 11}));
    EXPECT_EQ(nice({.123, .987}), (Range{.1, 1}));
    EXPECT_EQ(nice({-.95, 100.3}), (Range{-10, 110}));
    EXPECT_EQ(nice({123.1, 6.7e3}), (Range{0, 7000}));
}

TEST(NiceDomain, leavesAirOnALogarithm) {
    EXPECT_EQ(niceDomain({.01, 8}, ScaleKind::Log), (Range{.005, 16}));
    const Range mended = niceDomain({0, 0}, ScaleKind::Log);
    EXPECT_GT(mended.lo, 0);
    EXPECT_GT(mended.hi, mended.lo);
}

TEST(FittedY, showsAFewEpochsWhole) {
    Line line;
    line.points = test::makePlot({0.94, 0.972, 0.98, 0.985});
    const Range range = fittedY({line}, {0, 3}, ScaleKind::Linear, true);
    EXPECT_LT(range.lo, 0.94);
    EXPECT_GT(range.hi, 0.985);
}

TEST(FittedY, leavesOutliersOutOnlyWhenAsked) {
    auto values = std::vector<double>(1000, 1.0);
    for (size_t i = 0; i < values.size(); ++i)
        values[i] += .001 * double(i % 10);
    values[500] = 1000;
    Line line;
    line.points = test::makePlot(values);
    EXPECT_LT(fittedY({line}, {0, 999}, ScaleKind::Linear, true).hi, 1.1);
    EXPECT_GE(fittedY({line}, {0, 999}, ScaleKind::Linear, false).hi, 1000);
    EXPECT_LT(fittedY({line}, {0, 400}, ScaleKind::Linear, false).hi, 1.1); // only what is in sight
}

TEST(FittedY, needsNoPoints) {
    EXPECT_EQ(fittedY({}, {0, 1}, ScaleKind::Linear, true), (Range{0, 1}));
    EXPECT_EQ(fittedX({Line{}}, XScale::Linear), (Range{0, 1}));
    EXPECT_GT(fittedY({}, {0, 1}, ScaleKind::Log, true).lo, 0);
}

TEST(FittedX, beginsOnALogarithmAtTheFirstPointAboveNought) {
    auto series = std::make_shared<runlog::Series>();
    for (const int64_t step : {0, 10, 20, 400}) {
        series->steps.push_back(step);
        series->walls.push_back(1.7e9 + static_cast<double>(step));
        series->values.push_back(1);
    }
    Line line;
    line.points = PlotSeries::build(series, XMode::Step, {Smoothing::None, 0});
    EXPECT_DOUBLE_EQ(fittedX({line}, XScale::Log).lo, 10);
    EXPECT_DOUBLE_EQ(fittedX({line}, XScale::Log).hi, 420);
    EXPECT_EQ(fittedX({line}, XScale::Linear).lo, 0);
    EXPECT_EQ(fittedX({Line{}}, XScale::Log), (Range{1, 10}));
}

TEST(FittedY, ignoresWhatALogarithmCannotShow) {
    Line line;
    line.points = test::makePlot({-5, 0, 1e-3, 10});
    const Range range = fittedY({line}, {0, 3}, ScaleKind::Log, false);
    EXPECT_DOUBLE_EQ(range.lo, 5e-4);
    EXPECT_DOUBLE_EQ(range.hi, 20);
}

TEST(AxisScale, goesThereAndBack) {
    for (const AxisScale& scale : {AxisScale{ScaleKind::Linear, {-3, 8}, 1}, AxisScale{ScaleKind::Log, {1e-5, 40}, 1},
                                   AxisScale{ScaleKind::Symlog, {-1e4, 1e3}, .01}})
        for (double unit : {0.0, .25, .5, 1.0})
            EXPECT_NEAR(scale.toUnit(scale.fromUnit(unit)), unit, 1e-9);
    EXPECT_EQ((AxisScale{ScaleKind::Symlog, {-1, 1}, 1}).toUnit(0), .5);
}

TEST(AxisScale, zoomsAroundTheValueUnderTheCursor) {
    const AxisScale scale{ScaleKind::Log, {1, 10'000}, 1};
    const double at = scale.fromUnit(.3);
    const AxisScale zoomed{ScaleKind::Log, scale.zoomed(.3, .5), 1};
    EXPECT_NEAR(zoomed.toUnit(at), .3, 1e-9);
}

TEST(AxisScale, neverReachesAnImpossibleRange) {
    for (const auto kind : {ScaleKind::Linear, ScaleKind::Log, ScaleKind::Symlog})
        for (const Range start :
             {Range{0, 0}, Range{-1, 1}, Range{1e300, -1e300}, Range{std::nan(""), INFINITY}, Range{5, 5}}) {
            AxisScale scale{kind, usable(start, kind), 1};
            for (int i = 0; i < 3000; ++i)
                scale.range = scale.zoomed(.3, i < 1500 ? .5 : 2);
            EXPECT_TRUE(std::isfinite(scale.range.lo) && std::isfinite(scale.range.hi) && scale.range.length() > 0);
        }
}

} // namespace
} // namespace td::plot
