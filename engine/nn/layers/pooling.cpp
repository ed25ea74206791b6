#include "engine/nn/layers/convolution.h"

namespace td::nn {

void registerPooling(Catalogues& catalogues);

namespace {
enum class Pool : uint8_t { Max, Average };

template <size_t axes, Pool kind>
Flows callPool(Call& call) {
    const Config& config = call.config();
    if (!needRank(call, 0, axes + 2) || !needAtLeast(call, "pool_size", 1)) return nothing(call);
    const bool hasStrides = !config.isNull("strides");
    if (hasStrides && !needAtLeast(call, "strides", 1)) return nothing(call);
    const Expr y = call.builder().emit(kind == Pool::Max ? "max_pool" : "avg_pool", {channelsLastInput(call)},
                                       {{"pool", config.sizes("pool_size")},
                                        {"strides", config.sizes(hasStrides ? "strides" : "pool_size")},
                                        {"padding", config.text("padding")}});
    return {Flow{isChannelsFirst(call) ? channelsToFirst(y) : y, {}}};
}

/// The largest of each window along one axis of a known size; equal ones share the gradient, as in every reduction.
Expr largestAlong(Expr x, int axis, int64_t windows) {
    if (!x) return x;
    const int64_t cells = x.shape()[axis].value();
    std::vector<Expr> parts;
    for (int64_t i = 0; i < windows; ++i) {
        const int64_t begin = i * cells / windows, end = ((i + 1) * cells + windows - 1) / windows;
        const Expr window = sliced(x, axis, begin, end - begin);
        parts.push_back(x.builder->emit("max", {window}, {{"axes", Ints{axis}}, {"keepdims", true}}));
    }
    return concatenated(parts, axis);
}

/// Axis by axis while that takes few nodes, otherwise in one operation, whose gradient goes to the first of equal ones.
Expr adaptiveMax(Expr x, const Ints& sizes) {
    constexpr int64_t kMostWindows = 64;
    bool isComposed = true;
    for (size_t i = 0; i < sizes.size(); ++i)
        isComposed = isComposed && sizeAt(x, static_cast<int>(i) + 1).isKnown() && sizes[i] <= kMostWindows;
    if (!isComposed) return x.builder->emit("adaptive_max_pool", {x}, {{"size", sizes}});
    for (size_t i = 0; i < sizes.size(); ++i)
        x = largestAlong(x, static_cast<int>(i) + 1, sizes[i]);
    return x;
}

template <size_t axes, Pool kind>
Flows callAdaptive(Call& call) {
    if (!needRank(call, 0, axes + 2) || !needAtLeast(call, "output_size", 1)) return nothing(call);
    const Expr x = channelsLastInput(call);
    const Ints sizes = call.config().sizes("output_size");
    const Expr y =
        kind == Pool::Max ? adaptiveMax(x, sizes) : call.builder().emit("adaptive_avg_pool", {x}, {{"size", sizes}});
    return {Flow{isChannelsFirst(call) ? channelsToFirst(y) : y, {}}};
}

template <size_t axes, Pool kind>
void add(Catalogues& catalogues) {
    const std::string number = std::to_string(axes) + "D", name = kind == Pool::Max ? "Max" : "Average";
    const std::string what = kind == Pool::Max ? "largest value" : "mean";
    LayerDef pool = layerDef(name + "Pooling" + number, "pooling", MaskRule::Drop,
                             "The " + what + " of each window; cells outside the input do not count.",
                             {sizesParameter("pool_size", 2, axes, "cells of the window on each axis"),
                              sizesParameter("strides", nullptr, axes, "how far it moves; none: by its own size"),
                              paddingParameter(), dataFormatParameter()},
                             callPool<axes, kind>);
    pool.aliases = {(kind == Pool::Max ? "MaxPool" : "AvgPool") + number};
    catalogues.layers.add(std::move(pool));
    catalogues.layers.add(
        layerDef("Adaptive" + name + "Pooling" + number, "pooling", MaskRule::Drop,
                 "The " + what +
                     " of windows chosen so that the output has a given size: window i of n is from "
                     "floor(i in / n) to ceil((i + 1) in / n).",
                 {required(sizesParameter("output_size", nullptr, axes, "size of the output on each axis")),
                  dataFormatParameter()},
                 callAdaptive<axes, kind>));
}
} // namespace

void registerPooling(Catalogues& catalogues) {
    add<1, Pool::Max>(catalogues);
    add<2, Pool::Max>(catalogues);
    add<3, Pool::Max>(catalogues);
    add<1, Pool::Average>(catalogues);
    add<2, Pool::Average>(catalogues);
    add<3, Pool::Average>(catalogues);
}

} // namespace td::nn
