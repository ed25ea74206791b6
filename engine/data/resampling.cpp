#include "engine/data/resampling.h"

#include <algorithm>
#include <cstring>

namespace td::data {
namespace {

/// ⌊a · b / c⌋ of sides, in double so that nothing overflows.
int64_t scaled(int64_t a, int64_t b, int64_t c) {
    return static_cast<int64_t>(static_cast<double>(a) * static_cast<double>(b) / static_cast<double>(c));
}

} // namespace

Resampling::Frame Resampling::frameOf(int64_t height, int64_t width, const ResizeOptions& options) {
    const int64_t asHigh = scaled(width, options.height, options.width),
                  asWide = scaled(height, options.width, options.height);
    if (options.aspect == Aspect::Crop) {
        const int64_t h = std::clamp<int64_t>(asHigh, 1, height), w = std::clamp<int64_t>(asWide, 1, width);
        return {(height - h) / 2, (width - w) / 2, h, w};
    }
    if (options.aspect == Aspect::Pad) { // the same on both sides: an odd pixel is left out, as Keras does
        const int64_t above = (std::max(height, asHigh) - height) / 2, before = (std::max(width, asWide) - width) / 2;
        return {-above, -before, height + 2 * above, width + 2 * before};
    }
    return {0, 0, height, width};
}

Resampling::Resampling(int64_t height, int64_t width, int64_t channels, const ResizeOptions& options, Frame frame)
    : m_height(height)
    , m_width(width)
    , m_channels(channels)
    , m_options(options)
    , m_frame(frame)
    , m_rows(options.interpolation, options.antialias, frame.height, options.height)
    , m_columns(options.interpolation, options.antialias, frame.width, options.width) {}

Result<Resampling> Resampling::create(int64_t height, int64_t width, int64_t channels, const ResizeOptions& options) {
    const auto refused = [&](std::string expected) {
        return failure(ErrorCode::InvalidArgument, {{"image", toString(Extents{height, width, channels})},
                                                    {"size", toString(Extents{options.height, options.width})},
                                                    {"expected", std::move(expected)}});
    };
    for (const int64_t side : {height, width, options.height, options.width})
        if (side < 1 || side > kSideLimit) return refused("sides of 1 to " + std::to_string(kSideLimit) + " pixels");
    constexpr double kElementLimit = 1ull << 48;
    if (static_cast<double>(options.height * options.width) * static_cast<double>(channels) > kElementLimit)
        return failure(ErrorCode::TooLarge, {{"size", toString(Extents{options.height, options.width, channels})}});
    const Frame frame = frameOf(height, width, options);
    if (frame.height > kSideLimit || frame.width > kSideLimit) return refused("a ratio that can be padded to");
    return Resampling(height, width, channels, options, frame);
}

bool Resampling::isCopy() const {
    return m_options.interpolation == Interpolation::Nearest ||
           (m_frame.height == m_options.height && m_frame.width == m_options.width);
}

void Resampling::readRow(const Reader& read, int64_t y, std::span<float> row) const {
    const int64_t from = y + m_frame.top;
    if (from < 0 || from >= m_height || m_frame.left < 0)
        std::ranges::fill(row, static_cast<float>(m_options.fillValue));
    if (from < 0 || from >= m_height) return;
    const int64_t first = std::max<int64_t>(m_frame.left, 0);
    const int64_t count = std::min(m_width - first, m_frame.width);
    read(from, first, count, row.data() + std::max<int64_t>(-m_frame.left, 0) * m_channels);
}

void Resampling::run(const Reader& read, const Writer& write) const {
    const auto channels = static_cast<size_t>(m_channels);
    std::vector<float> row(static_cast<size_t>(m_frame.width) * channels), sum(row.size()),
        out(static_cast<size_t>(m_options.width) * channels);
    for (int64_t y = 0; y < m_options.height; ++y) {
        const auto rows = m_rows.at(y);
        std::ranges::fill(sum, 0.0f);
        for (size_t k = 0; k < rows.weights.size(); ++k) {
            readRow(read, rows.first + static_cast<int64_t>(k), row);
            for (size_t i = 0; i < row.size(); ++i)
                sum[i] += rows.weights[k] * row[i];
        }
        for (int64_t x = 0; x < m_options.width; ++x) {
            const auto pixels = m_columns.at(x);
            const float* from = sum.data() + static_cast<size_t>(pixels.first) * channels;
            for (size_t c = 0; c < channels; ++c) {
                float value = 0;
                for (size_t k = 0; k < pixels.weights.size(); ++k)
                    value += pixels.weights[k] * from[k * channels + c];
                out[static_cast<size_t>(x) * channels + c] = value;
            }
        }
        write(y, out);
    }
}

void Resampling::copy(const std::byte* in, std::byte* out, size_t bytes, const std::byte* fill) const {
    const size_t pixel = static_cast<size_t>(m_channels) * bytes;
    for (int64_t y = 0; y < m_options.height; ++y) {
        const int64_t fromY = m_rows.at(y).first + m_frame.top;
        for (int64_t x = 0; x < m_options.width; ++x, out += pixel) {
            const int64_t fromX = m_columns.at(x).first + m_frame.left;
            if (fromY >= 0 && fromY < m_height && fromX >= 0 && fromX < m_width) {
                std::memcpy(out, in + static_cast<size_t>(fromY * m_width + fromX) * pixel, pixel);
                continue;
            }
            for (size_t c = 0; c < pixel; c += bytes)
                std::memcpy(out + c, fill, bytes);
        }
    }
}

} // namespace td::data
