#include "tests/support/run_builder.h"
#include "views/scalars_present/chart_grid_presenter.h"
#include "views/scalars_present/run_groups.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace td;
using namespace td::scalars;
using test::RunBuilder;

namespace {

std::string print(const ChartGridPresenter& grid) {
    std::string text;
    for (const auto& section : grid.sections()) {
        text += '[' + section.name + (section.collapsed ? "-] " : "] ");
        for (const auto& chart : section.charts)
            text += chart.id + ' ';
    }
    return text;
}

struct Grid {
    ChartGridPresenter presenter;
    kit::TagCatalog catalog;
    std::shared_ptr<const runlog::StoreSnapshot> store = test::storeOf({RunBuilder("a", 0)
                                                                            .scalars("val/loss", {{0, 1}})
                                                                            .scalars("train/loss10", {{0, 1}})
                                                                            .scalars("lr", {{0, 1}})
                                                                            .build(),
                                                                        RunBuilder("b", 1)
                                                                            .scalars("val/loss", {{0, 1}, {1, 2}})
                                                                            .scalars("train/loss9", {{0, 1}})
                                                                            .tag("hist", runlog::TagKind::Histograms)
                                                                            .build()});
    Grid() {
        catalog.update(*store);
        presenter.update(store, catalog);
        presenter.setRuns({{"a", "A", 0, true}, {"b", "B", 4, true}});
    }
};

} // namespace

TEST(ChartGrid, oneChartForEachScalarTagInGroups) {
    Grid g;
    EXPECT_EQ(print(g.presenter), "[] lr [train] train/loss9 train/loss10 [val] val/loss ");
}

TEST(ChartGrid, pinnedChartsStandFirstAndOnce) {
    Grid g;
    GridState state;
    state.setPinned("val/loss", true);
    state.setPinned("gone", true);
    state.setCollapsed("train", true);
    g.presenter.setState(state);
    EXPECT_EQ(print(g.presenter), "[*pinned] val/loss [] lr [train-] train/loss9 train/loss10 [val] ");
    EXPECT_EQ(g.presenter.sections().back().pinnedElsewhere, 1u);
    g.presenter.setFilter("lr");
    EXPECT_EQ(print(g.presenter), "[*pinned] val/loss [] lr ");
}

TEST(ChartGrid, linesAreShownRunsThatHaveTheTag) {
    Grid g;
    auto lines = g.presenter.linesOf(chartOfTag("val/loss"));
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[1].id, "b");
    EXPECT_EQ(lines[1].label, "B");
    EXPECT_EQ(lines[1].slot, 4);
    EXPECT_EQ(lines[1].points, 2u);
    g.presenter.setRuns({{"a", "A", 0, true}, {"b", "B", 4, false}});
    EXPECT_EQ(g.presenter.linesOf(chartOfTag("val/loss")).size(), 1u);
    EXPECT_EQ(g.presenter.linesOf(chartOfTag("hist")).size(), 0u);
}

TEST(ChartGrid, olderPointsOfARestartedRunAreALineOfTheirOwn) {
    const auto restarted = RunBuilder("r", 0).scalars("loss", {{0, 1}}).restart().build();
    const auto store = test::storeOf({restarted, RunBuilder("s", 1).scalars("loss", {{0, 1}}).build()});
    kit::TagCatalog catalog;
    catalog.update(*store);
    ChartGridPresenter grid;
    grid.update(store, catalog);
    grid.setRuns({{"r", "R", 12, true}, {"s", "S", 1, true}});
    EXPECT_EQ(grid.linesOf(chartOfTag("loss")).size(), 2u);
    GridState state;
    state.settings.showOlder = true;
    grid.setState(state);
    const auto lines = grid.linesOf(chartOfTag("loss"));
    ASSERT_EQ(lines.size(), 3u) << "a run of one session has nothing older";
    EXPECT_FALSE(lines[0].older);
    EXPECT_TRUE(lines[1].older);
    EXPECT_EQ(lines[1].slot, 32) << "the colour of slot 12, another dash";
    EXPECT_NE(lines[1].id, lines[0].id);
    EXPECT_NE(lines[1].label, lines[0].label);
    EXPECT_EQ(gridStateFromJson(toJson(state)), state);
}

