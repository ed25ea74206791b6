#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"

namespace td::nn {

void registerGlobalPooling(Catalogues& catalogues);

namespace {
Ints spatialAxes(const Call& call, int axes) {
    const int first = isChannelsFirst(call) ? 2 : 1;
    return axesBetween(first, first + axes);
}

template <int axes>
Flows callMax(Call& call) {
    if (!needRank(call, 0, axes + 2)) return nothing(call);
    const Expr x = asReal(call.input());
    return {Flow{call.builder().emit("max", {x},
                                     {{"axes", spatialAxes(call, axes)}, {"keepdims", call.config().flag("keepdims")}}),
                 {}}};
}

template <int axes>
Flows callAverage(Call& call) {
    if (!needRank(call, 0, axes + 2)) return nothing(call);
    const Expr x = asReal(call.input());
    const Ints over = spatialAxes(call, axes);
    const bool keepDims = call.config().flag("keepdims");
    if (axes > 1 || !call.mask()) return {Flow{mean(x, over, keepDims), {}}};
    // Only the steps that count: the mask is (B,T), the steps stand on axis 1 or 2.
    const Expr mask = expanded(cast(call.mask(), x.dtype()), isChannelsFirst(call) ? 1 : 2);
    return {Flow{sum(x * mask, over, keepDims) / sum(mask, over, keepDims), {}}};
}

template <int axes>
void add(Catalogues& catalogues) {
    const std::string number = std::to_string(axes) + "D";
    const std::vector<Parameter> parameters = {dataFormatParameter(),
                                               boolParameter("keepdims", false, "whether the axes stay, with size 1")};
    LayerDef max = layerDef("GlobalMaxPooling" + number, "pooling", MaskRule::Drop,
                            "The largest value of each channel.", parameters, callMax<axes>);
    max.aliases = {"GlobalMaxPool" + number};
    LayerDef average = layerDef("GlobalAveragePooling" + number, "pooling", MaskRule::Drop,
                                "The mean of each channel; masked steps do not count.", parameters, callAverage<axes>);
    average.aliases = {"GlobalAvgPool" + number};
    catalogues.layers.add(std::move(max));
    catalogues.layers.add(std::move(average));
}
} // namespace

void registerGlobalPooling(Catalogues& catalogues) {
    add<1>(catalogues);
    add<2>(catalogues);
    add<3>(catalogues);
}

} // namespace td::nn
