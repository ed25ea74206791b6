#include "tests/unit/plot_present/test_series.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace td::plot {
namespace {

using test::makePlot;
using test::makeSeries;
using test::noise;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Column {
    double first = 0, lo = 0, hi = 0, last = 0;
    bool used = false;
};

/// First, lowest, highest and last value of each column, looked at point by point.
std::vector<Column> bruteForce(const PlotSeries& plot, const ColumnGrid& grid) {
    std::vector<Column> out(grid.count);
    for (size_t i = 0; i < plot.size(); ++i) {
        if (plot.x(i) < grid.range.lo || plot.x(i) >= grid.range.hi) continue;
        size_t c = 0;
        while (plot.x(i) >= grid.edge(c + 1))
            ++c;
        const double y = plot.raw(i);
        if (!std::isfinite(y)) continue;
        if (!out[c].used) out[c] = {y, y, y, y, true};
        out[c] = {out[c].first, std::min(out[c].lo, y), std::max(out[c].hi, y), y, true};
    }
    return out;
}

std::vector<Column> decimated(const PlotSeries& plot, const ColumnGrid& grid) {
    Polylines lines;
    plot.m4(grid, Values::Raw, lines);
    std::vector<Column> out(grid.count);
    for (const Vertex& v : lines.points) {
        if (v.x < grid.range.lo || v.x >= grid.range.hi) continue;
        size_t c = 0;
        while (v.x >= grid.edge(c + 1))
            ++c;
        if (!out[c].used) out[c] = {v.y, v.y, v.y, v.y, true};
        out[c] = {out[c].first, std::min(out[c].lo, v.y), std::max(out[c].hi, v.y), v.y, true};
    }
    return out;
}

void expectEqual(const std::vector<Column>& a, const std::vector<Column>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (size_t c = 0; c < a.size(); ++c) {
        EXPECT_EQ(a[c].used, b[c].used) << c;
        EXPECT_EQ(a[c].first, b[c].first) << c;
        EXPECT_EQ(a[c].lo, b[c].lo) << c;
        EXPECT_EQ(a[c].hi, b[c].hi) << c;
        EXPECT_EQ(a[c].last, b[c].last) << c;
    }
}

TEST(M4, equalsBruteForceOnEvenSteps) {
    const auto plot = makePlot(noise(50'000, 1));
    for (const Range range : {Range{0, 49'999}, Range{1234.5, 30'000.25}, Range{-500, 80'000}, Range{20'000, 20'900}})
        expectEqual(bruteForce(*plot, {range, 100}), decimated(*plot, {range, 100}));
}

TEST(M4, equalsBruteForceOnUnevenStepsWithHolesAndRepeats) {
    std::vector<int64_t> steps;
    std::mt19937 random(5);
    for (int64_t step = 0; steps.size() < 20'000;
         step += static_cast<int64_t>(random() % 4) * (random() % 50 == 0 ? 200 : 1))
        steps.push_back(step);
    auto values = noise(steps.size(), 2);
    for (size_t i = 0; i < values.size(); i += 97)
        values[i] = kNaN;
    for (size_t i = 5000; i < 5400; ++i)
        values[i] = kNaN;
    const auto plot = makePlot(values, steps);
    ASSERT_TRUE(plot->isSorted());
    const ColumnGrid grid{{0, double(steps.back())}, 173};
    expectEqual(bruteForce(*plot, grid), decimated(*plot, grid));
}

TEST(M4, equalsBruteForceOnLogarithmicColumns) {
    const auto plot = makePlot(noise(50'000, 3));
    const ColumnGrid grid{{1, 40'000}, 120, XScale::Log};
    expectEqual(bruteForce(*plot, grid), decimated(*plot, grid));
}

TEST(M4, equalsBruteForceOnExtremesThatFloatsCannotTellApart) {
    std::vector<double> values(30'000);
    std::mt19937 random(11);
    for (double& value : values)
        value = 1 + 1e-12 * static_cast<double>(random() % 1000) - (random() % 3 == 0 ? 1e300 : 0);
    for (size_t i = 0; i < 10'000; ++i)
        values[i] = 16'777'217 + 1e-9 * static_cast<double>(random() % 1000);
    const auto plot = makePlot(values);
    for (const size_t columns : {7u, 64u, 333u})
        expectEqual(bruteForce(*plot, {{3, 29'990}, columns}), decimated(*plot, {{3, 29'990}, columns}));
}

TEST(M4, keepsASingleSpikeAmongMillions) {
    std::vector<double> values(2'000'000, .5);
    values[1'234'567] = 9;
    const auto plot = makePlot(std::move(values));
    Polylines lines;
    plot->m4({{0, 2e6}, 800}, Values::Raw, lines);
    EXPECT_LE(lines.points.size(), 4u * 800 + 2);
    EXPECT_TRUE(std::any_of(lines.points.begin(), lines.points.end(), [](Vertex v) {
        return v == Vertex{1'234'567, 9};
    }));
}

TEST(M4, movedColumnsEqualThoseLookedAtAnew) {
    auto values = noise(60'000, 4);
    for (const bool withHole : {false, true}) {
        for (size_t i = 30'000; withHole && i < 30'200; ++i)
            values[i] = kNaN;
        const auto plot = makePlot(values);
        ColumnGrid grid{{10'000, 42'000}, 500};
        Polylines moved, fresh;
        plot->m4(grid, Values::Raw, moved);
        // To the right, to the left, not at all, over both ends of the data, further than a frame.
        for (const double columns : {7.0, -12.0, 0.0, 1.0, 200.0, 120.0, -499.0, 499.0, -490.0, -3.0, 900.0}) {
            const ColumnGrid before = grid;
            grid.range = {grid.range.lo + 64 * columns, grid.range.hi + 64 * columns};
            plot->moveM4(before, grid, Values::Raw, moved);
            plot->m4(grid, Values::Raw, fresh);
            EXPECT_EQ(moved.points, fresh.points) << columns;
            EXPECT_EQ(moved.starts, fresh.starts) << columns;
            EXPECT_EQ(moved.gaps, fresh.gaps) << columns;
        }
        const ColumnGrid other{{10'000, 42'000.5}, 500}; // other columns: a zoom
        plot->moveM4(grid, other, Values::Raw, moved);
        plot->m4(other, Values::Raw, fresh);
        EXPECT_EQ(moved.points, fresh.points);
    }
}

TEST(M4, isExactWherePointsAreFewAndKeepsTheNeighboursOutside) {
    const auto plot = makePlot({1, 2, 3, 4, 5, 6, 7});
    Polylines lines;
    plot->m4({{2.5, 4.5}, 100}, Values::Raw, lines);
    EXPECT_TRUE(lines.exact);
    EXPECT_EQ(lines.points, (std::vector<Vertex>{{2, 3}, {3, 4}, {4, 5}, {5, 6}}));
}

TEST(M4, breaksAtMissingValuesAndMarksThem) {
    const auto plot = makePlot({1, 2, kNaN, kNaN, 5, 6});
    Polylines lines;
    plot->m4({{0, 5}, 100}, Values::Raw, lines);
    EXPECT_EQ(lines.starts, (std::vector<uint32_t>{0, 2}));
    EXPECT_EQ(lines.gaps, (std::vector<Vertex>{{2, 2}, {3, 2}}));
}

TEST(M4, keepsFileOrderWhereStepsGoBack) {
    const auto plot = makePlot({1, 2, 3, 10, 11, 12}, {0, 10, 20, 5, 15, 25});
    ASSERT_FALSE(plot->isSorted());
    Polylines lines;
    plot->m4({{0, 30}, 300}, Values::Raw, lines);
    EXPECT_EQ(lines.starts, (std::vector<uint32_t>{0, 3}));
    EXPECT_EQ(lines.points, (std::vector<Vertex>{{0, 1}, {10, 2}, {20, 3}, {5, 10}, {15, 11}, {25, 12}}));
}

TEST(M4, staysCalmOnNothing) {
    Polylines lines;
    makePlot({})->m4({{0, 1}, 100}, Values::Raw, lines);
    EXPECT_TRUE(lines.points.empty());
    const auto nothing = makePlot({kNaN, kNaN});
    nothing->m4({{0, 1}, 100}, Values::Raw, lines);
    EXPECT_TRUE(lines.points.empty());
    EXPECT_FALSE(nothing->valueExtent({0, 1}, Values::Raw));
    EXPECT_EQ(nothing->statistics({0, 1}).nonFinite, 2u);
}

TEST(PlotSeries, findsTheNearestPoint) {
    const auto plot = makePlot({1, 2, 3, 4}, {0, 10, 10, 30});
    EXPECT_EQ(plot->nearest(-5), 0u);
    EXPECT_EQ(plot->nearest(5), 0u); // of two as near, the smaller
    EXPECT_EQ(plot->nearest(9), 2u); // of equal steps, the last written
    EXPECT_EQ(plot->nearest(21), 3u);
    EXPECT_EQ(plot->nearest(1e9), 3u);
    EXPECT_FALSE(makePlot({})->nearest(0));
    EXPECT_EQ(makePlot({1, 2, 3}, {20, 0, 10})->nearest(9), 2u);
}

TEST(PlotSeries, givesStatisticsOfARange) {
    auto values = noise(10'000, 7);
    values[4000] = kNaN;
    const auto plot = makePlot(values);
    const auto out = plot->statistics({3999, 8000});
    std::vector<double> part(values.begin() + 3999, values.begin() + 8001);
    part.erase(part.begin() + 1);
    EXPECT_EQ(out.count, 4001u);
    EXPECT_EQ(out.nonFinite, 1u);
    EXPECT_EQ(out.first, values[3999]);
    EXPECT_EQ(out.last, values[8000]);
    EXPECT_EQ(out.min, *std::min_element(part.begin(), part.end()));
    EXPECT_EQ(out.max, *std::max_element(part.begin(), part.end()));
    EXPECT_NEAR(out.mean, std::accumulate(part.begin(), part.end(), 0.0) / 4001, 1e-12);
}

TEST(PlotSeries, countsWhatIsAboveAndBelowTheFrame) {
    const auto values = noise(300'000, 8);
    const auto plot = makePlot(values);
    for (const Range x : {Range{0, 299'999}, Range{100, 250'001}, Range{5, 70}})
        for (const double limit : {-9.0, 0.0, 3.0, 4.5})
            EXPECT_EQ(plot->countAbove(x, Values::Raw, limit),
                      size_t(std::count_if(values.begin() + ptrdiff_t(x.lo), values.begin() + ptrdiff_t(x.hi) + 1,
                                           [&](double v) { return v > limit; })));
    for (const Range x : {Range{0, 299'999}, Range{100, 250'001}, Range{5, 70}})
        for (const double limit : {9.0, 0.0, -3.0, -4.5})
            EXPECT_EQ(plot->countBelow(x, Values::Raw, limit),
                      size_t(std::count_if(values.begin() + ptrdiff_t(x.lo), values.begin() + ptrdiff_t(x.hi) + 1,
                                           [&](double v) { return v < limit; })));
}

TEST(PlotSeries, findsTheLastFiniteValueHoweverLongTheTail) {
    for (const size_t finite : {0u, 1u, 64u, 4'096u, 100'001u}) {
        std::vector<double> values(400'000, kNaN);
        std::fill(values.begin(), values.begin() + ptrdiff_t(finite), 1.0);
        const auto plot = makePlot(std::move(values));
        EXPECT_EQ(plot->endOfFinite(), finite);
        EXPECT_EQ(plot->statistics({0, 399'999}).count, finite);
    }
}

TEST(PlotSeries, placesPointsByStepElapsedOrWallTime) {
    const auto series = makeSeries({1, 2, 3}, {100, 200, 300});
    EXPECT_EQ(PlotSeries::build(series, XMode::Step, {})->x(1), 200);
    EXPECT_EQ(PlotSeries::build(series, XMode::Relative, {})->x(1), 2);
    EXPECT_EQ(PlotSeries::build(series, XMode::Wall, {})->x(1), 1'700'000'002.0);
    series->walls[0] = kNaN;
    const auto plot = PlotSeries::build(series, XMode::Relative, {});
    EXPECT_EQ(plot->x(2), 2);
    EXPECT_FALSE(plot->isSorted());
    EXPECT_EQ(plot->nearest(0.1), 1u);
}

} // namespace
} // namespace td::plot
