#include "engine/runlog/log_file.h"

#include "tests/unit/runlog/scratch.h"

#include <gtest/gtest.h>

namespace td::runlog {
namespace {

using namespace test;

Result<LogFile::Outcome> read(LogFile& file) {
    ReadingMemory memory;
    return file.read(memory, {}, [] {});
}

TEST(LogFile, readsOnWhereTheLastReadingEnded) {
    const Scratch dir;
    append(dir / "f", version() + point("loss", 1, 1));
    LogFile file(dir / "f");
    EXPECT_EQ(read(file), LogFile::Outcome::UpToDate);
    const uint64_t before = file.readOffset();
    append(dir / "f", point("loss", 2, 2));
    EXPECT_EQ(read(file), LogFile::Outcome::UpToDate);
    EXPECT_GT(file.readOffset(), before);
    EXPECT_EQ(file.publish()->columns.at(0).view.scalarCount, 2u);
}

TEST(LogFile, aLongerFileWithOtherBytesInTheSamePlaceIsNoGrowth) {
    const Scratch dir;
    append(dir / "f", version() + point("loss", 1, 1));
    LogFile file(dir / "f");
    EXPECT_EQ(read(file), LogFile::Outcome::UpToDate);
    std::ofstream(dir / "f", std::ios::binary)
        << version() + point("loss", 1, 7) + point("loss", 2, 8) + point("loss", 3, 9);
    EXPECT_EQ(read(file), LogFile::Outcome::Replaced);
}

} // namespace
} // namespace td::runlog
