#include "engine/kernels/reference/framing.h"
#include "engine/kernels/reference/moving.h"
#include "engine/kernels/reference/reals.h"

#include <cmath>
#include <numbers>

namespace td::kernels {

SignalFrames::SignalFrames(const graph::Attributes& attributes)
    : length(attributes.integer("fft_length"))
    , step(attributes.integer("sequence_stride"))
    , margin(attributes.flag("center") ? length / 2 : 0)
    , window(static_cast<size_t>(length), attributes.text("window") == "none" ? 1.0 : 0.0)
    , isFlat(attributes.text("window") == "none") {
    if (isFlat) return;
    const int64_t size = attributes.integer("sequence_length"), before = (length - size) / 2;
    const double low = attributes.text("window") == "hann" ? 0.5 : 0.54;
    for (int64_t i = 0; i < size; ++i) {
        const double turn = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(size);
        window[static_cast<size_t>(before + i)] = size == 1 ? 1 : low - (1 - low) * std::cos(turn);
    }
}

std::vector<double> SignalFrames::dualWindow() const {
    if (isFlat) return window;
    std::vector<double> dual = window;
    for (int64_t i = 0; i < length; ++i) {
        double sum = 0;
        for (int64_t at = i % step; at < length; at += step)
            sum += window[static_cast<size_t>(at)] * window[static_cast<size_t>(at)];
        double& weight = dual[static_cast<size_t>(i)];
        weight = sum > 0 ? weight / sum : 0;
    }
    return dual;
}

namespace {
void frame(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const int64_t frames = y.extents[y.extents.size() - 2], length = y.extents.back(), samples = x.extents.back();
    const int64_t step = call.attributes.integer("step");
    for (int64_t i = 0; i < y.elements(); ++i) {
        const int64_t outer = i / length / frames, at = i / length % frames * step + i % length;
        copyElement(x, outer * samples + at, y, i);
    }
}

/// Reals are added up in double, integers as they are.
void overlapAdd(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const int64_t frames = x.extents[x.extents.size() - 2], length = x.extents.back(), samples = y.extents.back();
    const int64_t step = call.attributes.integer("step");
    dispatch(x.dtype, [&]<class T>(T) {
        using Total = std::conditional_t<std::is_floating_point_v<T>, double, uint64_t>;
        std::vector<Total> total(static_cast<size_t>(y.elements()));
        for (int64_t i = 0; i < x.elements(); ++i) {
            const int64_t outer = i / length / frames, at = i / length % frames * step + i % length;
            total[static_cast<size_t>(outer * samples + at)] += static_cast<Total>(x.as<T>()[i]);
        }
        for (size_t i = 0; i < total.size(); ++i)
            y.as<T>()[i] = static_cast<T>(total[i]);
    });
}
} // namespace

void registerFramingReference(KernelRegistry& registry);
void registerFramingReference(KernelRegistry& registry) {
    addReference(registry, "frame", frame);
    addReference(registry, "overlap_add", overlapAdd);
}

} // namespace td::kernels
