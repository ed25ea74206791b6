#include "engine/runlog/payload.h"
#include "engine/runlog/wire.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace td::runlog {
namespace {

constexpr size_t kRiffHeader = 12, kChunkHeader = 8, kSubFormatAt = 24;
constexpr uint64_t kMostChannels = 8; ///< a header may claim 65,535
constexpr uint16_t kPcm = 1, kFloat = 3, kExtensible = 0xFFFE;

/// `format` is the body of the chunk "fmt " and what follows it.
WavFacts::Coding codingOf(std::string_view format) {
    const auto tagAt = [&](size_t at) {
        return at + 2 <= format.size() ? loadAs<uint16_t>(asBytes(format).data() + at) : uint16_t(0);
    };
    const uint16_t tag = tagAt(0) == kExtensible ? tagAt(kSubFormatAt) : tagAt(0);
    return tag == kPcm ? WavFacts::Coding::Pcm : tag == kFloat ? WavFacts::Coding::Float : WavFacts::Coding::Other;
}

/// One sample as a share of full scale. `bytes` are little endian; those of 8 bits have no sign.
float sampleAt(const uint8_t* at, int bytes, WavFacts::Coding coding) {
    if (coding == WavFacts::Coding::Float) {
        const float value = std::bit_cast<float>(loadAs<uint32_t>(at));
        return std::isfinite(value) ? std::clamp(value, -1.0F, 1.0F) : 0.0F;
    }
    if (bytes == 1) return (static_cast<float>(*at) - 128.0F) / 128.0F;
    uint32_t raw = 0;
    for (int i = 0; i < bytes; ++i)
        raw |= static_cast<uint32_t>(at[i]) << (8 * (4 - bytes + i)); // to the top, where the sign belongs
    return static_cast<float>(static_cast<int32_t>(raw)) / 2147483648.0F;
}

bool hasSamples(const WavFacts& facts) {
    if (facts.channels < 1 || facts.bits % 8 != 0) return false;
    if (facts.coding == WavFacts::Coding::Float) return facts.bits == 32;
    return facts.coding == WavFacts::Coding::Pcm && facts.bits >= 8 && facts.bits <= 32;
}

} // namespace

std::vector<std::vector<WavePeak>> waveform(std::string_view encoded, size_t columns) {
    const WavFacts facts = wavFacts(encoded);
    if (!facts.valid || !hasSamples(facts) || columns == 0) return {};
    const int bytes = facts.bits / 8;
    const auto channels = static_cast<uint64_t>(facts.channels);
    const uint64_t frameBytes = channels * static_cast<uint64_t>(bytes), frames = facts.dataBytes / frameBytes;
    const uint64_t shown = std::min<uint64_t>(columns, frames);
    if (shown == 0) return {};
    const uint8_t* data = asBytes(encoded).data() + facts.dataOffset;
    std::vector<std::vector<WavePeak>> lines(std::min(channels, kMostChannels));
    for (uint64_t channel = 0; channel < lines.size(); ++channel)
        for (uint64_t column = 0; column < shown; ++column) {
            const uint64_t from = frames * column / shown, to = frames * (column + 1) / shown;
            WavePeak peak{1, -1};
            for (uint64_t frame = from; frame < to; ++frame) {
                const uint64_t at = frame * frameBytes + channel * static_cast<uint64_t>(bytes);
                const float sample = sampleAt(data + at, bytes, facts.coding);
                peak = {std::min(peak.low, sample), std::max(peak.high, sample)};
            }
            lines[channel].push_back(peak);
        }
    return lines;
}

WavFacts wavFacts(std::string_view encoded) {
    WavFacts facts;
    if (!encoded.starts_with("RIFF")) return facts;
    facts.valid = true;
    const uint8_t* data = asBytes(encoded).data();
    uint64_t blockBytes = 0;
    for (uint64_t at = kRiffHeader; at + kChunkHeader <= encoded.size();) {
        const std::string_view kind = encoded.substr(at, 4);
        const uint64_t size = loadAs<uint32_t>(data + at + 4);
        const uint64_t body = at + kChunkHeader;
        if (kind == "fmt " && body + 16 <= encoded.size()) {
            facts.channels = loadAs<uint16_t>(data + body + 2);
            facts.sampleRate = static_cast<int>(std::min<uint32_t>(loadAs<uint32_t>(data + body + 4), 0x7FFFFFFF));
            blockBytes = loadAs<uint16_t>(data + body + 12);
            facts.bits = loadAs<uint16_t>(data + body + 14);
            facts.coding = codingOf(encoded.substr(body, size));
        }
        if (kind == "data") {
            facts.frames = size / std::max<uint64_t>(1, blockBytes);
            facts.dataOffset = body;
            facts.dataBytes = std::min<uint64_t>(size, encoded.size() - body);
            break;
        }
        at = body + size + size % 2; // chunks are padded to an even length
    }
    return facts;
}

} // namespace td::runlog
