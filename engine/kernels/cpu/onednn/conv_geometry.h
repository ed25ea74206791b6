#pragma once

#include "engine/kernels/cpu/onednn/compat.h"
#include "engine/kernels/kernel.h"

namespace td::kernels::onednn {

/// How activations lie in memory while oneDNN works on them.
enum class Inner : uint8_t {
    ChannelsLast,  ///< as Layout::Plain
    Blocked16,     ///< as Layout::Blocked16
    ChannelsFirst, ///< (N,C,H,W); what its kernels for the first layer want
};
[[nodiscard]] Inner innerOf(graph::Layout layout);
/// With one channel, first and last are the same.
[[nodiscard]] bool isSameMemory(Inner a, Inner b, int64_t channels);

/// The sizes of one convolution with 1 to 3 spatial axes, whichever of its gradients is computed.
struct ConvGeometry {
    int64_t batch = 0, channels = 0, filters = 0, groups = 1;
    Dims in, out, kernel, strides, dilations; ///< a spatial axis each; a dilation of 0 leaves no gaps
    Dims before, after;                       ///< padding

    static ConvGeometry make(const Extents& x, const Extents& w, const Extents& y, const graph::Attributes& attributes);

    [[nodiscard]] int spatial() const { return static_cast<int>(in.size()); }
    [[nodiscard]] int64_t inPixels() const { return elementsOf(in); }
    [[nodiscard]] int64_t outPixels() const { return elementsOf(out); }
    /// Work that decides about threads: multiply-adds as two, and what only streams memory as if it computed.
    [[nodiscard]] double work() const;
    /// The same for a part of the images, and of the outermost spatial axis of the output.
    [[nodiscard]] ConvGeometry images(int64_t count) const;
    [[nodiscard]] ConvGeometry rows(int64_t begin, int64_t end) const;
    /// Where those rows begin in the input.
    [[nodiscard]] int64_t firstInRow(int64_t outRow) const;

    /// The convolution that makes x's gradient from y's when the window is turned around; only for strides of 1.
    /// Nothing where it would need negative padding.
    [[nodiscard]] std::optional<ConvGeometry> mirrored() const;

    [[nodiscard]] Desc x(Inner inner) const;
    [[nodiscard]] Desc y(Inner inner) const;
    [[nodiscard]] Desc weights() const;    ///< as the operation has them: (k…, Cin/groups, Cout)
    [[nodiscard]] Desc anyWeights() const; ///< as the library likes
    [[nodiscard]] Desc bias() const;
};

} // namespace td::kernels::onednn
