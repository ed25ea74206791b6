#include "engine/nn/layers/convolution.h"

#include <algorithm>

namespace td::nn {

void registerConvTranspose(Catalogues& catalogues);

namespace {
/// The length of an axis that the convolution would bring to `size`.
/// Formula: same: size·stride; valid: (size − 1)·stride + max(window, stride); with an output padding p
///          (size − 1)·stride + p + (window for valid, window mod 2 for same). The window counts its gaps.
Dim lengthBefore(const Dim& size, int64_t window, int64_t stride, bool isSame, const std::optional<int64_t>& padding) {
    if (isSame && !padding) return size * Dim(stride);
    const int64_t extra = padding.value_or(0);
    const int64_t edge = isSame ? window % 2 + extra : padding ? window + extra : std::max(window, stride);
    return (size - Dim(1)) * Dim(stride) + Dim(edge);
}

/// The output's shape (N, out…, filters).
Shape scatteredShape(Call& call, Expr x, const ConvWindow& window, int64_t filters) {
    const Ints paddings = call.config().sizes("output_padding");
    Shape shape{sizeAt(x, 0)};
    for (size_t axis = 0; axis < window.kernel.size(); ++axis) {
        const int64_t wide = (window.kernel[axis] - 1) * window.dilations[axis] + 1;
        const auto padding = axis < paddings.size() ? std::optional(paddings[axis]) : std::nullopt;
        shape.append(lengthBefore(sizeAt(x, static_cast<int>(axis) + 1), wide, window.strides[axis],
                                  window.padding == "same", padding));
    }
    shape.append(Dim(filters));
    return shape;
}

/// The output padding must be less than the stride.
bool needOutputPadding(Call& call, const Ints& strides) {
    if (call.config().isNull("output_padding")) return true;
    const Ints paddings = call.config().sizes("output_padding");
    for (size_t axis = 0; axis < paddings.size(); ++axis)
        if (paddings[axis] < 0 || paddings[axis] >= strides[axis]) {
            failArgument(call, "output_padding", "0 or more and less than the stride on each axis");
            return false;
        }
    return true;
}

template <size_t axes>
Flows callConvTranspose(Call& call) {
    const ConvWindow window = convWindow(call);
    if (!needWindow(call, axes) || !needAtLeast(call, "filters", 1) || !needOutputPadding(call, window.strides))
        return nothing(call);
    const Expr x = channelsLastInput(call);
    const int64_t inputs = call.knownSize(x, -1), filters = call.config().integer("filters");
    Extents extents = window.kernel;
    extents.insert(extents.end(), {filters, inputs});
    const Expr kernel = call.weight("kernel", extents), bias = biasFor(call, filters);
    Expr y = call.builder().emit("conv_backward_data", {x, kernel},
                                 {{"strides", window.strides},
                                  {"padding", window.padding},
                                  {"dilations", window.dilations},
                                  {"shape", scatteredShape(call, x, window, filters)}});
    if (bias) y = y + bias;
    return finishConvolution(call, y);
}

template <size_t axes>
void add(Catalogues& catalogues) {
    const std::string number = std::to_string(axes);
    LayerDef def = layerDef(
        "Conv" + number + "DTranspose", "convolution", MaskRule::Drop,
        "Each input cell scatters a window of weights: the gradient of a convolution, for going back to finer grids.",
        joined({{required(intParameter("filters", nullptr, "output channels")), kernelSizeParameter(axes),
                 stridesParameter(axes), paddingParameter(),
                 sizesParameter("output_padding", nullptr, axes,
                                "cells added at the end, less than the stride; none: as the padding asks for"),
                 dataFormatParameter(), dilationParameter(axes), activationParameter(), useBiasParameter()},
                weightParameters({{"kernel", "glorot_uniform"}, {"bias", "zeros"}})}),
        callConvTranspose<axes>);
    def.aliases = {"Convolution" + number + "DTranspose"};
    catalogues.layers.add(std::move(def));
}
} // namespace

void registerConvTranspose(Catalogues& catalogues) {
    add<1>(catalogues);
    add<2>(catalogues);
    add<3>(catalogues);
}

} // namespace td::nn
