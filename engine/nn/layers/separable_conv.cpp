#include "engine/nn/layers/convolution.h"

/// Convolutions that treat each channel by itself, alone and followed by a mixing of channels.
namespace td::nn {

void registerSeparableConv(Catalogues& catalogues);

namespace {
/// Channel c gives the channels c·multiplier … with its own windows; kernel (k…, in, multiplier).
Expr depthwise(Expr x, Expr kernel, Expr bias, const ConvWindow& window, int64_t inputs, int64_t multiplier) {
    Shape shape = Shape::of(window.kernel);
    shape.append(Dim(1));
    shape.append(Dim(inputs * multiplier));
    return convolved(x, reshape(kernel, shape), bias, window, inputs);
}

Extents depthwiseExtents(const ConvWindow& window, int64_t inputs, int64_t multiplier) {
    Extents extents = window.kernel;
    extents.insert(extents.end(), {inputs, multiplier});
    return extents;
}

template <size_t axes>
Flows callDepthwise(Call& call) {
    if (!needWindow(call, axes) || !needAtLeast(call, "depth_multiplier", 1)) return nothing(call);
    const Expr x = channelsLastInput(call);
    const ConvWindow window = convWindow(call);
    const int64_t inputs = call.knownSize(x, -1), multiplier = call.config().integer("depth_multiplier");
    const Expr kernel = call.weight("kernel", depthwiseExtents(window, inputs, multiplier), "depthwise");
    const Expr bias = biasFor(call, inputs * multiplier);
    return finishConvolution(call, depthwise(x, kernel, bias, window, inputs, multiplier));
}

template <size_t axes>
Flows callSeparable(Call& call) {
    if (!needWindow(call, axes) || !needAtLeast(call, "depth_multiplier", 1) || !needAtLeast(call, "filters", 1))
        return nothing(call);
    const Expr x = channelsLastInput(call);
    const ConvWindow window = convWindow(call);
    const Config& config = call.config();
    const int64_t inputs = call.knownSize(x, -1), multiplier = config.integer("depth_multiplier");
    const int64_t filters = config.integer("filters");
    const Expr first = call.weight("depthwise_kernel", depthwiseExtents(window, inputs, multiplier), "depthwise");
    Extents extents(axes, 1);
    extents.insert(extents.end(), {inputs * multiplier, filters});
    const Expr second = call.weight("pointwise_kernel", extents, "pointwise"), bias = biasFor(call, filters);
    const Ints ones(axes, 1);
    const Expr each = depthwise(x, first, {}, window, inputs, multiplier);
    return finishConvolution(call, convolved(each, second, bias, {ones, ones, ones, "valid"}, 1));
}

Parameter multiplierParameter() {
    return intParameter("depth_multiplier", 1, "output channels of each input channel");
}

template <size_t axes>
void add(Catalogues& catalogues) {
    const std::string number = std::to_string(axes);
    const std::vector<Parameter> ending = {dataFormatParameter(), dilationParameter(axes)};
    catalogues.layers.add(
        layerDef("DepthwiseConv" + number + "D", "convolution", MaskRule::Drop,
                 "Each channel has windows of its own and sees no other.",
                 joined({{kernelSizeParameter(axes), stridesParameter(axes), paddingParameter(), multiplierParameter()},
                         ending,
                         {activationParameter(), useBiasParameter()},
                         weightParameters({{"depthwise", "glorot_uniform"}, {"bias", "zeros"}})}),
                 callDepthwise<axes>));
    LayerDef separable = layerDef(
        "SeparableConv" + number + "D", "convolution", MaskRule::Drop,
        "First each channel by itself, then all channels of a cell are mixed: a convolution with far fewer weights.",
        joined(
            {{required(intParameter("filters", nullptr, "output channels")), kernelSizeParameter(axes),
              stridesParameter(axes), paddingParameter()},
             ending,
             {multiplierParameter(), activationParameter(), useBiasParameter()},
             weightParameters({{"depthwise", "glorot_uniform"}, {"pointwise", "glorot_uniform"}, {"bias", "zeros"}})}),
        callSeparable<axes>);
    separable.aliases = {"SeparableConvolution" + number + "D"};
    catalogues.layers.add(std::move(separable));
}
} // namespace

void registerSeparableConv(Catalogues& catalogues) {
    add<1>(catalogues);
    add<2>(catalogues);
}

} // namespace td::nn
