#include "engine/kernels/reference/moving.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace td::kernels {

namespace {
/// One source cell and its share of a result.
struct Tap {
    int64_t from = 0;
    double weight = 1;
};

/// Keys' cubic with a = -0.5.
double cubic(double distance) {
    const double d = std::fabs(distance);
    if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
    return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
}

/// Where cell `to` of `newSize` comes from: centres stand half a cell from the edge.
std::vector<Tap> tapsOf(int64_t to, int64_t newSize, int64_t size, std::string_view method) {
    const double scale = static_cast<double>(size) / static_cast<double>(newSize);
    const double centre = (static_cast<double>(to) + 0.5) * scale;
    if (method == "nearest") return {{std::min(static_cast<int64_t>(std::floor(centre)), size - 1), 1}};
    const double place = centre - 0.5;
    const auto below = static_cast<int64_t>(std::floor(place));
    const double part = place - static_cast<double>(below);
    const auto held = [&](int64_t from) { return std::clamp<int64_t>(from, 0, size - 1); };
    if (method == "bilinear") return {{held(below), 1 - part}, {held(below + 1), part}};
    std::vector<Tap> taps;
    double total = 0;
    for (int64_t from = below - 1; from <= below + 2; ++from)
        if (from >= 0 && from < size) {
            taps.push_back({from, cubic(place - static_cast<double>(from))});
            total += taps.back().weight;
        }
    for (Tap& tap : taps)
        tap.weight /= total;
    return taps;
}

/// Calls `function(large index, small index, weight)` for each pair that a resize from x to y joins.
template <class F>
void eachPairOf(const Extents& x, const Extents& y, std::string_view method, F function) {
    for (int64_t row = 0; row < y[1]; ++row)
        for (const Tap& vertical : tapsOf(row, y[1], x[1], method))
            for (int64_t column = 0; column < y[2]; ++column)
                for (const Tap& horizontal : tapsOf(column, y[2], x[2], method))
                    for (int64_t n = 0; n < y[0]; ++n)
                        for (int64_t c = 0; c < y[3]; ++c)
                            function(flatOf(Extents{n, vertical.from, horizontal.from, c}, x),
                                     flatOf(Extents{n, row, column, c}, y), vertical.weight * horizontal.weight);
}

/// Each result is one source cell, to the bit.
void pick(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    dispatch(x.dtype, [&]<class T>(T) {
        eachPairOf(x.extents, y.extents, "nearest",
                   [&](int64_t from, int64_t to, double) { y.as<T>()[to] = x.as<T>()[from]; });
    });
}

/// Adds up in double; `isForward`: from x to y, else back.
template <class T>
void spread(const ReferenceCall& call, bool isForward) {
    const TensorView &in = call.inputs[0], &out = call.outputs[0];
    const Extents &x = isForward ? in.extents : out.extents, &y = isForward ? out.extents : in.extents;
    std::vector<double> total(static_cast<size_t>(out.elements()));
    eachPairOf(x, y, call.attributes.text("method"), [&](int64_t from, int64_t to, double weight) {
        if (!isForward) std::swap(from, to);
        total[static_cast<size_t>(to)] += weight * static_cast<double>(in.as<T>()[from]);
    });
    for (size_t i = 0; i < total.size(); ++i)
        out.as<T>()[i] = static_cast<T>(total[i]);
}
} // namespace

void registerResizeReference(KernelRegistry& registry);
void registerResizeReference(KernelRegistry& registry) {
    addReference(registry, "resize", [](const ReferenceCall& call) {
        if (call.attributes.text("method") == "nearest") return pick(call);
        call.inputs[0].dtype == DType::F64 ? spread<double>(call, true) : spread<float>(call, true);
    });
    addReference(registry, "resize_grad", [](const ReferenceCall& call) {
        call.inputs[0].dtype == DType::F64 ? spread<double>(call, false) : spread<float>(call, false);
    });
}

} // namespace td::kernels
