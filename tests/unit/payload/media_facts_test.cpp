#include "engine/base/file.h"
#include "engine/base/sha256.h"
#include "engine/runlog/payload.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace td::runlog {
namespace {

/// The name that Pillow's facts would give a picture: FORMAT_MODE_WIDTHxHEIGHT_FRAMES.
std::string nameOf(const PictureFacts& facts) {
    std::string mode = facts.mode;
    std::replace(mode.begin(), mode.end(), ';', '.');
    return facts.format + "_" + mode + "_" + std::to_string(facts.width) + "x" + std::to_string(facts.height) + "_" +
           std::to_string(facts.frames);
}

TEST(PictureFacts, areThoseThatPillowReports) {
    size_t seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(TD_TEST_DATA "/pictures")) {
        const std::string file = entry.path().filename().string();
        if (file == "README.md") continue;
        const auto bytes = readWholeFile(entry.path());
        ASSERT_TRUE(bytes);
        EXPECT_EQ(nameOf(pictureFacts(*bytes)), file.substr(0, file.rfind('_')));
        ++seen;
    }
    EXPECT_GE(seen, 25u);
}

TEST(PictureFacts, anyPrefixOfAPictureIsReadWithoutHarm) {
    for (const auto& entry : std::filesystem::directory_iterator(TD_TEST_DATA "/pictures")) {
        const auto bytes = readWholeFile(entry.path());
        ASSERT_TRUE(bytes);
        for (size_t n = 0; n < std::min<size_t>(bytes->size(), 400); ++n)
            EXPECT_GE(pictureFacts(bytes->substr(0, n)).frames, 1);
    }
    EXPECT_EQ(pictureFacts("neither").format, "?");
    EXPECT_EQ(pictureFacts("").format, "?");
}

std::string little(uint64_t v, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(v >> (8 * i));
    return out;
}

/// A WAV of 16-bit samples: two channels, 8000 Hz; `before` are chunks in front of the data.
std::string wav(uint32_t dataBytes, const std::string& before = {}) {
    const std::string format = "fmt " + little(16, 4) + little(1, 2) + little(2, 2) + little(8000, 4) +
                               little(32000, 4) + little(4, 2) + little(16, 2);
    return "RIFF" + little(0, 4) + "WAVE" + format + before + "data" + little(dataBytes, 4) +
           std::string(std::min(dataBytes, 400u), '\1');
}

TEST(WavFacts, readTheFormatAndCountWholeFrames) {
    const WavFacts facts = wavFacts(wav(42));
    EXPECT_TRUE(facts.valid);
    EXPECT_EQ(facts.channels, 2);
    EXPECT_EQ(facts.sampleRate, 8000);
    EXPECT_EQ(facts.bits, 16);
    EXPECT_EQ(facts.frames, 10u);
    EXPECT_EQ(facts.dataOffset, 44u);
    EXPECT_EQ(facts.dataBytes, 42u);
}

TEST(WavFacts, skipOtherChunksAndTheirPadding) {
    EXPECT_EQ(wavFacts(wav(8, "LIST" + little(5, 4) + "abcde" + little(0, 1))).frames, 2u);
}

TEST(WavFacts, neverPromiseMoreBytesThanThereAre) {
    const WavFacts facts = wavFacts(wav(0xFFFFFFF0u));
    EXPECT_EQ(facts.frames, 0xFFFFFFF0u / 4); // what the header says
    EXPECT_EQ(facts.dataBytes, 400u);         // what is there
    EXPECT_FALSE(wavFacts("OggS").valid);
    for (size_t n = 0; n < 44; ++n)
        EXPECT_EQ(wavFacts(wav(8).substr(0, n)).dataBytes, 0u);
}

/// A WAV of `frames`, as a person would make it by hand.
std::string clip(int format, int bits, int channels, const std::string& frames) {
    const int block = channels * bits / 8;
    return "RIFF" + little(0, 4) + "WAVEfmt " + little(16, 4) + little(static_cast<uint64_t>(format), 2) +
           little(static_cast<uint64_t>(channels), 2) + little(8000, 4) +
           little(8000u * static_cast<uint64_t>(block), 4) + little(static_cast<uint64_t>(block), 2) +
           little(static_cast<uint64_t>(bits), 2) + "data" + little(frames.size(), 4) + frames;
}

using Peaks = std::vector<std::vector<WavePeak>>;

TEST(Waveform, isTheLowestAndHighestSampleOfEachStretch) {
    const std::string samples = little(0, 2) + little(0x4000, 2) + little(0x8000, 2) + little(0xC000, 2);
    EXPECT_EQ(waveform(clip(1, 16, 1, samples), 2), (Peaks{{{0, 0.5F}, {-1, -0.5F}}}));
    EXPECT_EQ(waveform(clip(1, 16, 2, samples), 9), (Peaks{{{0, 0}, {-1, -1}}, {{0.5F, 0.5F}, {-0.5F, -0.5F}}}));
}

TEST(Waveform, knowsTheUsualKindsOfSamples) {
    EXPECT_EQ(waveform(clip(1, 8, 1, std::string("\x80\x00\xC0", 3)), 1), (Peaks{{{-1, 0.5F}}})); // without a sign
    EXPECT_EQ(waveform(clip(1, 24, 1, little(0xC00000, 3) + little(0x200000, 3)), 1), (Peaks{{{-0.5F, 0.25F}}}));
    EXPECT_EQ(waveform(clip(1, 32, 1, little(0x40000000, 4)), 1), (Peaks{{{0.5F, 0.5F}}}));
    const std::string floats = little(0x3F000000, 4) + little(0xBE800000, 4) + little(0x7FC00000, 4); // 0.5, -0.25, NaN
    EXPECT_EQ(waveform(clip(3, 32, 1, floats), 1), (Peaks{{{-0.25F, 0.5F}}}));
    EXPECT_TRUE(waveform(clip(7, 8, 1, "abcd"), 4).empty()); // mu-law
    EXPECT_TRUE(waveform(clip(1, 12, 1, "abcd"), 4).empty());
}

TEST(Waveform, believesNoHeader) {
    EXPECT_EQ(waveform(wav(0xFFFFFFF0u), 3).size(), 2u); // promises 4 GB, has 400 bytes
    EXPECT_LE(waveform(clip(1, 8, 0xFFFF, std::string(200'000, '\1')), 100).size(), 8u);
    EXPECT_TRUE(waveform(clip(1, 16, 0, "abcd"), 4).empty());
    EXPECT_TRUE(waveform("OggS", 4).empty());
    EXPECT_TRUE(waveform(clip(1, 16, 1, {}), 4).empty());
}

TEST(Sha256, equalsTheStandardsExamples) {
    EXPECT_EQ(sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256Hex(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

} // namespace
} // namespace td::runlog
