#include "engine/nn/layers/convolution.h"
#include "engine/nn/layers/low_rank.h"

namespace td::nn {

void registerConv(Catalogues& catalogues);

namespace {
/// False, after failing, unless both channel counts fall into the groups.
bool needGroups(Call& call, int64_t inputs, int64_t filters, int64_t groups) {
    if (!needAtLeast(call, "groups", 1)) return false;
    if (inputs % groups == 0 && filters % groups == 0) return true;
    failArgument(call, "groups",
                 "a divisor of " + std::to_string(inputs) + " input channels and " + std::to_string(filters) +
                     " filters");
    return false;
}

template <size_t axes>
Flows callConv(Call& call) {
    if (!needWindow(call, axes) || !needAtLeast(call, "filters", 1)) return nothing(call);
    const Expr x = channelsLastInput(call);
    const ConvWindow window = convWindow(call);
    const int64_t inputs = call.knownSize(x, -1), filters = call.config().integer("filters");
    const int64_t groups = call.config().integer("groups");
    if (!needGroups(call, inputs, filters, groups)) return nothing(call);
    Extents extents = window.kernel;
    extents.insert(extents.end(), {inputs / groups, filters});
    const Expr resting = restingWeight(call, "kernel", extents), bias = biasFor(call, filters);
    const Expr kernel = whole(adapted(call, resting, "kernel"));
    return finishConvolution(call, convolved(x, kernel, bias, window, groups));
}

template <size_t axes>
void add(Catalogues& catalogues) {
    const std::string number = std::to_string(axes);
    LayerDef def = layerDef(
        "Conv" + number + "D", "convolution", MaskRule::Drop,
        "A window of weights moves over the input's " + number + " spatial axes; each filter is one output channel.",
        joined({{required(intParameter("filters", nullptr, "output channels")), kernelSizeParameter(axes),
                 stridesParameter(axes), paddingParameter(axes == 1), dataFormatParameter(), dilationParameter(axes),
                 intParameter("groups", 1, "channels fall into so many groups that do not see each other"),
                 activationParameter(), useBiasParameter()},
                weightParameters({{"kernel", "glorot_uniform"}, {"bias", "zeros"}}),
                lowRankParameters()}),
        callConv<axes>);
    def.aliases = {"Convolution" + number + "D"};
    catalogues.layers.add(std::move(def));
}
} // namespace

void registerConv(Catalogues& catalogues) {
    add<1>(catalogues);
    add<2>(catalogues);
    add<3>(catalogues);
}

} // namespace td::nn
