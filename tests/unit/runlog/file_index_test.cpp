#include "engine/runlog/file_index.h"

#include "engine/runlog/log_file.h"
#include "tests/unit/runlog/scratch.h"

#include <cstdlib>
#include <gtest/gtest.h>

using namespace td::runlog;
using namespace td::test;

namespace {

/// A cache folder of the test's own.
class FileIndex : public testing::Test {
protected:
    void SetUp() override { ::setenv("XDG_CACHE_HOME", cache.path().c_str(), 1); }
    void TearDown() override { ::unsetenv("XDG_CACHE_HOME"); }

    void writeLog(int points, int first = 0) {
        std::string bytes = first == 0 ? version() : "";
        for (int i = first; i < first + points; ++i) {
            bytes += point("loss", i, static_cast<float>(i) * 0.5f, 1e9 + i) + point("other/" + std::string(40, 'x'), i, -1, 1e9 + i);
            if (i % 100 == 0) bytes += record(event(1e9 + i, i, field(1, field(1, "picture") + field(4, "png")))) + record(event(1e9 + i, i, field(1, field(1, "loss") + field(8, "\x08\x02\x12") + "")));
        }
        append(log, bytes);
    }
    static std::string textOf(const PublishedFile& file) {
        std::string out = std::to_string(file.snapshot.records) + " records, " + std::to_string(file.snapshot.problems.size()) + " problems\n";
        for (const auto& c : file.columns) {
            out += c.info->name + ' ' + std::to_string(c.info->kinds.size()) + ':';
            c.view.forEachSpan([&](const ScalarSpan& s) {
                for (size_t i = 0; i < s.size(); ++i) out += ' ' + std::to_string(s.steps[i]) + '=' + std::to_string(s.value(i)) + '@' + std::to_string(s.walls[i]);
            });
            c.view.forEachBlob([&](const BlobEntry& b) { out += " blob " + std::to_string(b.step) + '/' + std::to_string(b.recordOffset) + '+' + std::to_string(b.valueOffset); });
            out += " between " + std::to_string(c.view.scalarsBeforeFirstBlob) + '/' +
                   std::to_string(c.view.scalarsBeforeLastBlob);
            out += '\n';
        }
        return out;
    }
    static std::string read(LogFile& file) {
        ReadingMemory memory;
        EXPECT_TRUE(file.read(memory, {}, [] {}));
        return textOf(*file.publish());
    }

    Scratch cache, dir;
    std::filesystem::path log = dir / "events.out.tfevents.1";
};

TEST_F(FileIndex, whatTheIndexRestoresEqualsWhatReadingFinds) {
    writeLog(6000);
    LogFile first(log);
    const std::string whole = read(first);
    first.saveIndex();
    ASSERT_TRUE(std::filesystem::exists(file_index::pathFor(log)));
    LogFile second(log);
    ASSERT_TRUE(second.restoreFromIndex());
    EXPECT_EQ(textOf(*second.publish()), whole);
}

TEST_F(FileIndex, aGrownLogIsReadOnFromWhereTheIndexEnds) {
    writeLog(6000);
    LogFile first(log);
    read(first);
    first.saveIndex();
    writeLog(10, 6000);
    LogFile second(log), fresh(log);
    ASSERT_TRUE(second.restoreFromIndex());
    EXPECT_EQ(read(second), read(fresh));
}

TEST_F(FileIndex, aLogOfTheSameSizeWithOtherTimeIsReadAnew) {
    writeLog(6000);
    LogFile first(log);
    read(first);
    first.saveIndex();
    std::filesystem::last_write_time(log, std::filesystem::last_write_time(log) + std::chrono::seconds(5));
    LogFile second(log);
    EXPECT_FALSE(second.restoreFromIndex());
}

TEST_F(FileIndex, aDamagedOrCutIndexIsRefusedAndDoesNoHarm) {
    writeLog(6000);
    LogFile first(log);
    const std::string whole = read(first);
    first.saveIndex();
    const auto path = file_index::pathFor(log);
    const auto size = std::filesystem::file_size(path);
    for (const auto cut : {size / 2, size - 1, uintmax_t{100}, uintmax_t{10}, uintmax_t{0}}) {
        std::filesystem::resize_file(path, cut);
        LogFile second(log);
        EXPECT_FALSE(second.restoreFromIndex()) << cut;
        EXPECT_EQ(read(second), whole);
    }
}

TEST_F(FileIndex, aFlippedByteOfItsTableIsNoticed) {
    writeLog(6000);
    LogFile first(log);
    read(first);
    first.saveIndex();
    const auto path = file_index::pathFor(log);
    const auto whole = *td::readWholeFile(path);
    const auto tableAt = loadAs<uint64_t>(asBytes(whole).data() + 16);
    for (size_t at = tableAt; at < whole.size(); ++at) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x01);
        std::ofstream(path, std::ios::binary) << bytes;
        EXPECT_FALSE(LogFile(log).restoreFromIndex()) << at - tableAt;
    }
}

TEST_F(FileIndex, smallLogsAreNotIndexed) {
    writeLog(10);
    LogFile first(log);
    read(first);
    first.saveIndex();
    EXPECT_FALSE(std::filesystem::exists(file_index::pathFor(log)));
}

TEST_F(FileIndex, trimmingKeepsTheBound) {
    writeLog(6000);
    LogFile first(log);
    read(first);
    first.saveIndex();
    EXPECT_GT(file_index::sizeBytes(), 0u);
    file_index::trim(1);
    EXPECT_EQ(file_index::sizeBytes(), 0u);
}

TEST_F(FileIndex, trimmingBeginsWithWhatWasUsedLongestAgo) {
    const auto folder = file_index::pathFor(log).parent_path();
    std::filesystem::create_directories(folder);
    const auto now = std::filesystem::file_time_type::clock::now();
    for (const int age : {2, 0, 3, 1}) {
        const auto path = folder / (std::to_string(age) + ".tdindex");
        append(path, std::string(1000, 'x'));
        std::filesystem::last_write_time(path, now - std::chrono::hours(age));
    }
    file_index::trim(2500);
    EXPECT_TRUE(std::filesystem::exists(folder / "0.tdindex") && std::filesystem::exists(folder / "1.tdindex"));
    EXPECT_EQ(file_index::sizeBytes(), 2000u);
}

} // namespace
