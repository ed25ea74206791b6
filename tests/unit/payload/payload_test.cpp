#include "engine/runlog/event_writer.h"
#include "engine/runlog/payload.h"
#include "engine/runlog/run_store.h"
#include "tests/unit/runlog/scratch.h"

#include <fstream>
#include <gtest/gtest.h>

namespace td::runlog {
namespace {

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

BlobEntry firstBlob(const TagSnapshot& tag) {
    BlobEntry first;
    bool found = false;
    tag.parts.front().column.forEachBlob([&](const BlobEntry& e) {
        if (!std::exchange(found, true)) first = e;
    });
    return first;
}

Result<Value> firstValue(const RunSnapshot& run, const char* name) {
    const TagSnapshot* tag = run.tag(name);
    if (!tag) return failure(ErrorCode::NotFound);
    return readValue(run.files[tag->parts.front().file], firstBlob(*tag), tag->kind);
}

class PayloadTest : public ::testing::Test {
protected:
    void SetUp() override {
        auto writer = EventWriter::create(scratch.path());
        ASSERT_TRUE(writer);
        const double rows[] = {0, 1, 5, 1, 2, 7};
        (*writer)->addHistogram("histogram", 3, rows);
        const std::string pictures[] = {"one", "two"};
        (*writer)->addImages("pictures", 1, 40, 30, pictures);
        const float samples[] = {0, 0.5f, -0.5f, 1};
        (*writer)->addAudio("clip", 1, samples, 2, 16000);
        (*writer)->addText("text", 1, "**bold**");
        ASSERT_TRUE((*writer)->flush());
    }
    td::test::Scratch scratch;
};

TEST_F(PayloadTest, valuesComeBackAsWritten) {
    const auto run = readRun(scratch.path());
    ASSERT_TRUE(run);
    const auto histogram = firstValue(*run, "histogram");
    ASSERT_TRUE(histogram) << describe(histogram.error());
    ASSERT_EQ(histogram->histogram.buckets.size(), 2u);
    EXPECT_EQ(histogram->histogram.buckets[1].count, 7);
    const auto pictures = firstValue(*run, "pictures");
    ASSERT_TRUE(pictures);
    EXPECT_EQ(pictures->image.width, "40");
    EXPECT_EQ(pictures->image.encoded, (std::vector<std::string>{"one", "two"}));
    const auto clip = firstValue(*run, "clip");
    ASSERT_TRUE(clip);
    ASSERT_EQ(clip->audio.clips.size(), 1u);
    EXPECT_EQ(wavFacts(clip->audio.clips[0].encoded).frames, 2u);
    const auto text = firstValue(*run, "text");
    ASSERT_TRUE(text);
    EXPECT_EQ(text->tensor.strings, std::vector<std::string>{"**bold**"});
}

TEST_F(PayloadTest, aFileThatChangedSinceIsNoticed) {
    const auto run = readRun(scratch.path());
    ASSERT_TRUE(run);
    const auto path = run->files.front().path;
    const BlobEntry entry = firstBlob(*run->tag("text"));
    {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(entry.recordOffset + entry.valueOffset + entry.valueBytes - 1));
        file.put('?');
    }
    const auto value = readValue(run->files.front(), entry, TagKind::Text);
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().code, ErrorCode::Corrupt);
    EXPECT_EQ(value.error().fact("file"), path.string());
    std::filesystem::resize_file(path, 10);
    EXPECT_EQ(readValue(run->files.front(), entry, TagKind::Text).error().code, ErrorCode::Corrupt);
    std::filesystem::remove(path);
    EXPECT_EQ(readValue(run->files.front(), entry, TagKind::Text).error().code, ErrorCode::NotFound);
}

TEST(Payload, packedFilesGiveTheSameValues) {
    const auto plain = readRun(TD_TEST_DATA "/runs/damaged/intact"),
               packed = readRun(TD_TEST_DATA "/runs/damaged/gzip");
    ASSERT_TRUE(plain && packed);
    const auto a = firstValue(*plain, "custom_scalars__config__"), b = firstValue(*packed, "custom_scalars__config__");
    ASSERT_TRUE(a && b);
    EXPECT_EQ(a->tensor.strings, b->tensor.strings);
}

TEST(Payload, hyperparametersAreSortedByName) {
    const auto run = readRun(TD_TEST_DATA "/runs/keras/hparams/run-0");
    ASSERT_TRUE(run);
    const auto found = hparams(*run);
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].name, "note");
    EXPECT_EQ(found[0].text, "juniper");
    EXPECT_DOUBLE_EQ(found[1].number, 0.039609095287992065);
    EXPECT_EQ(found[2].number, 7);
}

} // namespace
} // namespace td::runlog
