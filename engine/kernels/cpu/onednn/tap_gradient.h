#pragma once

#include "engine/kernels/cpu/onednn/conv_geometry.h"

#include <vector>

namespace td::kernels::onednn {

/// The weights' gradient of a convolution as one product for each tap of the window: rows of x that the tap meets,
/// transposed, times rows of y's gradient.
///
/// Shapes:   x (N,in…,Cin), dy (N,out…,Cout) -> dw (k…,Cin,Cout), one group; x and dy in either layout, dw plain
/// Numerics: float sums in the order of images and pixels; the same for every number of threads
/// Threads:  any number of calls with different scratch
///
/// For late layers, many channels on few pixels, where the library's own kernel stops at about half of its usual rate:
/// its sums do not fit the cache, and it computes what padding makes zero.
class TapGradient {
public:
    [[nodiscard]] static bool isFaster(const ConvGeometry& geometry);
    TapGradient(const ConvGeometry& geometry, graph::Layout xLayout, graph::Layout yLayout, int threads);

    [[nodiscard]] size_t scratchBytes() const { return m_partScratch * m_parts.size(); }
    void run(const float* x, const float* dy, float* dw, std::byte* scratch, ThreadPool* pool) const;

private:
    struct Tap {
        int64_t index = 0;         ///< in the window
        std::vector<int64_t> x, y; ///< pixels of one image that meet there
    };
    void runTap(const Tap& tap, const float* x, const float* dy, float* dw, std::byte* scratch) const;

    int64_t m_batch, m_channels, m_filters, m_inPixels, m_outPixels;
    graph::Layout m_xLayout, m_yLayout;
    std::vector<std::vector<Tap>> m_parts; ///< each thread's taps
    size_t m_partScratch = 0;
};

} // namespace td::kernels::onednn
