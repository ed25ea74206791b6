#include "engine/kernels/cpu/onednn/tap_gradient.h"

#include "engine/kernels/cpu/onednn/gemm.h"

#include <algorithm>
#include <cstring>

namespace td::kernels::onednn {

namespace {
constexpr int64_t kFewPixels = 16, kManyWeights = 1 << 16; ///< where isFaster was measured to begin

/// The axes' places of a flat index.
Dims placeOf(int64_t flat, const Dims& sizes) {
    Dims place(sizes.size());
    for (size_t i = sizes.size(); i-- > 0; flat /= sizes[i])
        place[i] = flat % sizes[i];
    return place;
}

/// The input pixel that an output pixel sees through a tap; -1 in the padding.
int64_t inPixel(const ConvGeometry& g, const Dims& out, const Dims& tap) {
    int64_t pixel = 0;
    for (size_t i = 0; i < out.size(); ++i) {
        const int64_t at = out[i] * g.strides[i] - g.before[i] + tap[i] * (g.dilations[i] + 1);
        if (at < 0 || at >= g.in[i]) return -1;
        pixel = pixel * g.in[i] + at;
    }
    return pixel;
}

/// Activations of some images, as one operand of the products.
struct Images {
    const float* data;
    int64_t batch, pixels, channels;
    graph::Layout layout;
};

/// Rows `pixels` of each image, one after another, channels last.
void gather(const Images& images, const std::vector<int64_t>& pixels, float* to) {
    const bool isPlain = images.layout == graph::Layout::Plain;
    const int64_t width = isPlain ? images.channels : 16;
    const float* from = images.data;
    for (int64_t image = 0; image < images.batch; ++image, from += images.pixels * images.channels)
        for (const int64_t pixel : pixels)
            for (int64_t block = 0; block < images.channels / width; ++block, to += width)
                std::memcpy(to, from + (block * images.pixels + pixel) * width,
                            static_cast<size_t>(width) * sizeof(float));
}
} // namespace

bool TapGradient::isFaster(const ConvGeometry& g) {
    return g.groups == 1 && elementsOf(g.kernel) > 1 && g.outPixels() <= kFewPixels &&
           g.channels * g.filters >= kManyWeights && g.batch * g.outPixels() >= 256;
}

TapGradient::TapGradient(const ConvGeometry& g, graph::Layout xLayout, graph::Layout yLayout, int threads)
    : m_batch(g.batch)
    , m_channels(g.channels)
    , m_filters(g.filters)
    , m_inPixels(g.inPixels())
    , m_outPixels(g.outPixels())
    , m_xLayout(xLayout)
    , m_yLayout(yLayout)
    , m_parts(static_cast<size_t>(std::max(1, threads)))
    , m_partScratch(aligned(static_cast<size_t>(m_batch * m_outPixels * (m_channels + m_filters)) * sizeof(float))) {
    std::vector<Tap> taps;
    for (int64_t index = 0; index < elementsOf(g.kernel); ++index) {
        Tap tap{index, {}, {}};
        for (int64_t pixel = 0; pixel < m_outPixels; ++pixel) {
            const int64_t seen = inPixel(g, placeOf(pixel, g.out), placeOf(index, g.kernel));
            if (seen < 0) continue;
            tap.x.push_back(seen);
            tap.y.push_back(pixel);
        }
        taps.push_back(std::move(tap));
    }
    // The largest first, each to the part that has least to do.
    std::stable_sort(taps.begin(), taps.end(), [](const Tap& a, const Tap& b) { return a.x.size() > b.x.size(); });
    std::vector<size_t> load(m_parts.size(), 0);
    for (Tap& tap : taps) {
        const auto part = static_cast<size_t>(std::min_element(load.begin(), load.end()) - load.begin());
        load[part] += tap.x.size();
        m_parts[part].push_back(std::move(tap));
    }
}

void TapGradient::runTap(const Tap& tap, const float* x, const float* dy, float* dw, std::byte* scratch) const {
    float* const to = dw + tap.index * m_channels * m_filters;
    const auto rows = static_cast<int64_t>(tap.x.size()) * m_batch;
    if (rows == 0) return static_cast<void>(std::fill(to, to + m_channels * m_filters, 0.f));
    auto* const xRows = reinterpret_cast<float*>(scratch);
    float* const yRows = xRows + rows * m_channels;
    // Where all of y is met, it need not be moved.
    const bool isWhole = m_yLayout == graph::Layout::Plain && static_cast<int64_t>(tap.y.size()) == m_outPixels;
    gather({x, m_batch, m_inPixels, m_channels, m_xLayout}, tap.x, xRows);
    if (!isWhole) gather({dy, m_batch, m_outPixels, m_filters, m_yLayout}, tap.y, yRows);
    multiply({m_channels, m_filters, rows, true, false}, xRows, isWhole ? dy : yRows, to);
}

void TapGradient::run(const float* x, const float* dy, float* dw, std::byte* scratch, ThreadPool* pool) const {
    pool->run(static_cast<int>(m_parts.size()), [&](int part) {
        const auto at = static_cast<size_t>(part);
        for (const Tap& tap : m_parts[at])
            runTap(tap, x, dy, dw, scratch + at * m_partScratch);
    });
}

} // namespace td::kernels::onednn
