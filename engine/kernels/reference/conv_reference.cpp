#include "engine/graph/ops/window.h"
#include "engine/kernels/reference/activation.h"
#include "engine/kernels/reference/reals.h"

#include <array>

namespace td::kernels {

namespace {
/// A convolution with three spatial axes; missing ones stand in front with one cell.
struct Convolution {
    int64_t images = 1, groups = 1, channelsIn = 1, channelsOut = 1; ///< channels of one group
    std::array<graph::WindowAxis, 3> axes;
};

Convolution convolutionOf(const graph::Attributes& attributes, const Extents& x, const Extents& w) {
    const std::span<const int64_t> kernel(w.data(), w.size() - 2);
    Convolution c;
    c.images = x.front();
    c.groups = attributes.integer("groups");
    c.channelsIn = w[w.size() - 2];
    c.channelsOut = w.back() / c.groups;
    const auto axes = graph::windowAxes(attributes, x, kernel);
    std::copy(axes.begin(), axes.end(), c.axes.end() - static_cast<std::ptrdiff_t>(axes.size()));
    return c;
}

int64_t cellBehind(const graph::WindowAxis& axis, int64_t out, int64_t k) {
    const int64_t cell = out * axis.stride - axis.before + k * axis.dilation;
    return cell >= 0 && cell < axis.in ? cell : -1;
}

/// Calls `visit(x cell, w cell, y cell)` for every pair of a window's place and one of its cells inside x.
template <class F>
void eachTap(const Convolution& c, F visit) {
    const auto& [a, b, d] = c.axes;
    for (int64_t n = 0; n < c.images; ++n)
        for (int64_t out = 0; out < a.out * b.out * d.out; ++out)
            for (int64_t tap = 0; tap < a.kernel * b.kernel * d.kernel; ++tap) {
                const int64_t i = cellBehind(a, out / (b.out * d.out), tap / (b.kernel * d.kernel));
                const int64_t j = cellBehind(b, out / d.out % b.out, tap / d.kernel % b.kernel);
                const int64_t k = cellBehind(d, out % d.out, tap % d.kernel);
                if (i >= 0 && j >= 0 && k >= 0)
                    visit(((n * a.in + i) * b.in + j) * d.in + k, tap, n * a.out * b.out * d.out + out);
            }
}

/// Calls `visit(x index, w index, y index)` for every product of the convolution.
template <class F>
void eachProduct(const Convolution& c, F visit) {
    const int64_t allIn = c.channelsIn * c.groups, allOut = c.channelsOut * c.groups;
    eachTap(c, [&](int64_t x, int64_t w, int64_t y) {
        for (int64_t g = 0; g < c.groups; ++g)
            for (int64_t in = 0; in < c.channelsIn; ++in)
                for (int64_t out = g * c.channelsOut; out < (g + 1) * c.channelsOut; ++out)
                    visit(x * allIn + g * c.channelsIn + in, (w * c.channelsIn + in) * allOut + out, y * allOut + out);
    });
}

void addBiasAndActivate(const ReferenceCall& call, Sums& sums) {
    const Sums bias = doublesOf(call.inputs[2], call.outputs[0].extents.back());
    const std::string& activation = call.attributes.text("activation");
    for (size_t i = 0; i < sums.size(); ++i)
        sums[i] = activated(sums[i] + bias[i % bias.size()], activation);
}

Sums zerosFor(const TensorView& view) {
    return Sums(static_cast<size_t>(view.elements()));
}

void conv(const ReferenceCall& call) {
    Sums sums = zerosFor(call.outputs[0]);
    const auto c = convolutionOf(call.attributes, call.inputs[0].extents, call.inputs[1].extents);
    onReals(call.inputs[0].dtype, [&]<class T>(T) {
        const T *x = call.inputs[0].template as<T>(), *w = call.inputs[1].template as<T>();
        eachProduct(c, [&](int64_t i, int64_t k, int64_t o) {
            sums[static_cast<size_t>(o)] += static_cast<double>(x[i]) * static_cast<double>(w[k]);
        });
    });
    addBiasAndActivate(call, sums);
    write(sums, call.outputs[0]);
}

void convBackwardData(const ReferenceCall& call) {
    Sums sums = zerosFor(call.outputs[0]);
    const auto c = convolutionOf(call.attributes, call.outputs[0].extents, call.inputs[1].extents);
    onReals(call.inputs[0].dtype, [&]<class T>(T) {
        const T *dy = call.inputs[0].template as<T>(), *w = call.inputs[1].template as<T>();
        eachProduct(c, [&](int64_t i, int64_t k, int64_t o) {
            sums[static_cast<size_t>(i)] += static_cast<double>(dy[o]) * static_cast<double>(w[k]);
        });
    });
    write(sums, call.outputs[0]);
}

void convBackwardWeights(const ReferenceCall& call) {
    Sums sums = zerosFor(call.outputs[0]);
    const auto c = convolutionOf(call.attributes, call.inputs[0].extents, call.outputs[0].extents);
    onReals(call.inputs[0].dtype, [&]<class T>(T) {
        const T *x = call.inputs[0].template as<T>(), *dy = call.inputs[1].template as<T>();
        eachProduct(c, [&](int64_t i, int64_t k, int64_t o) {
            sums[static_cast<size_t>(k)] += static_cast<double>(x[i]) * static_cast<double>(dy[o]);
        });
    });
    write(sums, call.outputs[0]);
}
} // namespace

void registerConvReference(KernelRegistry& registry);
void registerConvReference(KernelRegistry& registry) {
    addReference(registry, "conv", conv);
    addReference(registry, "conv_backward_data", convBackwardData);
    addReference(registry, "conv_backward_weights", convBackwardWeights);
}

} // namespace td::kernels
