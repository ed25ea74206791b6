#pragma once

#include "engine/graph/attribute.h"

#include <cstdint>
#include <vector>

namespace td::kernels {

/// A signal cut into frames, as stft and istft mean it.
struct SignalFrames {
    int64_t length = 1;         ///< samples of a frame
    int64_t step = 1;           ///< from one frame to the next
    int64_t margin = 0;         ///< samples by which the first frame begins before the signal
    std::vector<double> window; ///< weight of each sample of a frame

    explicit SignalFrames(const graph::Attributes& attributes);
    /// What frames are weighted with on the way back.
    [[nodiscard]] std::vector<double> dualWindow() const;
    [[nodiscard]] int64_t bins() const { return length / 2 + 1; }
    /// Sample `at`, which may be up to `margin` outside, reflected into 0 … samples-1.
    [[nodiscard]] static int64_t reflected(int64_t at, int64_t samples) {
        const int64_t inside = at < 0 ? -at : at;
        return inside < samples ? inside : 2 * (samples - 1) - inside;
    }
    bool isFlat = false; ///< all weights are 1, also on the way back
};

} // namespace td::kernels
