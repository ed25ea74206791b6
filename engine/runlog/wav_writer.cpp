#include "engine/runlog/wav_writer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace td::runlog {
namespace {

static_assert(std::endian::native == std::endian::little);

template <class T>
void append(std::string& out, T value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

int16_t toPcm(float sample) {
    if (std::isnan(sample)) return 0;
    return static_cast<int16_t>(std::lrint(32767.0f * std::clamp(sample, -1.0f, 1.0f)));
}

} // namespace

std::string encodeWav(std::span<const float> samples, int channels, int sampleRate) {
    const size_t frames = samples.size() / static_cast<size_t>(channels);
    const auto blockBytes = static_cast<uint16_t>(2 * channels);
    const auto dataBytes = static_cast<uint32_t>(frames * blockBytes);
    std::string out = "RIFF";
    append<uint32_t>(out, 36 + dataBytes);
    out += "WAVEfmt ";
    append<uint32_t>(out, 16);
    append<uint16_t>(out, 1); // PCM
    append<uint16_t>(out, static_cast<uint16_t>(channels));
    append<uint32_t>(out, static_cast<uint32_t>(sampleRate));
    append<uint32_t>(out, static_cast<uint32_t>(sampleRate) * blockBytes);
    append<uint16_t>(out, blockBytes);
    append<uint16_t>(out, 16);
    out += "data";
    append<uint32_t>(out, dataBytes);
    for (const float sample : samples.first(frames * static_cast<size_t>(channels)))
        append(out, toPcm(sample));
    return out;
}

} // namespace td::runlog
