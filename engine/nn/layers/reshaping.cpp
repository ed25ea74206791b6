#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"

#include <algorithm>

namespace td::nn {

void registerReshaping(Catalogues& catalogues);

namespace {
Flows callFlatten(Call& call) {
    if (!needRankAtLeast(call, 0, 1)) return nothing(call);
    const Expr x = isChannelsFirst(call) ? channelsToLast(call.input()) : call.input();
    Dim features = 1;
    for (int axis = 1; axis < x.rank(); ++axis)
        features = features * x.shape()[axis];
    return {Flow{reshape(x, Shape{sizeAt(x, 0), features}), {}}};
}

Flows callReshape(Call& call) {
    if (!needRankAtLeast(call, 0, 1)) return nothing(call);
    const Ints target = call.config().sizes("target_shape");
    const bool isFine = std::all_of(target.begin(), target.end(), [](int64_t size) { return size >= -1; }) &&
                        std::count(target.begin(), target.end(), -1) <= 1;
    if (!isFine) {
        failArgument(call, "target_shape", "sizes, of which one may be -1");
        return nothing(call);
    }
    Shape shape{sizeAt(call.input(), 0)};
    for (const int64_t size : target)
        shape.append(Dim(size));
    return {Flow{call.builder().emit("reshape", {call.input()}, {{"shape", shape}}), {}}};
}

Flows callPermute(Call& call) {
    const Ints dims = call.config().sizes("dims");
    Ints order{0}, sorted = dims;
    std::sort(sorted.begin(), sorted.end());
    if (sorted != axesBetween(1, static_cast<int>(dims.size()) + 1)) {
        failArgument(call, "dims", "each axis from 1 on once");
        return nothing(call);
    }
    if (!needRank(call, 0, static_cast<int>(dims.size()) + 1)) return nothing(call);
    order.insert(order.end(), dims.begin(), dims.end());
    return {Flow{reordered(call.input(), order), {}}};
}

Flows callRepeatVector(Call& call) {
    if (!needRank(call, 0, 2) || !needAtLeast(call, "n", 1)) return nothing(call);
    const Expr x = call.input();
    const Shape shape{sizeAt(x, 0), Dim(call.config().integer("n")), sizeAt(x, 1)};
    return {Flow{broadcastTo(expanded(x, 1), shape), {}}};
}
} // namespace

void registerReshaping(Catalogues& catalogues) {
    auto& layers = catalogues.layers;
    layers.add(layerDef("Flatten", "reshaping", MaskRule::Drop, "All axes but the batch become one.",
                        {dataFormatParameter()}, callFlatten));
    layers.add(layerDef("Reshape", "reshaping", MaskRule::Drop, "The same values under another shape.",
                        {required(sizesParameter("target_shape", nullptr, 0,
                                                 "sizes without the batch; one may be -1, which takes what is left"))},
                        callReshape));
    layers.add(layerDef("Permute", "reshaping", MaskRule::Drop, "The axes in another order.",
                        {required(sizesParameter("dims", nullptr, 0, "old axes in their new order, counted from 1"))},
                        callPermute));
    layers.add(layerDef("RepeatVector", "reshaping", MaskRule::Drop, "(B, F) becomes n equal steps (B, n, F).",
                        {required(intParameter("n", nullptr, "how often"))}, callRepeatVector));
}

} // namespace td::nn