TEST(RunGroups, areFoldersOrWhatAPatternFinds) {
    const RunGroups folders(Grouping::Folder, {});
    EXPECT_EQ(folders.of("cnn/seed1"), "cnn");
    EXPECT_EQ(folders.of("alone"), "");
    const RunGroups pattern(Grouping::Pattern, "^(.*)-seed\\d+$");
    EXPECT_EQ(pattern.of("adam-seed12"), "adam");
    EXPECT_EQ(pattern.of("adam"), "") << "what does not match stands alone";
    EXPECT_EQ(RunGroups(Grouping::Pattern, "seed\\d").of("adam-seed1"), "seed1") << "no parenthesis: all it finds";
    EXPECT_EQ(RunGroups(Grouping::Pattern, "(").of("("), "") << "an invalid pattern groups nothing";
    EXPECT_FALSE(RunGroups::problemOf("(").empty());
}

TEST(ChartGrid, saysWhyAChartIsEmpty) {
    Grid g;
    g.presenter.setRuns({{"a", "A", 0, true}, {"b", "B", 4, false}});
    const auto hidden = g.presenter.emptyReason(chartOfTag("train/loss9"));
    EXPECT_EQ(hidden.kind, EmptyReason::Kind::OnlyHiddenRuns);
    EXPECT_EQ(hidden.hiddenRuns, std::vector<std::string>{"b"});
    EXPECT_EQ(g.presenter.emptyReason(chartOfTag("nothing")).kind, EmptyReason::Kind::NoRunHasIt);
    EXPECT_EQ(g.presenter.emptyReason(chartOfTag("lr")).kind, EmptyReason::Kind::NotEmpty);
}

TEST(ChartGrid, aCombinedChartHoldsSeveralTags) {
    Grid g;
    GridState state;
    const std::string id = state.addChart("losses", {"val/loss", "train/loss9"});
    g.presenter.setState(state);
    const Chart* chart = g.presenter.chart(id);
    ASSERT_TRUE(chart);
    const auto lines = g.presenter.linesOf(*chart);
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(lines[2].id, "b\ntrain/loss9");
    state.removeChart(id);
    EXPECT_EQ(state, GridState());
}

TEST(GridState, comesBackFromJson) {
    GridState state;
    state.settings.smoothing = {plot::Smoothing::Gaussian, 0.25};
    state.settings.xMode = plot::XMode::Wall;
    state.settings.yScale = plot::YScale::Symlog;
    state.settings.yMin = -2.5;
    state.settings.grouping = Grouping::Pattern;
    state.settings.groupPattern = "^(.*)-seed";
    state.settings.tooltipOrder = plot::TooltipOrder::Name;
    state.setOverrides("val/loss", {plot::YScale::Log, 2, 0.5, {}, {}, 1e6});
    state.setPinned("z", true);
    state.setPinned("a", true);
    state.setCollapsed("train", true);
    state.addChart("t", {"x", "y"});
    std::string unknown;
    EXPECT_EQ(gridStateFromJson(toJson(state), &unknown), state);
    EXPECT_EQ(unknown, "{}");
}

TEST(GridState, survivesWrongJsonAndKeepsUnknownKeys) {
    EXPECT_EQ(gridStateFromJson("{"), GridState());
    EXPECT_EQ(gridStateFromJson(R"({"format":"other","pinned":["a"]})"), GridState());
    std::string unknown;
    const auto state = gridStateFromJson(
        R"({"format":"tensordesk-chart-grid","version":1,"pinned":[1,"a"],"settings":{"smoothing":7,"weight":9,"x":"wall"},
            "overrides":{"c":{"span":1e300}},"charts":[{"id":"chart:1"}],"later":true})",
        &unknown);
    EXPECT_EQ(state.pinned, std::vector<std::string>{"a"});
    EXPECT_EQ(state.settings.smoothing.weight, 1.0);
    EXPECT_EQ(state.settings.xMode, plot::XMode::Wall);
    EXPECT_EQ(state.overrides.at("c").span, 2);
    EXPECT_TRUE(state.charts.empty());
    EXPECT_TRUE(nlohmann::json::parse(toJson(state, unknown))["later"]);
}
