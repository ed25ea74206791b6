#pragma once

#include "engine/data/image_resize.h"

#include <functional>

namespace td::data {

/// How one picture becomes another size: the part of it (or the frame around it) and the weights of both axes.
///
/// Threads: immutable; `run` from any thread.
class Resampling {
public:
    /// Pixels first … first+count-1 of row `y` as float32, all channels.
    using Reader = std::function<void(int64_t y, int64_t first, int64_t count, float* pixels)>;
    /// A finished row, width * channels.
    using Writer = std::function<void(int64_t y, std::span<const float> row)>;

    /// Errors: InvalidArgument for sides below 1 or above kSideLimit, naming both sizes; TooLarge.
    static Result<Resampling> create(int64_t height, int64_t width, int64_t channels, const ResizeOptions& options);
    /// Two rows of memory beside what `read` and `write` take.
    void run(const Reader& read, const Writer& write) const;
    /// Elements of `bytes` each, copied as they are; what is padded gets `fill`. For one weight a pixel only.
    void copy(const std::byte* in, std::byte* out, size_t bytes, const std::byte* fill) const;
    /// Every new pixel is an old one.
    [[nodiscard]] bool isCopy() const;

private:
    struct Frame { ///< in pixels of the picture; may reach beyond it
        int64_t top, left, height, width;
    };
    Resampling(int64_t height, int64_t width, int64_t channels, const ResizeOptions& options, Frame frame);
    static Frame frameOf(int64_t height, int64_t width, const ResizeOptions& options);
    void readRow(const Reader& read, int64_t y, std::span<float> row) const;

    int64_t m_height, m_width, m_channels;
    ResizeOptions m_options;
    Frame m_frame;
    AxisWeights m_rows, m_columns;
};

} // namespace td::data
