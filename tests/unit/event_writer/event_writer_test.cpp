#include "engine/runlog/event_writer.h"

#include "engine/base/crc32c.h"
#include "engine/base/file.h"
#include "engine/runlog/wire.h"
#include "tests/unit/event_writer/foreign_records.h"
#include "tests/support/scratch.h"

#include <cstring>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

namespace td::runlog::test {
namespace {

namespace fs = std::filesystem;

class EventWriterTest : public ::testing::Test {
protected:
    std::unique_ptr<EventWriter> writer(EventWriter::Options options = {}) {
        auto made = EventWriter::create(m_folder, std::move(options));
        EXPECT_TRUE(made.has_value()) << (made ? "" : describe(made.error()));
        return made ? std::move(*made) : nullptr;
    }
    /// The payload of the one record that `write` adds.
    std::string recordOf(double wall, const auto& write) {
        EventWriter::Options options;
        options.wallTime = wall;
        options.fileName = "one.tfevents." + std::to_string(m_files++);
        fs::path path;
        {
            const auto w = writer(options);
            write(*w);
            EXPECT_TRUE(w->flush());
            path = w->path();
        }
        const auto payloads = payloadsOf(path);
        return payloads.size() == 2 ? payloads[1] : std::to_string(payloads.size()) + " records";
    }

