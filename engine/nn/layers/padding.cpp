#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"

/// Adding and taking away cells at the borders.
namespace td::nn {

void registerPadding(Catalogues& catalogues);

namespace {
int firstSpatialAxis(const Call& call) {
    return isChannelsFirst(call) ? 2 : 1;
}

template <size_t axes>
Flows callPad(Call& call) {
    if (!needRank(call, 0, axes + 2)) return nothing(call);
    const auto pairs = pairsOf(call, "padding", axes);
    if (pairs.empty()) return nothing(call);
    Ints pads((axes + 2) * 2, 0);
    for (size_t i = 0; i < axes; ++i) {
        const size_t axis = static_cast<size_t>(firstSpatialAxis(call)) + i;
        pads[axis * 2] = pairs[i].first;
        pads[axis * 2 + 1] = pairs[i].second;
    }
    return {Flow{call.builder().emit("pad", {call.input()}, {{"pads", pads}}), {}}};
}

template <size_t axes>
Flows callCrop(Call& call) {
    if (!needRank(call, 0, axes + 2)) return nothing(call);
    const auto pairs = pairsOf(call, "cropping", axes);
    if (pairs.empty()) return nothing(call);
    const Expr x = call.input();
    Ints begin(axes + 2, 0), size(axes + 2, -1);
    for (size_t i = 0; i < axes; ++i) {
        const int axis = firstSpatialAxis(call) + static_cast<int>(i);
        const auto [before, after] = pairs[i];
        begin[static_cast<size_t>(axis)] = before;
        if (before + after == 0) continue;
        const int64_t left = call.knownSize(x, axis) - before - after;
        if (left < 1) {
            failArgument(call, "cropping", "less than the input " + toString(x.type()));
            return nothing(call);
        }
        size[static_cast<size_t>(axis)] = left;
    }
    return {Flow{call.builder().emit("slice", {x}, {{"begin", begin}, {"size", size}}), {}}};
}

template <size_t axes>
void add(Catalogues& catalogues) {
    const std::string number = std::to_string(axes) + "D";
    const auto parameters = [](const char* name) {
        return std::vector{jsonParameter(name, 1, "cells: one number, one for each axis, or a pair (before, after)"),
                           dataFormatParameter()};
    };
    catalogues.layers.add(layerDef("ZeroPadding" + number, "reshaping", MaskRule::Drop,
                                   "Zeros around the spatial axes.", parameters("padding"), callPad<axes>));
    catalogues.layers.add(layerDef("Cropping" + number, "reshaping", MaskRule::Drop,
                                   "Cuts cells off the ends of the spatial axes.", parameters("cropping"),
                                   callCrop<axes>));
}
} // namespace

void registerPadding(Catalogues& catalogues) {
    add<1>(catalogues);
    add<2>(catalogues);
    add<3>(catalogues);
}

} // namespace td::nn
