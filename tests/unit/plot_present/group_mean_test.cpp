#include "views/plot_present/group_mean.h"

#include "tests/unit/plot_present/test_series.h"
#include "views/plot_present/legend_rows.h"

#include <cmath>
#include <gtest/gtest.h>

namespace td::plot {
namespace {

std::shared_ptr<const PlotSeries> line(std::vector<double> values, std::vector<int64_t> steps) {
    return PlotSeries::build(test::makeSeries(std::move(values), std::move(steps)), XMode::Step, {Smoothing::None, 0});
}

TEST(GroupMean, meanAndDeviationByHand) {
    // At step 0: 1, 2, 6 -> mean 3, deviation sqrt((4 + 1 + 9) / 2) = sqrt 7. At step 10: 3, 4 and, between 6 at 0 and
    // 10 at 20, 8 -> mean 5, deviation sqrt((4 + 1 + 9) / 2). At step 20 only the third is left.
    const auto group = groupMean({line({1, 3}, {0, 10}), line({2, 4}, {0, 10}), line({6, 10}, {0, 20})}, XMode::Step);
    ASSERT_TRUE(group);
    ASSERT_EQ(group->mean->size(), 3u);
    EXPECT_EQ(group->mean->step(1), 10);
    EXPECT_DOUBLE_EQ(group->mean->raw(0), 3);
    EXPECT_DOUBLE_EQ(group->mean->raw(1), 5);
    EXPECT_DOUBLE_EQ(group->mean->raw(2), 10);
    EXPECT_EQ(group->counts, (std::vector<uint32_t>{3, 3, 1}));
    EXPECT_DOUBLE_EQ(group->deviations[0], std::sqrt(7.0));
    EXPECT_DOUBLE_EQ(group->deviations[1], std::sqrt(7.0));
    EXPECT_EQ(group->deviations[2], 0);
    EXPECT_DOUBLE_EQ(group->lower->raw(0), 3 - std::sqrt(7.0));
    EXPECT_DOUBLE_EQ(group->upper->raw(1), 5 + std::sqrt(7.0));
}

TEST(GroupMean, theWrittenValuesHaveAMeanOfTheirOwn) {
    // Four runs at one step: 0.7927, 0.6671, 0.4225, 0.4743 were written -> mean 2.3566 / 4 = 0.58915, deviation
    // sqrt((0.20355^2 + 0.07795^2 + 0.16665^2 + 0.11485^2) / 3) = sqrt(0.08847155 / 3); smoothed they are
    // 0.7973, 0.7532, 0.5877, 0.5094 -> mean 2.6476 / 4 = 0.6619.
    std::vector<std::shared_ptr<const PlotSeries>> lines;
    for (const auto& [raw, smoothed] : {std::pair(.7927, .7973), {.6671, .7532}, {.4225, .5877}, {.4743, .5094}})
        lines.push_back(std::make_shared<const PlotSeries>(test::makeSeries({raw}, {955}), XMode::Step,
                                                           std::vector<double>{smoothed}));
    const auto group = groupMean(lines, XMode::Step);
    ASSERT_TRUE(group);
    EXPECT_NEAR(group->mean->raw(0), .58915, 1e-12);
    EXPECT_NEAR(group->mean->smoothed(0), .6619, 1e-12);
    EXPECT_NEAR(group->deviations[0], std::sqrt(.08847155 / 3), 1e-8);
    EXPECT_NEAR(group->upper->raw(0) + group->lower->raw(0), 2 * .6619, 1e-12) << "the band is around what is drawn";
    Line mean;
    mean.group = group;
    mean.points = group->mean;
    const LegendTable table = legendTable({mean}, {955, {}, TooltipOrder::Nearest, {}});
    EXPECT_EQ(table.rows[0].smoothed, "0.6619");
    EXPECT_EQ(table.rows[0].value.substr(0, 5), "0.589") << table.rows[0].value;
    EXPECT_TRUE(table.rows[0].value.ends_with("± 0.17")) << table.rows[0].value;
}

TEST(GroupMean, whatIsNotFiniteIsLeftOutAndTheLastOfEqualStepsCounts) {
    const double nan = std::nan("");
    const auto group = groupMean({line({1, nan, 5}, {0, 1, 2}), line({7, 3, 9}, {2, 0, 0})}, XMode::Step);
    ASSERT_TRUE(group);
    ASSERT_EQ(group->mean->size(), 2u) << "step 1 has no finite value of its own";
    EXPECT_DOUBLE_EQ(group->mean->raw(0), 5) << "of 1 and 9";
    EXPECT_DOUBLE_EQ(group->mean->raw(1), 6) << "of 5 and 7";
    EXPECT_FALSE(groupMean({line({nan}, {0}), line({}, {})}, XMode::Step));
}

TEST(GroupMean, manyPlacesAreThinnedOutToTheirEnds) {
    std::vector<double> values(3 * GroupMean::kMost, 2);
    std::vector<int64_t> steps(values.size());
    for (size_t i = 0; i < steps.size(); ++i)
        steps[i] = static_cast<int64_t>(i);
    const auto group = groupMean({line(values, steps), line(values, steps)}, XMode::Step);
    ASSERT_TRUE(group);
    EXPECT_EQ(group->mean->size(), GroupMean::kMost);
    EXPECT_EQ(group->mean->step(GroupMean::kMost - 1), steps.back());
    EXPECT_EQ(group->counts.front(), 2u);
}

} // namespace
} // namespace td::plot
