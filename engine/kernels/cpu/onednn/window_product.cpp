#include "engine/kernels/cpu/onednn/window_product.h"

#include <cstring>

namespace td::kernels::onednn {

namespace {
constexpr int64_t kMostRows = 32;             ///< above, convolutions read the weights often enough to be faster
constexpr int64_t kLeastRows = 8;             ///< below, a packed product is no better than a plain one
constexpr int64_t kLeastWeights = 256 * 1024; ///< elements: less stays in the cache anyway

bool isWorthwhile(const ConvRequest& request) {
    const ConvGeometry& g = request.geometry;
    const int64_t rows = g.batch * g.outPixels(), taps = elementsOf(g.kernel);
    return request.direction == Direction::Forward && request.frozenWeights && g.groups == 1 && taps > 1 &&
           request.xLayout == graph::Layout::Plain && request.yLayout == graph::Layout::Plain && rows >= kLeastRows &&
           rows <= kMostRows && taps * g.channels * g.filters >= kLeastWeights;
}

/// The coordinates that a row-major number stands for.
Dims coordinates(int64_t number, const Dims& sizes) {
    Dims at(sizes.size(), 0);
    for (size_t axis = sizes.size(); axis-- > 0;) {
        at[axis] = number % sizes[axis];
        number /= sizes[axis];
    }
    return at;
}

/// The input pixel under one tap of one output pixel, -1 in the padding.
int64_t pixelUnder(const ConvGeometry& g, const Dims& out, const Dims& tap) {
    int64_t pixel = 0;
    for (size_t axis = 0; axis < out.size(); ++axis) {
        const int64_t at = out[axis] * g.strides[axis] - g.before[axis] + tap[axis] * (g.dilations[axis] + 1);
        if (at < 0 || at >= g.in[axis]) return -1;
        pixel = pixel * g.in[axis] + at;
    }
    return pixel;
}
} // namespace

WindowProduct::WindowProduct(ConvGeometry geometry, PackedProduct product)
    : m_geometry(std::move(geometry))
    , m_product(std::move(product)) {
    const int64_t taps = elementsOf(m_geometry.kernel);
    for (int64_t out = 0; out < m_geometry.outPixels(); ++out)
        for (int64_t tap = 0; tap < taps; ++tap)
            m_pixels.push_back(
                pixelUnder(m_geometry, coordinates(out, m_geometry.out), coordinates(tap, m_geometry.kernel)));
}

std::optional<WindowProduct> WindowProduct::make(const ConvRequest& request) {
    if (!isWorthwhile(request)) return std::nullopt;
    const ConvGeometry& g = request.geometry;
    const Gemm gemm{g.batch * g.outPixels(), g.filters, elementsOf(g.kernel) * g.channels};
    auto product =
        PackedProduct::make(gemm, request.frozenWeights, request.hasBias, request.activation, request.threads);
    if (!product) return std::nullopt;
    return WindowProduct(g, std::move(*product));
}

size_t WindowProduct::scratchBytes() const {
    const size_t rows = m_pixels.size() * static_cast<size_t>(m_geometry.batch * m_geometry.channels) * sizeof(float);
    return aligned(rows) + m_product.scratchBytes();
}

void WindowProduct::gather(const float* x, float* rows) const {
    const auto bytes = static_cast<size_t>(m_geometry.channels) * sizeof(float);
    for (int64_t image = 0; image < m_geometry.batch; ++image) {
        for (const int64_t pixel : m_pixels) {
            if (pixel < 0)
                std::memset(rows, 0, bytes);
            else
                std::memcpy(rows, x + pixel * m_geometry.channels, bytes);
            rows += m_geometry.channels;
        }
        x += m_geometry.inPixels() * m_geometry.channels;
    }
}

void WindowProduct::run(const float* x, const float* bias, float* y, std::byte* scratch, ThreadPool* pool) const {
    auto* const rows = reinterpret_cast<float*>(scratch);
    gather(x, rows);
    m_product.run(rows, bias, y, scratch + (scratchBytes() - m_product.scratchBytes()), pool);
}

} // namespace td::kernels::onednn
