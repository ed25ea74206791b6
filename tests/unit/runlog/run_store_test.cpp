#include "engine/runlog/run_store.h"

#include "tests/unit/runlog/scratch.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <gtest/gtest.h>
#include <mutex>
#include <sys/stat.h>

using namespace td::runlog;
using namespace td::test;

namespace {

/// A store whose commits a test can wait for.
class Following {
public:
    explicit Following(std::vector<Root> roots, bool polling = false) {
        StoreOptions options;
        options.threads = 2;
        options.useIndex = false;
        options.forcePolling = polling;
        options.pollMs = 20;
        auto opened = RunStore::open(std::move(roots), options);
        EXPECT_TRUE(opened);
        m_store = std::move(*opened);
        m_store->setListener([this](uint64_t) {
            const std::scoped_lock lock(m_mutex);
            m_changed.notify_all();
        });
        m_store->waitUntilLoaded();
    }
    /// Waits for a commit that `holds`; false after ten seconds.
    template <class Condition>
    bool waitFor(Condition holds) {
        std::unique_lock lock(m_mutex);
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!holds(*m_store->snapshot()))
            if (m_changed.wait_until(lock, until) == std::cv_status::timeout) return holds(*m_store->snapshot());
        return true;
    }
    [[nodiscard]] std::shared_ptr<const StoreSnapshot> now() const { return m_store->snapshot(); }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::unique_ptr<RunStore> m_store;
};

uint64_t points(const StoreSnapshot& s, const std::string& run, const std::string& tag) {
    for (const auto& r : s.runs)
        if (r->name == run)
            if (const auto* t = r->tag(tag)) return t->pointCount();
    return 0;
}
bool hasIssue(const StoreSnapshot& s, IssueCode code) {
    for (const auto& r : s.runs)
        for (const auto& issue : r->issues)
            if (issue.code == code) return true;
    for (const auto& issue : s.issues)
        if (issue.code == code) return true;
    return false;
}

TEST(RunStore, readsEveryRunBelowItsRoot) {
    const Scratch dir;
    append(dir / "events.out.tfevents.1", version() + point("loss", 1, 1));
    append(dir / "a/b/events.out.tfevents.1", version() + point("loss", 1, 1) + point("loss", 2, 2));
    append(dir / "a/b/events.out.tfevents.2", version() + point("loss", 3, 3));
    Following store({{"", dir.path()}});
    ASSERT_EQ(store.now()->runs.size(), 2u);
    EXPECT_EQ(points(*store.now(), ".", "loss"), 1u);
    EXPECT_EQ(points(*store.now(), "a/b", "loss"), 3u);
    EXPECT_EQ(store.now()->runs[1]->files.size(), 2u);
    EXPECT_FALSE(store.now()->progress.loading);
}

TEST(RunStore, aCommitWhileAFileIsFinishedDoesNotLeaveItsRunLoading) {
    const Scratch dir;
    append(dir / "events.out.tfevents.1", version() + point("loss", 1, 1));
    std::mutex mutex;
    std::condition_variable changed;
    RunStore* opened = nullptr;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    const auto waitFor = [&](auto holds) {
        std::unique_lock lock(mutex);
        while (!opened || !holds(*opened->snapshot()))
            if (changed.wait_until(lock, until) == std::cv_status::timeout) return opened && holds(*opened->snapshot());
        return true;
    };
    std::atomic<bool> between = false;
    StoreOptions options;
    options.useIndex = false;
    options.afterReading = [&] {
        between = waitFor([](const StoreSnapshot& s) { return points(s, ".", "loss") == 1 && s.runs[0]->loading; });
    };
    auto store = RunStore::open({{"", dir.path()}}, options);
    ASSERT_TRUE(store);
    (*store)->setListener([&](uint64_t) {
        const std::scoped_lock lock(mutex);
        changed.notify_all();
    });
    {
        const std::scoped_lock lock(mutex);
        opened = store->get();
    }
    changed.notify_all();
    EXPECT_TRUE(waitFor([](const StoreSnapshot& s) { return s.runs.size() == 1 && !s.runs[0]->loading; }));
    EXPECT_TRUE(between) << "the commit that this is about did not happen";
    (*store)->setListener({});
    store->reset(); // before what its hook refers to
}

class Live : public testing::TestWithParam<bool> {}; // parameter: by polling

