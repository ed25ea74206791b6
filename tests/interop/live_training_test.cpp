#include "engine/runlog/doctor.h"
#include "engine/runlog/run_store.h"
#include "engine/runlog/sessions.h"
#include "engine/train/job.h"
#include "tests/support/scratch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

namespace td::test {
namespace {

using runlog::RunSnapshot;
using runlog::RunState;
using runlog::RunStore;

/// Lets a training begin as many epochs as it is allowed to, so that a test can look while it is under way.
class Gate : public train::Callback {
public:
    explicit Gate(int64_t epochs)
        : m_epochs(epochs) {}
    [[nodiscard]] std::string name() const override { return "gate"; }
    Result<void> epochBegin(train::Run& run) override {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return run.epoch() < m_epochs; });
        return {};
    }
    void allow(int64_t epochs) {
        {
            const std::lock_guard lock(m_mutex);
            m_epochs = epochs;
        }
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int64_t m_epochs;
};

/// A training in a thread of its own, held at its gate.
class Training {
public:
    Training(const train::JobOptions& options, int64_t allowedEpochs)
        : m_gate(std::make_shared<Gate>(allowedEpochs)) {
        auto job = train::Job::prepare(options);
        EXPECT_TRUE(job) << describe(job.error());
        if (!job) return;
        m_thread = std::thread([job = std::shared_ptr<train::Job>(*std::move(job)), gate = m_gate] {
            const auto result = job->run({gate});
            EXPECT_TRUE(result) << describe(result.error());
        });
    }
    ~Training() { finish(); }
    void allow(int64_t epochs) { m_gate->allow(epochs); }
    void finish() {
        allow(INT64_MAX);
        if (m_thread.joinable()) m_thread.join();
    }

private:
    std::shared_ptr<Gate> m_gate;
    std::thread m_thread;
};

/// The runs below a folder, followed as the window follows them.
class Watcher {
public:
    explicit Watcher(const std::filesystem::path& folder) {
        runlog::StoreOptions options;
        options.useIndex = false;
        m_store = RunStore::open({{"", folder}}, options).value();
        m_store->setListener([this](uint64_t) { m_changed.notify_all(); });
    }
    ~Watcher() { m_store->setListener({}); }

    /// Waits until the run is as wanted; null if that does not come.
    template <class Condition>
    std::shared_ptr<const RunSnapshot> until(std::string_view run, Condition isWanted) {
        constexpr auto kPatience = std::chrono::seconds(60);
        constexpr auto kLook = std::chrono::milliseconds(20); // a commit between look and wait is not missed for longer
        const auto end = std::chrono::steady_clock::now() + kPatience;
        for (std::unique_lock lock(m_mutex); std::chrono::steady_clock::now() < end; m_changed.wait_for(lock, kLook)) {
            const auto snapshot = m_store->snapshot();
            for (const auto& each : snapshot->runs)
                if (each->name == run && isWanted(*each)) return each;
        }
        return nullptr;
    }

private:
    std::unique_ptr<RunStore> m_store;
    std::mutex m_mutex;
    std::condition_variable m_changed;
};

uint64_t pointsOf(const RunSnapshot& run, std::string_view tag) {
    const auto* found = run.tag(tag);
    return found ? found->pointCount() : 0;
}

auto hasPoints(std::string_view tag, uint64_t count) {
    return [=](const RunSnapshot& run) { return pointsOf(run, tag) == count; };
}

auto isIn(RunState state) {
    return [=](const RunSnapshot& run) { return run.state == state; };
}

/// Iris with a validation part, 48 steps an epoch, a checkpoint kept of each.
train::JobOptions irisIn(const std::filesystem::path& folder) {
    train::JobOptions options;
    options.model = std::filesystem::path(TD_SOURCE_DIR) / "resources/models/iris.json";
    options.data = std::filesystem::path(TD_SOURCE_DIR) / "resources/datasets/iris.json";
    options.folder = folder / "iris";
    options.epochs = 3;
    options.batch = 2;
    options.changes = {{"training.validation_split", "0.2"}, {"training.callbacks", "[\"ModelCheckpoint\"]"}};
    return options;
}

TEST(LiveTraining, PointsComeWhileItRunsAndItsEndIsSeen) {
    const Scratch scratch;
    Watcher watcher(scratch.path());
    Training training(irisIn(scratch.path()), 1);
    const auto first = watcher.until("iris/train", hasPoints("epoch_loss", 1));
    ASSERT_TRUE(first) << "the first epoch of a running training is not seen";
    EXPECT_EQ(first->state, RunState::Running);
    const uint64_t early = pointsOf(*first, "batch_loss");
    EXPECT_GT(early, 0u);
    EXPECT_TRUE(watcher.until("iris/validation", hasPoints("epoch_loss", 1)));

    training.allow(2);
    const auto second = watcher.until("iris/train", hasPoints("epoch_loss", 2));
    ASSERT_TRUE(second);
    EXPECT_EQ(second->state, RunState::Running);
    EXPECT_GT(pointsOf(*second, "batch_loss"), early);

    training.finish();
    const auto last = watcher.until("iris/train", isIn(RunState::Finished));
    ASSERT_TRUE(last) << "the end of a training is not seen";
    EXPECT_EQ(pointsOf(*last, "epoch_loss"), 3u);
    EXPECT_TRUE(watcher.until("iris/validation", isIn(RunState::Finished)));
    EXPECT_TRUE(runlog::diagnose(*last).empty());
}

TEST(LiveTraining, WhatIsWrittenAgainAfterAResumptionIsMarked) {
    const Scratch scratch;
    train::JobOptions options = irisIn(scratch.path());
    Training(options, 3).finish();
    Watcher watcher(scratch.path());
    const auto before = watcher.until("iris/train", isIn(RunState::Finished));
    ASSERT_TRUE(before);
    const uint64_t steps = pointsOf(*before, "batch_loss");

    options.model.clear();
    options.changes.clear();
    options.resume = options.folder / "checkpoints/epoch-0001.tdck"; // older than the last: two epochs come again
    options.epochs = 4;
    Training resumed(options, 3);
    const auto again = watcher.until("iris/train", hasPoints("epoch_loss", 5)); // 0 1 2 and 1 2
    ASSERT_TRUE(again);
    EXPECT_EQ(again->state, RunState::Running) << "a run that goes on is no longer finished";
    resumed.finish();
    const auto last = watcher.until("iris/train", isIn(RunState::Finished));
    ASSERT_TRUE(last);

    const auto epochs = runlog::segmentsOf(*last, *last->tag("epoch_loss"));
    ASSERT_EQ(epochs.size(), 2u);
    EXPECT_EQ(epochs[0].supersededFrom, 1);
    EXPECT_FALSE(epochs[1].supersededFrom);
    EXPECT_EQ(epochs[1].minStep, 1);
    EXPECT_EQ(epochs[1].maxStep, 3);
    const auto batches = runlog::segmentsOf(*last, *last->tag("batch_loss"));
    ASSERT_EQ(batches.size(), 2u);
    EXPECT_EQ(batches[0].supersededFrom, batches[1].minStep);
    EXPECT_GT(pointsOf(*last, "batch_loss"), steps);
    const auto isRestart = [](const runlog::Issue& issue) { return issue.code == runlog::IssueCode::Restart; };
    const auto issues = runlog::diagnose(*last);
    EXPECT_EQ(std::count_if(issues.begin(), issues.end(), isRestart), 1);
}

} // namespace
} // namespace td::test
