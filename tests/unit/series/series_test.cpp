#include "engine/runlog/event_writer.h"
#include "engine/runlog/point_export.h"
#include "engine/runlog/run_store.h"
#include "engine/runlog/series.h"
#include "tests/unit/runlog/scratch.h"

#include <cmath>
#include <gtest/gtest.h>

namespace td::runlog {
namespace {

using td::test::point;
using td::test::Scratch;
using Steps = std::vector<int64_t>;

std::shared_ptr<const RunSnapshot> readRun(const std::filesystem::path& folder) {
    StoreOptions options;
    options.follow = false;
    options.useIndex = false;
    auto store = RunStore::open({{"", folder}}, options);
    if (!store) return nullptr;
    (*store)->waitUntilLoaded();
    const auto snapshot = (*store)->snapshot();
    return snapshot->runs.empty() ? nullptr : snapshot->runs.front();
}

/// A file of one tag, "loss": steps `first` … `last`, one a second from `wall` on; values `base` + step.
std::string session(int64_t first, int64_t last, double wall, float base = 0) {
    std::string bytes = td::test::version();
    for (int64_t step = first; step <= last; ++step)
        bytes += point("loss", step, base + static_cast<float>(step), wall + static_cast<double>(step - first));
    return bytes;
}

/// An Event with SessionLog START.
std::string startRecord(double wall) {
    return td::test::record("\x09" + td::test::raw(wall) + td::test::field(7, "\x08\x01"));
}

Series loss(const std::filesystem::path& folder, Superseded show = Superseded::Hide) {
    const auto run = readRun(folder);
    const TagSnapshot* tag = run ? run->tag("loss") : nullptr;
    return tag ? readSeries(*run, *tag, show) : Series();
}

TEST(Series, aLaterFileSupersedesTheStepsItWroteAgain) {
    const Scratch scratch;
    td::test::append(scratch / "tfevents.1", session(0, 9, 1000));
    td::test::append(scratch / "tfevents.2", session(6, 12, 2000, 100));
    const Series hidden = loss(scratch.path());
    EXPECT_EQ(hidden.steps, (Steps{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
    EXPECT_EQ(hidden.values[6], 106);
    EXPECT_EQ(hidden.superseded, 4u);
    EXPECT_EQ(hidden.breaks, std::vector<uint32_t>{6});
    EXPECT_TRUE(hidden.stepsRise);
    const Series shown = loss(scratch.path(), Superseded::Show);
    EXPECT_EQ(shown.steps.size(), 17u);
    EXPECT_EQ(shown.superseded, 4u);
    EXPECT_EQ(shown.breaks, std::vector<uint32_t>{10});
    EXPECT_FALSE(shown.stepsRise);
    const Series only = loss(scratch.path(), Superseded::Only);
    EXPECT_EQ(only.steps, (Steps{6, 7, 8, 9}));
    EXPECT_EQ(only.values, (std::vector<double>{6, 7, 8, 9})) << "of the first session";
    EXPECT_TRUE(only.stepsRise);
}

TEST(Series, theNameDoesNotMakeAFileLaterItsTimesDo) {
    const Scratch scratch;
    td::test::append(scratch / "tfevents.10", session(0, 5, 2000, 100)); // sorts first, was written second
    td::test::append(scratch / "tfevents.9", session(0, 9, 1000));
    const Series hidden = loss(scratch.path());
    EXPECT_EQ(hidden.superseded, 10u);
    EXPECT_EQ(hidden.values, (std::vector<double>{100, 101, 102, 103, 104, 105}));
}

TEST(Series, filesWrittenAtTheSameTimeSupersedeNothing) {
    const Scratch scratch;
    td::test::append(scratch / "tfevents.1", session(0, 9, 1000));
    td::test::append(scratch / "tfevents.2", session(0, 9, 1005, 100));
    const Series hidden = loss(scratch.path());
    EXPECT_EQ(hidden.superseded, 0u);
    EXPECT_EQ(hidden.steps.size(), 20u);
}

TEST(Series, aSessionStartInsideAFileBeginsASession) {
    const Scratch scratch;
    td::test::append(scratch / "tfevents.1",
                     session(0, 4, 1000) + startRecord(1010) + point("loss", 3, 33, 1011) + point("loss", 4, 44, 1012));
    const Series hidden = loss(scratch.path());
    EXPECT_EQ(hidden.steps, (Steps{0, 1, 2, 3, 4}));
    EXPECT_EQ(hidden.values[3], 33);
    EXPECT_EQ(hidden.superseded, 2u);
}

TEST(Series, threeSessionsReachBackThroughEachOther) {
    const Scratch scratch;
    td::test::append(scratch / "tfevents.1", session(0, 9, 1000));
    td::test::append(scratch / "tfevents.2", session(5, 9, 2000, 100));
    td::test::append(scratch / "tfevents.3", session(2, 4, 3000, 200));
    EXPECT_EQ(loss(scratch.path()).values, (std::vector<double>{0, 1, 202, 203, 204}));
}

TEST(Series, aThirdSessionInsideAFileReachesBackIntoTheFirst) {
    const Scratch scratch;
    td::test::append(scratch / "tfevents.1",
                     session(0, 9, 1000) + startRecord(1020) + point("loss", 7, 107, 1021) + point("loss", 8, 108, 1022) +
                         startRecord(1030) + point("loss", 4, 204, 1031) + point("loss", 5, 205, 1032));
    EXPECT_EQ(loss(scratch.path()).values, (std::vector<double>{0, 1, 2, 3, 204, 205}));
}

TEST(Series, withoutARestartRepeatedAndFallingStepsAllStay) {
    const Scratch scratch;
    td::test::append(scratch / "tfevents.1", point("loss", 5, 1) + point("loss", 5, 2) + point("loss", 1, 3));
    const Series series = loss(scratch.path());
    EXPECT_EQ(series.steps, (Steps{5, 5, 1}));
    EXPECT_FALSE(series.stepsRise);
    EXPECT_TRUE(series.breaks.empty());
}

TEST(Series, restartsOfRealLogsAgreeWithTheNumbersOfTheirMaker) {
    const auto run = readRun(TD_TEST_DATA "/runs/tf2/restart");
    ASSERT_TRUE(run);
    uint64_t superseded = 0;
    for (const TagSnapshot& tag : run->tags) {
        const Series hidden = readSeries(*run, tag), all = readSeries(*run, tag, Superseded::Show);
        EXPECT_EQ(hidden.steps.size() + hidden.superseded, all.steps.size());
        superseded += hidden.superseded;
    }
    EXPECT_GT(superseded, 0u);
}

TEST(Summary, isOfWhatIsNotSuperseded) {
    const Scratch scratch;
    td::test::append(scratch / "tfevents.1", session(0, 9, 1000));
    td::test::append(scratch / "tfevents.2", session(5, 7, 2000, 100));
    const auto run = readRun(scratch.path());
    ASSERT_TRUE(run);
    const SeriesSummary s = summarize(*run, *run->tag("loss")); // 0 1 2 3 4 105 106 107
    EXPECT_EQ(s.points, 8u);
    EXPECT_EQ(s.min, 0);
    EXPECT_EQ(s.max, 107);
    EXPECT_EQ(s.sum, 10 + 318);
    EXPECT_EQ(s.last, 107);
    EXPECT_EQ(s.minStep, 0);
    EXPECT_EQ(s.maxStep, 7);
}

TEST(Summary, isOfFiniteValues) {
    const Scratch scratch;
    td::test::append(scratch / "tfevents.1", td::test::version() + point("loss", 1, NAN) + point("loss", 2, 4) +
                                                 point("loss", 3, INFINITY) + point("loss", 4, -2, 1e9 + 5) +
                                                 point("nan", 1, NAN));
    const auto run = readRun(scratch.path());
    ASSERT_TRUE(run);
    const SeriesSummary s = summarize(*run, *run->tag("loss"));
    EXPECT_EQ(s.points, 4u);
    EXPECT_EQ(s.nan, 1u);
    EXPECT_EQ(s.inf, 1u);
    EXPECT_EQ(s.first, 4);
    EXPECT_EQ(s.last, -2);
    EXPECT_EQ(s.sum, 2);
    EXPECT_EQ(s.lastWall, 1e9 + 5);
    const SeriesSummary none = summarize(*run, *run->tag("nan"));
    EXPECT_TRUE(std::isnan(none.first) && std::isnan(none.min) && std::isnan(none.sum));
    EXPECT_EQ(none.nan, 1u);
}

TEST(PointExport, quotesNamesAndMarksSupersededPoints) {
    const Scratch scratch;
    td::test::append(scratch / "tfevents.1", point("a \"b\", c", 1, 0.5f, 1000) + point("a \"b\", c", 2, NAN, 1001));
    td::test::append(scratch / "tfevents.2", point("a \"b\", c", 2, 3, 2000));
    const auto run = readRun(scratch.path());
    ASSERT_TRUE(run);
    std::string text;
    ASSERT_TRUE(exportPoints({{run.get(), &run->tags.front()}}, PointFormat::Csv,
                             [&](std::string_view piece) { return text += piece, true; }));
    EXPECT_EQ(text, "run,tag,step,wall_time,value,superseded\n"
                    ".,\"a \"\"b\"\", c\",1,1000.0,0.5,0\n"
                    ".,\"a \"\"b\"\", c\",2,1001.0,NaN,1\n"
                    ".,\"a \"\"b\"\", c\",2,2000.0,3.0,0\n");
    EXPECT_FALSE(
        exportPoints({{run.get(), &run->tags.front()}}, PointFormat::Json, [](std::string_view) { return false; }));
}

} // namespace
} // namespace td::runlog