TEST_P(Live, newPointsNewFilesAndNewRunsAppear) {
    const Scratch dir;
    append(dir / "r/events.out.tfevents.1", version() + point("loss", 1, 1));
    Following store({{"", dir.path()}}, GetParam());
    append(dir / "r/events.out.tfevents.1", point("loss", 2, 2));
    EXPECT_TRUE(store.waitFor([](const auto& s) { return points(s, "r", "loss") == 2; }));
    append(dir / "r/events.out.tfevents.2", version() + point("loss", 3, 3));
    EXPECT_TRUE(store.waitFor([](const auto& s) { return points(s, "r", "loss") == 3; }));
    append(dir / "deep/new/events.out.tfevents.1", version() + point("other", 1, 1));
    EXPECT_TRUE(store.waitFor([](const auto& s) { return points(s, "deep/new", "other") == 1; }));
}

TEST_P(Live, aRecordWrittenInPiecesIsReadOnceItIsWhole) {
    const Scratch dir;
    const std::string next = point("loss", 2, 2);
    append(dir / "r/events.out.tfevents.1", version() + point("loss", 1, 1) + next.substr(0, 20));
    Following store({{"", dir.path()}}, GetParam());
    EXPECT_TRUE(hasIssue(*store.now(), IssueCode::TruncatedRecord));
    append(dir / "r/events.out.tfevents.1", next.substr(20) + point("loss", 3, 3));
    EXPECT_TRUE(store.waitFor([](const auto& s) { return points(s, "r", "loss") == 3; }));
    EXPECT_FALSE(hasIssue(*store.now(), IssueCode::TruncatedRecord));
}

TEST_P(Live, aFileThatBecameShorterIsReadAnew) {
    const Scratch dir;
    const auto file = dir / "r/events.out.tfevents.1";
    append(file, version() + point("loss", 1, 1) + point("loss", 2, 2) + point("loss", 3, 3));
    Following store({{"", dir.path()}}, GetParam());
    std::filesystem::resize_file(file, 0);
    append(file, version() + point("loss", 9, 9));
    EXPECT_TRUE(store.waitFor([](const auto& s) { return points(s, "r", "loss") == 1; }));
    EXPECT_TRUE(store.waitFor([](const auto& s) { return hasIssue(s, IssueCode::FileTruncated); }));
}

TEST_P(Live, aFileThatWasReplacedIsReadAnew) {
    const Scratch dir;
    const auto file = dir / "r/events.out.tfevents.1";
    append(file, version() + point("loss", 1, 1));
    Following store({{"", dir.path()}}, GetParam());
    append(dir / "aside", version() + point("loss", 1, 4) + point("loss", 2, 5));
    std::filesystem::rename(dir / "aside", file);
    EXPECT_TRUE(store.waitFor([](const auto& s) { return points(s, "r", "loss") == 2 && hasIssue(s, IssueCode::FileReplaced); }));
}

TEST_P(Live, aFileThatVanishesKeepsItsPoints) {
    const Scratch dir;
    const auto file = dir / "r/events.out.tfevents.1";
    append(file, version() + point("loss", 1, 1));
    Following store({{"", dir.path()}}, GetParam());
    std::filesystem::remove(file);
    EXPECT_TRUE(store.waitFor([](const auto& s) { return hasIssue(s, IssueCode::FileVanished); }));
    EXPECT_EQ(points(*store.now(), "r", "loss"), 1u);
}

TEST_P(Live, aRunWhoseFolderWasRenamedIsDeletedUnderItsOldName) {
    const Scratch dir;
    append(dir / "old/events.out.tfevents.1", version() + point("loss", 1, 1));
    Following store({{"", dir.path()}}, GetParam());
    std::filesystem::rename(dir / "old", dir / "new");
    const auto state = [](const StoreSnapshot& s, const std::string& run) {
        for (const auto& r : s.runs)
            if (r->name == run) return r->state;
        return RunState::Unknown;
    };
    EXPECT_TRUE(store.waitFor([](const auto& s) { return points(s, "new", "loss") == 1; }));
    EXPECT_TRUE(store.waitFor([&](const auto& s) { return state(s, "old") == RunState::Deleted; }));
    EXPECT_EQ(points(*store.now(), "old", "loss"), 1u) << "what was read is kept";
    EXPECT_EQ(state(*store.now(), "new"), RunState::Running);
}

