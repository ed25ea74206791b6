#include "engine/nn/layers/convolution.h"

namespace td::nn {

Parameter kernelSizeParameter(size_t axes) {
    return required(sizesParameter("kernel_size", nullptr, axes, "cells of the window on each axis"));
}

Parameter stridesParameter(size_t axes) {
    return sizesParameter("strides", 1, axes, "cells that the window moves on each axis");
}

Parameter dilationParameter(size_t axes) {
    return sizesParameter("dilation_rate", 1, axes, "distance of the window's cells on each axis");
}

Parameter paddingParameter(bool isCausal) {
    std::vector<std::string> choices = {"valid", "same"};
    std::string about = "valid: only whole windows; same: zeros around, as many outputs as inputs at stride 1";
    if (isCausal) {
        choices.emplace_back("causal");
        about += "; causal: zeros in front, no output sees later inputs";
    }
    return textParameter("padding", "valid", std::move(choices), std::move(about));
}

ConvWindow convWindow(const Call& call) {
    const Config& config = call.config();
    return {config.sizes("kernel_size"), config.sizes("strides"), config.sizes("dilation_rate"),
            config.text("padding")};
}

bool needWindow(Call& call, size_t axes) {
    return needRank(call, 0, static_cast<int>(axes) + 2) && needAtLeast(call, "kernel_size", 1) &&
           needAtLeast(call, "strides", 1) && needAtLeast(call, "dilation_rate", 1);
}

Expr channelsLastInput(Call& call) {
    const Expr x = asReal(call.input());
    return isChannelsFirst(call) ? channelsToLast(x) : x;
}

Flows finishConvolution(Call& call, Expr y) {
    y = call.activated(y);
    return {Flow{isChannelsFirst(call) ? channelsToFirst(y) : y, {}}};
}

Expr convolved(Expr x, Expr w, Expr b, const ConvWindow& window, int64_t groups) {
    graph::Attributes attributes{{"strides", window.strides}, {"dilations", window.dilations}, {"groups", groups}};
    if (window.padding == "causal") {
        attributes.set("padding", std::string("explicit"));
        attributes.set("pads", Ints{window.dilations[0] * (window.kernel[0] - 1), 0});
    } else {
        attributes.set("padding", window.padding);
    }
    return x.builder->emit("conv", {x, w, b}, std::move(attributes));
}

Expr biasFor(Call& call, int64_t channels) {
    return call.config().flag("use_bias") ? call.weight("bias", {channels}) : Expr{};
}

} // namespace td::nn
