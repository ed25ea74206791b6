#include "tests/support/cpu_time.h"
#include "tests/support/run_builder.h"
#include "views/runs_present/run_list_presenter.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace td;
using runs::MetricKind;
using runs::RunListPresenter;
using runs::SortKey;
using runs::SortOrder;
using test::RunBuilder;

namespace {

/// "[group] run* run" – a star for hidden runs.
std::string print(const RunListPresenter& list) {
    std::string text;
    for (const auto& line : list.lines()) {
        if (!text.empty()) text += ' ';
        if (line.isGroup)
            text += '[' + list.groups()[line.index].name + ']';
        else
            text += list.rows()[line.index].label + (list.rows()[line.index].shown ? "" : "*");
    }
    return text;
}

void computeAll(RunListPresenter& list) {
    std::vector<runs::RunWorkResult> results;
    for (const auto& work : list.pendingWork())
        results.push_back(runs::compute(work));
    list.apply(results);
}

std::shared_ptr<const runlog::StoreSnapshot> fourRuns() {
    return test::storeOf(
        {RunBuilder("b/x", 0).scalars("loss", {{0, 3}, {10, 1}}).build(),
         RunBuilder("b/y", 1).scalars("loss", {{0, 2}, {20, 4}}).build(),
         RunBuilder("c/z", 2).scalars("loss", {{5, std::nan("")}}).issue(runlog::IssueCode::DataCrc).build(),
         RunBuilder("solo", 3).build()});
}

} // namespace

TEST(RunList, groupsByTheFirstFolder) {
    RunListPresenter list;
    list.update(fourRuns());
    EXPECT_EQ(print(list), "solo [b] x y [c] z");
    list.setCollapsed("b", true);
    EXPECT_EQ(print(list), "solo [b] [c] z");
    list.setGrouped(false);
    EXPECT_EQ(print(list), "b/x b/y c/z solo");
}

TEST(RunList, countsOnlyProblemsNotNotes) {
    RunListPresenter list;
    list.update(fourRuns());
    EXPECT_EQ(list.row("c/z")->problems, 1u);
    EXPECT_EQ(list.row("b/x")->problems, 0u);
}

TEST(RunList, sortsByMetricWithUnknownLast) {
    RunListPresenter list;
    list.setGrouped(false);
    list.update(fourRuns());
    list.setMetric({"loss", MetricKind::Last});
    computeAll(list);
    EXPECT_EQ(list.row("b/x")->value, 1);
    EXPECT_EQ(list.row("b/y")->value, 4);
    EXPECT_EQ(list.row("b/y")->lastStep, 20);
    list.setSort(SortKey::Value, SortOrder::Ascending);
    EXPECT_EQ(print(list), "b/x b/y c/z solo");
    list.setSort(SortKey::Value, SortOrder::Descending);
    EXPECT_EQ(print(list), "b/y b/x c/z solo");
    list.setMetric({"loss", MetricKind::Best});
    EXPECT_EQ(list.row("b/y")->value, 2) << "the smallest loss";
    list.setMetric({"loss", MetricKind::Max});
    EXPECT_EQ(list.row("b/x")->value, 3);
}

TEST(RunList, aRunThatEndsInNanOrInfinityStandsLastEitherWay) {
    const double nan = std::nan(""), inf = std::numeric_limits<double>::infinity();
    RunListPresenter list;
    list.update(test::storeOf({RunBuilder("exploded", 0).scalars("loss", {{0, 0.5}, {1, inf}}).build(),
                               RunBuilder("good", 1).scalars("loss", {{0, 3}}).build(),
                               RunBuilder("hot", 2).scalars("loss", {{0, 0.1}, {1, nan}}).build(),
                               RunBuilder("low", 3).scalars("loss", {{0, 1}, {1, -inf}, {2, 2}}).build()}));
    list.setMetric({"loss", MetricKind::Last});
    computeAll(list);
    EXPECT_TRUE(std::isnan(list.row("hot")->value)) << "not the last finite value";
    EXPECT_EQ(list.row("exploded")->value, inf);
    EXPECT_EQ(list.row("low")->value, 2);
    list.setSort(SortKey::Value, SortOrder::Ascending);
    EXPECT_EQ(print(list), "low good exploded hot");
    list.setSort(SortKey::Value, SortOrder::Descending);
    EXPECT_EQ(print(list), "good low exploded hot");
    list.setMetric({"loss", MetricKind::Best});
    EXPECT_EQ(list.row("hot")->value, 0.1);
}

TEST(RunList, asksForAMetricOnlyWhenItsTagGrew) {
    RunListPresenter list;
    list.update(fourRuns());
    list.setMetric({"loss", MetricKind::Last});
    EXPECT_EQ(list.pendingWork().size(), 4u);
    EXPECT_TRUE(list.pendingWork().empty()) << "already handed out";
    list.update(fourRuns());
    EXPECT_TRUE(list.pendingWork().empty()) << "same points";
    list.update(test::storeOf({RunBuilder("b/x", 0).scalars("loss", {{0, 3}, {10, 1}, {11, 0}}).build()}));
    EXPECT_EQ(list.pendingWork().size(), 1u);
}