TEST_P(Live, aLinkThatLeadsNowhereIsToldUntilItsFileIsThere) {
    const Scratch dir;
    append(dir / "r/events.out.tfevents.1", version() + point("loss", 1, 1));
    Following store({{"", dir.path()}}, GetParam());
    std::filesystem::create_symlink(dir / "aside", dir / "r/events.out.tfevents.2");
    EXPECT_TRUE(store.waitFor([](const auto& s) { return hasIssue(s, IssueCode::BrokenLink); }));
    std::filesystem::remove(dir / "r/events.out.tfevents.2");
    append(dir / "r/events.out.tfevents.2", version() + point("loss", 2, 1));
    EXPECT_TRUE(store.waitFor([](const auto& s) { return points(s, "r", "loss") == 2; }));
    EXPECT_TRUE(store.waitFor([](const auto& s) { return !hasIssue(s, IssueCode::BrokenLink); }));
}

INSTANTIATE_TEST_SUITE_P(By, Live, testing::Bool(), [](const auto& test) { return test.param ? "polling" : "inotify"; });

// A job that ended while its store was being closed pushed into a queue that was gone.
TEST(RunStore, closingInTheMiddleOfReadingIsHarmless) {
    const Scratch dir, cache;
    ::setenv("XDG_CACHE_HOME", cache.path().c_str(), 1);
    for (int i = 0; i < 40; ++i) append(dir / ("r" + std::to_string(i) + "/events.out.tfevents.1"), version() + point("loss", 1, 1));
    for (int round = 0; round < 200; ++round) {
        StoreOptions options;
        options.threads = 2;
        auto store = RunStore::open({{"", dir.path()}}, options);
        ASSERT_TRUE(store);
        const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(50 * (round % 40));
        while (std::chrono::steady_clock::now() < until && (*store)->snapshot()->progress.loading) {}
    }
    ::unsetenv("XDG_CACHE_HOME");
}

TEST(RunStore, aSnapshotOutlivesTheStore) {
    const Scratch dir;
    append(dir / "r/events.out.tfevents.1", version() + point("loss", 1, 42));
    std::shared_ptr<const StoreSnapshot> kept;
    {
        Following store({{"", dir.path()}});
        kept = store.now();
    }
    double sum = 0;
    kept->runs.at(0)->tag("loss")->parts.at(0).column.forEachSpan([&](const ScalarSpan& s) { sum += s.value(0); });
    EXPECT_EQ(sum, 42);
}

TEST(RunStore, aCommittedSnapshotIgnoresLaterWrites) {
    const Scratch dir;
    append(dir / "r/events.out.tfevents.1", version() + point("loss", 1, 1));
    Following store({{"", dir.path()}});
    const auto before = store.now();
    append(dir / "r/events.out.tfevents.1", point("loss", 2, 2));
    ASSERT_TRUE(store.waitFor([](const auto& s) { return points(s, "r", "loss") == 2; }));
    EXPECT_EQ(points(*before, "r", "loss"), 1u);
}

TEST(RunStore, rootsWithTheSameRunNameKeepBothAndSaySo) {
    const Scratch one, two;
    append(one / "r/events.out.tfevents.1", version() + point("loss", 1, 1));
    append(two / "r/events.out.tfevents.1", version() + point("loss", 1, 1));
    Following store({{"same", one.path()}, {"same", two.path()}});
    ASSERT_EQ(store.now()->runs.size(), 2u);
    EXPECT_NE(store.now()->runs[0]->name, store.now()->runs[1]->name);
    EXPECT_TRUE(hasIssue(*store.now(), IssueCode::DuplicateRunName));
}

TEST(RunStore, aRootThatIsNotThereIsAnErrorOnlyWhenItIsTheOnlyOne) {
    const Scratch dir;
    append(dir / "events.out.tfevents.1", version());
    const auto gone = RunStore::open({{"", dir / "nothing"}});
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().code, td::ErrorCode::NotFound);
    Following store({{"a", dir.path()}, {"b", dir / "nothing"}});
    EXPECT_TRUE(hasIssue(*store.now(), IssueCode::UnreadableFile));
}

TEST(RunStore, tenThousandRunsAreListed) {
    const Scratch dir;
    for (int i = 0; i < 10'000; ++i) append(dir / (std::to_string(i % 100) + "/run" + std::to_string(i) + "/events.out.tfevents.1"), version() + point("loss", 1, 1));
    StoreOptions options;
    options.follow = false;
    options.useIndex = false;
    auto store = RunStore::open({{"", dir.path()}}, options);
    ASSERT_TRUE(store);
    (*store)->waitUntilLoaded();
    EXPECT_EQ((*store)->snapshot()->runs.size(), 10'000u);
    EXPECT_EQ((*store)->snapshot()->progress.points, 10'000u);
}

} // namespace
