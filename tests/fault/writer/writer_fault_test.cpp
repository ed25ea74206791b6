#include "engine/base/crc32c.h"
#include "engine/base/file.h"
#include "engine/runlog/event_writer.h"
#include "engine/runlog/wire.h"
#include "tests/support/scratch.h"

#include <csignal>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace td::runlog::test {
namespace {

namespace fs = std::filesystem;

struct FileFacts {
    size_t records = 0;   ///< whole, with right checksums, from the start
    size_t restBytes = 0; ///< what follows them
};

FileFacts factsOf(const fs::path& path) {
    const std::string bytes = readWholeFile(path).value_or("");
    const auto* p = reinterpret_cast<const uint8_t*>(bytes.data());
    size_t at = 0;
    FileFacts facts;
    while (at + 16 <= bytes.size()) {
        const auto length = loadAs<uint64_t>(p + at);
        if (loadAs<uint32_t>(p + at + 8) != maskedCrc(crc32c(p + at, 8)) || length > bytes.size() - at - 16) break;
        if (loadAs<uint32_t>(p + at + 12 + length) != maskedCrc(crc32c(p + at + 12, length))) break;
        at += 16 + length;
        ++facts.records;
    }
    facts.restBytes = bytes.size() - at;
    return facts;
}

class WriterFault : public ::testing::Test {
protected:
    td::test::Scratch m_scratch;
    const fs::path& m_folder = m_scratch.path();
};

/// No file may grow beyond `bytes` while this lives; a write beyond is refused instead of killing the process.
class SizeLimit {
public:
    explicit SizeLimit(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        m_oldHandler = ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~SizeLimit() { lift(); }
    void lift() {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        ::signal(SIGXFSZ, m_oldHandler);
    }

private:
    rlimit m_before{};
    sighandler_t m_oldHandler;
};

/// 64 KiB at `folder`, seen by this process alone.
bool mountSmallDisk(const fs::path& folder) {
    return ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=64k") == 0;
}

EventWriter::Options named(const char* fileName) {
    EventWriter::Options options;
    options.fileName = fileName;
    options.commitEveryS = 1e9;
    return options;
}

TEST_F(WriterFault, aDeviceWithoutSpaceIsToldByCreate) {
    const auto made = EventWriter::create("/dev", named("full"));
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, ErrorCode::DiskFull);
    EXPECT_EQ(made.error().fact("file"), "/dev/full");
}

TEST_F(WriterFault, aSizeLimitLeavesWholeRecordsAndIsToldEachTime) {
    auto writer = EventWriter::create(m_folder, named("log.tfevents")).value();
    SizeLimit limit(4096);
    for (int step = 0; step < 500; ++step)
        writer->addScalar("loss", step, 1.0f);
    for (int attempt = 0; attempt < 3; ++attempt) {
        const auto flushed = writer->flush();
        ASSERT_FALSE(flushed.has_value());
        EXPECT_EQ(flushed.error().code, ErrorCode::DiskFull);
        EXPECT_EQ(flushed.error().fact("file"), writer->path().string());
        const auto facts = factsOf(writer->path());
        EXPECT_EQ(facts.restBytes, 0u) << "half a record was left";
        EXPECT_GT(facts.records, 30u);
    }
}

TEST_F(WriterFault, whatDidNotFitIsWrittenOnceThereIsSpaceAgain) {
    auto writer = EventWriter::create(m_folder, named("log.tfevents")).value();
    SizeLimit limit(4096);
    for (int step = 0; step < 500; ++step)
        writer->addScalar("loss", step, 1.0f);
    ASSERT_FALSE(writer->flush().has_value());
    limit.lift();
    EXPECT_TRUE(writer->flush().has_value());
    const auto facts = factsOf(writer->path());
    EXPECT_EQ(facts.records, 501u);
    EXPECT_EQ(facts.restBytes, 0u);
}

TEST_F(WriterFault, aFullFileSystemIsToldAndLosesNothingCommitted) {
    if (!mountSmallDisk(m_folder)) GTEST_SKIP() << "needs the right to mount a small tmpfs";
    {
        auto writer = EventWriter::create(m_folder, named("log.tfevents")).value();
        for (int step = 0; step < 100; ++step)
            writer->addScalar("loss", step, 1.0f);
        EXPECT_TRUE(writer->flush().has_value());
        for (int step = 100; step < 5000; ++step)
            writer->addScalar("loss", step, 1.0f);
        const auto flushed = writer->flush();
        ASSERT_FALSE(flushed.has_value());
        EXPECT_EQ(flushed.error().code, ErrorCode::DiskFull);
        const auto facts = factsOf(writer->path());
        EXPECT_GT(facts.records, 101u);
        EXPECT_EQ(facts.restBytes, 0u);
    }
    ::umount2(m_folder.c_str(), MNT_DETACH);
}

TEST_F(WriterFault, aFolderThatMayNotBeWrittenIsToldAsPermission) {
    if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
    fs::permissions(m_folder, fs::perms::owner_read | fs::perms::owner_exec);
    const auto made = EventWriter::create(m_folder / "run");
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, ErrorCode::Permission);
    fs::permissions(m_folder, fs::perms::owner_all);
}

TEST_F(WriterFault, aFileWhereTheFolderShouldBeIsTold) {
    ASSERT_TRUE(writeFileAtomically(m_folder / "file", "x"));
    EXPECT_FALSE(EventWriter::create(m_folder / "file" / "run").has_value());
}

/// In a child: writes and flushes for ever, telling through the pipe how many records each flush promised.
[[noreturn]] void writeUntilKilled(const fs::path& folder, int pipe) {
    auto writer = EventWriter::create(folder, named("log.tfevents"));
    if (!writer) ::_exit(1);
    const std::string text(3000, 'x');
    for (uint64_t records = 1;; ++records) {
        (*writer)->addText("note", static_cast<int64_t>(records), text);
        if (records % 7 != 0) continue;
        if (!(*writer)->flush()) ::_exit(1);
        const uint64_t promised = records + 1; // and the file version
        if (::write(pipe, &promised, sizeof promised) != sizeof promised) ::_exit(1);
    }
}

TEST_F(WriterFault, aKilledWriterLosesNothingThatFlushCommitted) {
    for (int round = 0; round < 5; ++round) {
        const fs::path folder = m_folder / std::to_string(round);
        int pipe[2];
        ASSERT_EQ(::pipe(pipe), 0);
        const pid_t child = ::fork();
        if (child == 0) writeUntilKilled(folder, pipe[1]);
        ::close(pipe[1]);
        uint64_t promised = 0;
        const uint64_t enough = 50u * static_cast<uint64_t>(round + 1);
        for (uint64_t seen = 0; promised < enough && ::read(pipe[0], &seen, sizeof seen) == sizeof seen;)
            promised = seen;
        ::kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_TRUE(WIFSIGNALED(status));
        for (uint64_t seen = 0; ::read(pipe[0], &seen, sizeof seen) == sizeof seen;)
            promised = seen;
        ::close(pipe[0]);
        EXPECT_GE(promised, enough);
        EXPECT_GE(factsOf(folder / "log.tfevents").records, promised);
    }
}

} // namespace
} // namespace td::runlog::test
