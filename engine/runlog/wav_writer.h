#pragma once

#include <span>
#include <string>

namespace td::runlog {

/// A RIFF/WAVE file of 16-bit PCM.
///
/// Shapes:   samples (frames × channels), interleaved; an incomplete last frame is left out
/// Formula:  round(32767 · clamp(x, -1, 1)); NaN becomes silence
[[nodiscard]] std::string encodeWav(std::span<const float> samples, int channels, int sampleRate);

} // namespace td::runlog