    td::test::Scratch m_scratch;
    const fs::path& m_folder = m_scratch.path();
    int m_files = 0;
};

std::vector<double> doublesOf(const std::string& bytes) {
    std::vector<double> out(bytes.size() / sizeof(double));
    std::memcpy(out.data(), bytes.data(), out.size() * sizeof(double));
    return out;
}

float floatOf(const std::string& bytes) {
    float value = 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

int16_t pcmAt(const std::string& wav, size_t byte) {
    int16_t value = 0;
    std::memcpy(&value, wav.data() + byte, sizeof value);
    return value;
}

TEST_F(EventWriterTest, scalarsAreTheBytesThatTensorFlowWrites) {
    int compared = 0;
    for (const auto& event : eventsBelow("tf2/custom_scalars")) {
        if (event.plugin != "scalars" || event.described) continue;
        EXPECT_EQ(
            recordOf(event.wall, [&](EventWriter& w) { w.addScalar(event.tag, event.step, floatOf(event.content)); }),
            event.record);
        ++compared;
    }
    EXPECT_GT(compared, 50);
}

TEST_F(EventWriterTest, stepsBeyond53BitsAndNegativeOnesAreTheBytesThatTensorFlowWrites) {
    int compared = 0;
    for (const auto& event : eventsBelow("tf2/steps")) {
        if (event.plugin != "scalars" || event.described) continue;
        EXPECT_EQ(
            recordOf(event.wall, [&](EventWriter& w) { w.addScalar(event.tag, event.step, floatOf(event.content)); }),
            event.record)
            << event.tag << " " << event.step;
        ++compared;
    }
    EXPECT_GT(compared, 30);
}

TEST_F(EventWriterTest, histogramsAreTheBytesThatTensorFlowWrites) {
    int compared = 0;
    for (const auto& event : eventsBelow("tf2/histograms")) {
        if (event.described || event.content.size() != 8u * 3 * static_cast<size_t>(event.shape.at(0)) ||
            event.content.empty())
            continue;
        const auto rows = doublesOf(event.content);
        EXPECT_EQ(recordOf(event.wall, [&](EventWriter& w) { w.addHistogram(event.tag, event.step, rows); }),
                  event.record);
        ++compared;
    }
    EXPECT_GT(compared, 20);
}

TEST_F(EventWriterTest, imagesAreTheBytesThatTensorFlowWrites) {
    int compared = 0;
    for (const auto& event : eventsBelow("tf2/images")) {
        if (event.plugin != "images" || event.described || event.strings.size() < 2) continue;
        const std::vector<std::string> encoded(event.strings.begin() + 2, event.strings.end());
        const int width = std::stoi(event.strings[0]);
        const int height = std::stoi(event.strings[1]);
        EXPECT_EQ(
            recordOf(event.wall, [&](EventWriter& w) { w.addImages(event.tag, event.step, width, height, encoded); }),
            event.record);
        ++compared;
    }
    EXPECT_GT(compared, 8);
}

TEST_F(EventWriterTest, textsAreTheBytesThatTensorFlowWrites) {
    int compared = 0;
    for (const auto& event : eventsBelow("tf2/text")) {
        if (event.described || !event.shape.empty()) continue;
        EXPECT_EQ(recordOf(event.wall, [&](EventWriter& w) { w.addText(event.tag, event.step, event.strings.at(0)); }),
                  event.record);
        ++compared;
    }
    EXPECT_GT(compared, 10);
}

TEST_F(EventWriterTest, audioClipsAreTheBytesThatTensorFlowWrites) {
    int compared = 0;
    for (const auto& event : eventsBelow("tf2/audio")) {
        if (event.plugin != "audio" || event.described || event.shape != std::vector<int64_t>{1, 2}) continue;
        const std::string& wav = event.strings.at(0);
        constexpr size_t kHeader = 44;
        std::vector<float> samples;
        for (size_t i = kHeader; i + 1 < wav.size(); i += 2)
            samples.push_back(static_cast<float>(pcmAt(wav, i)) / 32767.0f);
        const int channels = pcmAt(wav, 22);
        const int rate = static_cast<uint16_t>(pcmAt(wav, 24));
        EXPECT_EQ(
            recordOf(event.wall, [&](EventWriter& w) { w.addAudio(event.tag, event.step, samples, channels, rate); }),
            event.record)
            << event.tag;
        ++compared;
    }
    EXPECT_GT(compared, 3);
}

TEST_F(EventWriterTest, sessionEndIsTheMessageThatTensorBoardWrites) {
    int compared = 0;
    for (const auto& event : eventsBelow("tf2/hparams")) {
        if (event.tag != "_hparams_/session_end_info") continue;
        const auto outcome = event.pluginContent.substr(0, 4) == std::string("\x22\x0b\x08\x01", 4)
                                 ? EventWriter::Outcome::Success
                                 : EventWriter::Outcome::Failure;
        const auto ours = parseEvent(recordOf(event.wall, [&](EventWriter& w) { w.addSessionEnd(outcome); }));
        // All but the end time, the last eight bytes, which is another clock reading there.
        EXPECT_EQ(ours.pluginContent.substr(0, ours.pluginContent.size() - 8),
                  event.pluginContent.substr(0, event.pluginContent.size() - 8));
        EXPECT_EQ(ours.shape, event.shape);
        EXPECT_EQ(ours.tag, event.tag);
        ++compared;
    }
    EXPECT_GT(compared, 4);
}

TEST_F(EventWriterTest, everyRecordIsFramedWithTwoChecksums) {
    fs::path path;
    {
        const auto w = writer();
        for (int step = 0; step < 100; ++step)
            w->addScalar("loss", step, 1.0f / static_cast<float>(step + 1));
        path = w->path();
    }
    const std::string bytes = readWholeFile(path).value();
    const auto* p = reinterpret_cast<const uint8_t*>(bytes.data());
    size_t at = 0;
    int records = 0;
    for (; at < bytes.size(); ++records) {
        const auto length = loadAs<uint64_t>(p + at);
        ASSERT_LE(at + 16 + length, bytes.size());
        EXPECT_EQ(loadAs<uint32_t>(p + at + 8), maskedCrc(crc32c(p + at, 8)));
        EXPECT_EQ(loadAs<uint32_t>(p + at + 12 + length), maskedCrc(crc32c(p + at + 12, length)));
        at += 16 + length;
    }
    EXPECT_EQ(records, 101);
}

TEST_F(EventWriterTest, fileNamesSortByTimeAndNeverCollide) {
    EventWriter::Options options;
    options.wallTime = 1700000000.25;
    const auto first = writer(options);
    const auto second = writer(options);
    EXPECT_NE(first->path(), second->path());
    EXPECT_EQ(first->path().filename().string().rfind("events.out.tfevents.1700000000.", 0), 0u);
    EXPECT_EQ(first->path().extension(), ".v2");
}

TEST_F(EventWriterTest, anExistingLogIsNeverWrittenInto) {
    EventWriter::Options options;
    options.fileName = "taken.tfevents";
    ASSERT_TRUE(writeFileAtomically(m_folder / options.fileName, "somebody's log"));
    const auto made = EventWriter::create(m_folder, options);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(readWholeFile(m_folder / options.fileName).value(), "somebody's log");
}

TEST_F(EventWriterTest, wrongShapesAreReportedByFlushAndTheRestIsWritten) {
    const auto w = writer();
    w->addHistogram("h", 0, std::vector<double>{1, 2});
    w->addPrCurve("pr", 0, std::vector<float>(5), 1);
    w->addAudio("a", 0, {}, 0, 8000);
    w->addScalar("loss", 0, 1.0f);
    const auto flushed = w->flush();
    ASSERT_FALSE(flushed.has_value());
    EXPECT_EQ(flushed.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(flushed.error().fact("tag"), "h");
    EXPECT_TRUE(w->flush().has_value()) << "said once";
    EXPECT_EQ(payloadsOf(w->path()).size(), 2u);
}

TEST_F(EventWriterTest, tagsThatAreNotUtf8AreMendedForPythonReaders) {
    const auto event =
        parseEvent(recordOf(1.0, [](EventWriter& w) { w.addScalar("caf\xe9\xff/\xed\xa0\x80", 0, 1.0f); }));
    const std::string mark = "\xEF\xBF\xBD";
    EXPECT_EQ(event.tag, "caf" + mark + mark + "/" + mark + mark + mark);
}

TEST_F(EventWriterTest, manyThreadsWriteEveryPoint) {
    const auto w = writer();
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (int step = 0; step < 500; ++step)
                    w->addScalar("t" + std::to_string(t), step, 0.5f);
            });
    }
    ASSERT_TRUE(w->flush());
    EXPECT_EQ(payloadsOf(w->path()).size(), 2001u);
}

TEST_F(EventWriterTest, projectorConfigIsTextFormatWithEscapes) {
    const std::vector<ProjectorEmbedding> embeddings{{"words \"a\"\n", "vectors.tsv", "labels.tsv", "sprite.png", 8, 9},
                                                     {"plain", "p.tsv", {}, {}}};
    ASSERT_TRUE(writeProjectorConfig(m_folder, embeddings));
    EXPECT_EQ(readWholeFile(m_folder / "projector_config.pbtxt").value(),
              "embeddings {\n  tensor_name: \"words \\\"a\\\"\\012\"\n  metadata_path: \"labels.tsv\"\n"
              "  tensor_path: \"vectors.tsv\"\n  sprite {\n    image_path: \"sprite.png\"\n    single_image_dim: 8\n"
              "    single_image_dim: 9\n  }\n}\nembeddings {\n  tensor_name: \"plain\"\n  tensor_path: \"p.tsv\"\n}\n");
}

} // namespace
} // namespace td::runlog::test