TEST(RunList, filtersByNameAndKeepsTheLastGoodExpression) {
    RunListPresenter list;
    list.update(fourRuns());
    EXPECT_TRUE(list.setFilter("^b/"));
    EXPECT_EQ(print(list), "[b] x y");
    EXPECT_FALSE(list.setFilter("^b/["));
    EXPECT_EQ(print(list), "[b] x y");
    EXPECT_FALSE(list.filter().error().empty());
}

TEST(RunList, drawsOnlyWhatTheFilterLetsThrough) {
    RunListPresenter list;
    list.update(fourRuns());
    list.setShown({"b/y"}, false);
    EXPECT_EQ(list.shownCount(), 3u);
    list.setFilter("^b/");
    EXPECT_EQ(list.matchingCount(), 2u);
    EXPECT_EQ(list.shownCount(), 1u);
    EXPECT_TRUE(list.row("b/x")->isDrawn());
    EXPECT_FALSE(list.row("b/y")->isDrawn()) << "hidden by hand";
    EXPECT_FALSE(list.row("c/z")->isDrawn()) << "filtered away";
    list.update(test::storeOf({RunBuilder("b/x", 0).build(), RunBuilder("later", 9).build()}));
    EXPECT_FALSE(list.row("later")->isDrawn()) << "the filter holds for runs that come later";
    list.setFilter("");
    EXPECT_TRUE(list.row("later")->isDrawn());
}

TEST(RunList, filtersByAlias) {
    RunListPresenter list;
    list.update(fourRuns());
    list.setAlias("b/y", "my best");
    list.setFilter("best");
    EXPECT_EQ(print(list), "[b] my best");
}

TEST(RunList, hidesShowsAndSolos) {
    RunListPresenter list;
    list.update(fourRuns());
    list.setShown({"b/x"}, false);
    EXPECT_EQ(print(list), "solo [b] x* y [c] z");
    list.toggleSolo("b/x");
    EXPECT_EQ(print(list), "solo* [b] x y* [c] z*");
    list.toggleSolo("b/x");
    EXPECT_EQ(print(list), "solo [b] x* y [c] z") << "as before solo";
    list.toggleSolo("b/y");
    list.setShown({"c/z"}, true);
    EXPECT_EQ(print(list), "solo* [b] x* y [c] z") << "what solo showed is what is changed";
}

TEST(RunList, aNewRunDoesNotRecolourTheOthers) {
    RunListPresenter list;
    list.update(test::storeOf({RunBuilder("m", 5).build(), RunBuilder("z", 6).build()}));
    EXPECT_EQ(list.row("m")->slot, 0);
    EXPECT_EQ(list.row("z")->slot, 1);
    list.update(test::storeOf({RunBuilder("a", 7).build(), RunBuilder("m", 5).build(), RunBuilder("z", 6).build()}));
    EXPECT_EQ(list.row("m")->slot, 0);
    EXPECT_EQ(list.row("z")->slot, 1);
    EXPECT_EQ(list.row("a")->slot, 2);
}

/// Seconds of this thread's CPU that one changed run among `count` costs; the best of five, as other programs disturb.
double secondsToUpdate(uint32_t count) {
    std::vector<std::shared_ptr<const runlog::RunSnapshot>> many;
    for (uint32_t i = 0; i < count; ++i)
        many.push_back(RunBuilder("group" + std::to_string(i / 100) + "/run" + std::to_string(i), i).build());
    RunListPresenter list;
    list.update(test::storeOf(many));
    double best = std::numeric_limits<double>::infinity();
    for (uint64_t round = 0; round < 5; ++round) {
        const auto state = round % 2 == 0 ? runlog::RunState::Running : runlog::RunState::Stalled;
        many[17] = RunBuilder("group0/run17", 17).state(state).build();
        const auto store = test::storeOf(many, 2 + round);
        const double start = test::threadCpuSeconds();
        list.update(store);
        best = std::min(best, test::threadCpuSeconds() - start);
        EXPECT_EQ(list.row("group0/run17")->state, state);
    }
    return best;
}

TEST(RunList, theCostOfAnUpdateGrowsNoFasterThanTheNumberOfRuns) {
    const double few = secondsToUpdate(1'000), many = secondsToUpdate(10'000);
    RecordProperty("update_ms", std::to_string(many * 1000)); // ordinarily under 10
    EXPECT_LT(many, 40 * few) << "ten times as many runs; a hundred would be quadratic";
}

TEST(Metric, guessesWhatAPersonWantsToSee) {
    EXPECT_EQ(runs::likelyMetric({{"lr"}, {"train/loss"}, {"val/acc"}, {"val/loss"}}), "val/loss");
    EXPECT_EQ(runs::likelyMetric({{"lr"}}), "lr");
    EXPECT_EQ(runs::likelyMetric({{"val/loss", 1}, {"lr", 9}, {"epoch", 9}}), "epoch") << "most runs have it";
    EXPECT_EQ(runs::likelyMetric({}), "");
    EXPECT_TRUE(runs::higherIsBetter("val/Accuracy"));
    EXPECT_FALSE(runs::higherIsBetter("map_loss"));
}
