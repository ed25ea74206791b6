#include "engine/runlog/run_merge.h"

#include "tests/unit/runlog/scratch.h"

#include <gtest/gtest.h>

namespace td::runlog {
namespace {

constexpr int64_t kSecond = 1'000'000'000, kWritten = 1'700'000'000 * kSecond;

RunSnapshot written(uint64_t records = 1) {
    RunSnapshot run;
    run.files.emplace_back();
    run.files.back().records = records;
    run.files.back().stamp.modifiedNs = kWritten;
    return run;
}

RunState stateAfter(const RunSnapshot& run, int64_t seconds) {
    return runState(run, kWritten + seconds * kSecond);
}

TEST(RunState, isKnownOnlyOfWhatWasWritten) {
    EXPECT_EQ(stateAfter({}, 0), RunState::Unknown);
    EXPECT_EQ(stateAfter(written(0), 0), RunState::Unknown);
}

TEST(RunState, isRunningForAMinuteThenStalledForHalfAnHourThenFinished) {
    EXPECT_EQ(stateAfter(written(), 59), RunState::Running);
    EXPECT_EQ(stateAfter(written(), 60), RunState::Stalled);
    EXPECT_EQ(stateAfter(written(), 1799), RunState::Stalled);
    EXPECT_EQ(stateAfter(written(), 1800), RunState::Finished);
}

TEST(RunState, theLastWriteOfAllFilesCounts) {
    RunSnapshot run = written();
    run.files.push_back(run.files.front());
    run.files.front().stamp.modifiedNs += 100 * kSecond;
    EXPECT_EQ(stateAfter(run, 130), RunState::Running);
}

TEST(RunState, anOldLogThatEndsInsideARecordIsOfARunThatCrashed) {
    RunSnapshot run = written();
    run.files.back().problems.push_back({100, 7, std::nullopt, IssueCode::TruncatedRecord});
    EXPECT_EQ(stateAfter(run, 30), RunState::Running) << "the rest may still be on its way";
    EXPECT_EQ(stateAfter(run, 3600), RunState::Crashed);
}

TEST(RunState, aSessionThatSaysItStoppedHasFinishedAtOnce) {
    RunSnapshot run = written();
    run.sessions.emplace_back();
    run.sessions.back().status = SessionLogEntry::Status::Stop;
    EXPECT_EQ(stateAfter(run, 0), RunState::Finished);
}

TEST(RunState, theSessionEndOfHparamsIsBelieved) {
    // HParamsPluginData.session_end_info (4) with status (1): 1 success, 2 failure, 3 running. Source:
    // plugins/hparams/{plugin_data,api}.proto
    for (const auto& [status, expected] :
         {std::pair{1, RunState::Finished}, {2, RunState::Crashed}, {3, RunState::Running}}) {
        RunSnapshot run = written();
        TagSnapshot& tag = run.tags.emplace_back();
        tag.name = "_hparams_/session_end_info";
        tag.metadata.pluginContent = test::field(4, "\x08" + test::varint(static_cast<uint64_t>(status)));
        EXPECT_EQ(stateAfter(run, 0), expected) << status;
    }
}

} // namespace
} // namespace td::runlog
