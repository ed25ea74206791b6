#include "engine/kernels/cpu/onednn/conv_geometry.h"

#include <algorithm>

namespace td::kernels::onednn {

namespace {
constexpr Tag kLast[] = {Tag::nwc, Tag::nhwc, Tag::ndhwc};
constexpr Tag kBlocked[] = {Tag::nCw16c, Tag::nChw16c, Tag::nCdhw16c};
constexpr Tag kFirst[] = {Tag::ncw, Tag::nchw, Tag::ncdhw};
constexpr Tag kWeights[] = {Tag::wio, Tag::hwio, Tag::dhwio};
constexpr Tag kGroupedWeights[] = {Tag::wigo, Tag::hwigo, Tag::dhwigo};

Desc activations(int64_t batch, int64_t channels, const Dims& pixels, Inner inner) {
    Dims dims = {batch, channels};
    dims.insert(dims.end(), pixels.begin(), pixels.end());
    const size_t rank = pixels.size() - 1;
    const Tag tag = inner == Inner::ChannelsFirst ? kFirst[rank]
                    : inner == Inner::Blocked16   ? kBlocked[rank]
                                                  : kLast[rank];
    return {dims, kFloat, tag};
}

Dims weightDims(const ConvGeometry& g) {
    Dims dims =
        g.groups > 1 ? Dims{g.groups, g.filters / g.groups, g.channels / g.groups} : Dims{g.filters, g.channels};
    dims.insert(dims.end(), g.kernel.begin(), g.kernel.end());
    return dims;
}

/// Padding as TensorFlow has it: "same" makes ceil(in / stride) outputs, an odd cell goes to the end.
void padSame(ConvGeometry& g) {
    for (size_t i = 0; i < g.in.size(); ++i) {
        const int64_t reach = (g.kernel[i] - 1) * (g.dilations[i] + 1) + 1;
        const int64_t total = std::max<int64_t>(0, (g.out[i] - 1) * g.strides[i] + reach - g.in[i]);
        g.before[i] = total / 2;
        g.after[i] = total - g.before[i];
    }
}

void padExplicit(ConvGeometry& g, const graph::Ints& pads) {
    for (size_t i = 0; i < g.in.size() && 2 * i + 1 < pads.size(); ++i) {
        g.before[i] = pads[2 * i];
        g.after[i] = pads[2 * i + 1];
    }
}
} // namespace

Inner innerOf(graph::Layout layout) {
    return layout == graph::Layout::Blocked16 ? Inner::Blocked16 : Inner::ChannelsLast;
}

bool isSameMemory(Inner a, Inner b, int64_t channels) {
    return a == b || (channels == 1 && a != Inner::Blocked16 && b != Inner::Blocked16);
}

ConvGeometry ConvGeometry::make(const Extents& x, const Extents& w, const Extents& y,
                                const graph::Attributes& attributes) {
    const size_t spatial = x.size() - 2;
    const auto orOnes = [&](const graph::Ints& given) { return given.size() == spatial ? given : Dims(spatial, 1); };
    ConvGeometry g;
    g.batch = x.front();
    g.channels = x.back();
    g.filters = y.back();
    g.groups = std::max<int64_t>(1, attributes.integer("groups"));
    g.in.assign(x.begin() + 1, x.end() - 1);
    g.out.assign(y.begin() + 1, y.end() - 1);
    g.kernel.assign(w.begin(), w.end() - 2);
    g.strides = orOnes(attributes.integers("strides"));
    g.dilations = orOnes(attributes.integers("dilations"));
    for (int64_t& dilation : g.dilations)
        --dilation;
    g.before.assign(spatial, 0);
    g.after.assign(spatial, 0);
    const std::string& padding = attributes.text("padding");
    if (padding == "same") padSame(g);
    if (padding == "explicit") padExplicit(g, attributes.integers("pads"));
    return g;
}

double ConvGeometry::work() const {
    const auto taps = static_cast<double>(elementsOf(kernel) * (channels / groups));
    const auto elements = static_cast<double>(batch * (inPixels() * channels + outPixels() * filters));
    return 2 * taps * static_cast<double>(batch * outPixels() * filters) + 8 * elements;
}

ConvGeometry ConvGeometry::images(int64_t count) const {
    ConvGeometry part = *this;
    part.batch = count;
    return part;
}

int64_t ConvGeometry::firstInRow(int64_t outRow) const {
    return std::max<int64_t>(0, outRow * strides[0] - before[0]);
}

ConvGeometry ConvGeometry::rows(int64_t begin, int64_t end) const {
    const int64_t first = begin * strides[0] - before[0];
    const int64_t last = (end - 1) * strides[0] - before[0] + (kernel[0] - 1) * (dilations[0] + 1) + 1;
    ConvGeometry part = *this;
    part.out[0] = end - begin;
    part.before[0] = std::max<int64_t>(0, -first);
    part.after[0] = std::max<int64_t>(0, last - in[0]);
    part.in[0] = std::min(last, in[0]) - std::max<int64_t>(0, first);
    return part;
}

std::optional<ConvGeometry> ConvGeometry::mirrored() const {
    ConvGeometry mirror = *this;
    std::swap(mirror.channels, mirror.filters);
    std::swap(mirror.in, mirror.out);
    for (size_t i = 0; i < in.size(); ++i) {
        const int64_t reach = (kernel[i] - 1) * (dilations[i] + 1) + 1;
        mirror.before[i] = reach - 1 - before[i];
        mirror.after[i] = in[i] - 1 + reach - out[i] - mirror.before[i];
        if (strides[i] != 1 || mirror.before[i] < 0 || mirror.after[i] < 0) return std::nullopt;
    }
    return mirror;
}

Desc ConvGeometry::x(Inner inner) const {
    return activations(batch, channels, in, inner);
}

Desc ConvGeometry::y(Inner inner) const {
    return activations(batch, filters, out, inner);
}

Desc ConvGeometry::weights() const {
    const size_t rank = in.size() - 1;
    return {weightDims(*this), kFloat, groups > 1 ? kGroupedWeights[rank] : kWeights[rank]};
}

Desc ConvGeometry::anyWeights() const {
    return {weightDims(*this), kFloat, Tag::any};
}

Desc ConvGeometry::bias() const {
    return {{filters}, kFloat, Tag::x};
}

} // namespace td::kernels::onednn
