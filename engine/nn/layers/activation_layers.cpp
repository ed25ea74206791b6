#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"

#include <algorithm>

namespace td::nn {

void registerActivationLayers(Catalogues& catalogues);

namespace {
Flows callActivation(Call& call) {
    return {Flow{call.activated(asReal(call.input())), {}}};
}

Flows callRelu(Call& call) {
    const Config& config = call.config();
    const Json arguments = {{"max_value", config.json("max_value")},
                            {"negative_slope", config.json("negative_slope")},
                            {"threshold", config.json("threshold")}};
    return {Flow{call.activatedBy(asReal(call.input()), {{"class_name", "relu"}, {"config", arguments}}), {}}};
}

Flows callLeakyRelu(Call& call) {
    return {Flow{call.builder().emit("leaky_relu", {asReal(call.input())},
                                     {{"negative_slope", call.config().real("negative_slope")}}),
                 {}}};
}

Flows callElu(Call& call) {
    return {Flow{call.builder().emit("elu", {asReal(call.input())}, {{"alpha", call.config().real("alpha")}}), {}}};
}

Flows callPrelu(Call& call) {
    if (!needRankAtLeast(call, 0, 2)) return nothing(call);
    const Expr x = asReal(call.input());
    std::vector<int> shared;
    if (!call.config().isNull("shared_axes")) shared = axesOf(call, "shared_axes", x.rank());
    Extents extents;
    for (int axis = 1; axis < x.rank(); ++axis)
        extents.push_back(std::find(shared.begin(), shared.end(), axis) != shared.end() ? 1 : call.knownSize(x, axis));
    return {Flow{call.builder().emit("prelu", {x, call.weight("alpha", extents)}), {}}};
}

/// Over several axes at once: by their common logarithm of sums.
Expr jointSoftmax(Expr x, const std::vector<int>& axes) {
    if (axes.size() == 1) return x.builder->emit("softmax", {x}, {{"axis", int64_t{axes[0]}}});
    const Ints over(axes.begin(), axes.end());
    return unary("exp", x - x.builder->emit("logsumexp", {x}, {{"axes", over}, {"keepdims", true}}));
}

/// The mask as an argument by name is one for each element; as the input's own it is the same.
Flows callSoftmax(Call& call) {
    if (!needRankAtLeast(call, 0, 1)) return nothing(call);
    const Expr x = asReal(call.input());
    const auto axes = axesOf(call, "axis", x.rank());
    if (axes.empty()) return nothing(call);
    const Expr mask = call.named("mask").value ? call.named("mask").value : call.mask();
    if (!mask) return {Flow{jointSoftmax(x, axes), {}}};
    if (mask.rank() > x.rank()) {
        call.fail(ErrorCode::ShapeMismatch, {{"mask", toString(mask.type())}, {"input", toString(x.type())}});
        return nothing(call);
    }
    const Expr hidden = x.builder->scalar(-1e9, x.dtype()), zero = x.builder->scalar(0, x.dtype());
    return {Flow{select(mask, jointSoftmax(select(mask, x, hidden), axes), zero), mask}};
}
} // namespace

void registerActivationLayers(Catalogues& catalogues) {
    auto& layers = catalogues.layers;
    const auto add = [&](std::string name, MaskRule masks, std::string about, std::vector<Parameter> parameters,
                         LayerCallFunction call) {
        layers.add(layerDef(std::move(name), "activation", masks, std::move(about), std::move(parameters), call));
    };
    add("Activation", MaskRule::Pass, "A function of each value.",
        {required(objectParameter("activation", nullptr, "its name"))}, callActivation);
    add("ReLU", MaskRule::Pass, "max(x, 0), with a slope below and a maximum, if they are given.",
        {realParameter("max_value", nullptr, "largest output; none: unlimited"),
         realParameter("negative_slope", 0.0, "slope below the threshold"),
         realParameter("threshold", 0.0, "below it an input counts as negative")},
        callRelu);
    add("LeakyReLU", MaskRule::Pass, "x above zero, negative_slope x below.",
        {realParameter("negative_slope", 0.3, "slope below zero")}, callLeakyRelu);
    add("ELU", MaskRule::Pass, "x above zero, alpha (exp(x) - 1) below.",
        {realParameter("alpha", 1.0, "what it falls to, negated")}, callElu);
    add("PReLU", MaskRule::Pass, "x above zero, alpha x below, with trained slopes.",
        joined({weightParameters({{"alpha", "zeros"}}),
                {sizesParameter("shared_axes", nullptr, 0, "axes along which all have the same slope")}}),
        callPrelu);
    add("Softmax", MaskRule::Own, "exp(x) / sum(exp(x)): positive, sums to 1; masked places get 0.",
        {jsonParameter("axis", -1, "the axis, or a list of axes, that sum to 1")}, callSoftmax);
}

} // namespace td::nn
