#include "engine/base/file.h"
#include "tests/fuzz/targets.h"

#include <gtest/gtest.h>

namespace td::fuzz {
namespace {

/// Feeds every file of a corpus, and every prefix and a flipped copy of the small ones.
void feed(const std::string& folder, void (*target)(runlog::Bytes)) {
    size_t seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".md") continue;
        auto bytes = readWholeFile(entry.path());
        ASSERT_TRUE(bytes);
        target(runlog::asBytes(*bytes));
        for (size_t n = 0; n < std::min<size_t>(bytes->size(), 300); ++n) {
            target(runlog::asBytes(std::string_view(*bytes).substr(0, n)));
            (*bytes)[n] = static_cast<char>((*bytes)[n] ^ 0x55);
            target(runlog::asBytes(*bytes));
            (*bytes)[n] = static_cast<char>((*bytes)[n] ^ 0x55);
        }
        ++seen;
    }
    EXPECT_GT(seen, 0u) << folder;
}

const std::string kCorpus = TD_SOURCE_DIR "/tests/fuzz/corpus/";

TEST(FuzzCorpus, records) {
    feed(kCorpus + "records", records);
}
TEST(FuzzCorpus, tensors) {
    feed(kCorpus + "tensor", tensor);
}
TEST(FuzzCorpus, values) {
    feed(kCorpus + "values", values);
}
TEST(FuzzCorpus, messages) {
    feed(kCorpus + "messages", messages);
}
TEST(FuzzCorpus, texts) {
    feed(kCorpus + "text", text);
}
TEST(FuzzCorpus, clips) {
    feed(kCorpus + "wav", wav);
}
TEST(FuzzCorpus, packedLogs) {
    feed(kCorpus + "gzip", gzip);
}
TEST(FuzzCorpus, indexes) {
    feed(kCorpus + "index", index);
}
TEST(FuzzCorpus, checkpoints) {
    feed(kCorpus + "bundle", bundle);
}
TEST(FuzzCorpus, chartGrids) {
    feed(kCorpus + "grid", grid);
}
TEST(FuzzCorpus, annotations) {
    feed(kCorpus + "annotations", annotations);
}
TEST(FuzzCorpus, tables) {
    feed(kCorpus + "csv", csv);
}
TEST(FuzzCorpus, arrays) {
    feed(kCorpus + "idx", idx);
    feed(kCorpus + "npy", npy);
    feed(kCorpus + "npz", npz);
}
TEST(FuzzCorpus, decodedPictures) {
    feed(kCorpus + "image", image);
}
TEST(FuzzCorpus, specifications) {
    feed(kCorpus + "dataset", dataset);
}
TEST(FuzzCorpus, pictures) {
    feed(TD_TEST_DATA "/pictures", picture);
}

} // namespace
} // namespace td::fuzz
