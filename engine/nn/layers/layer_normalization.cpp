#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"

#include <algorithm>

/// Normalization of each sample by itself.
namespace td::nn {

void registerLayerNormalization(Catalogues& catalogues);

namespace {
/// The input with the normalized axes last, in rising order, and how to come back.
struct Ordered {
    Expr x;
    Ints order;
    Extents extents; ///< of the normalized axes
};

/// `extents` empty after failing.
Ordered normalizedLast(Call& call) {
    const Expr x = asReal(call.input());
    auto axes = axesOf(call, "axis", x.rank());
    std::sort(axes.begin(), axes.end());
    Ordered ordered{x, {}, {}};
    for (const int axis : axes)
        ordered.extents.push_back(call.knownSize(x, axis));
    ordered.order = orderWithLast(x.rank(), axes);
    ordered.x = reordered(x, ordered.order);
    return ordered;
}

Flows back(const Ordered& ordered, Expr y) {
    return {Flow{reordered(y, inverseOrder(ordered.order)), {}}};
}

int64_t firstAxis(const Ordered& ordered) {
    return -static_cast<int64_t>(ordered.extents.size());
}

/// x gamma / sqrt(variance + epsilon): Keras' `rms_scaling`, which does not take out the mean.
Expr scaledByDeviation(const Ordered& ordered, Expr gain, double epsilon) {
    const Ints axes = axesBetween(ordered.x.rank() + static_cast<int>(firstAxis(ordered)), ordered.x.rank());
    const Expr variance = ordered.x.builder->emit("var", {ordered.x}, {{"axes", axes}, {"keepdims", true}});
    return ordered.x * unary("rsqrt", variance + epsilon) * gain;
}

Flows callLayerNormalization(Call& call) {
    if (!needRankAtLeast(call, 0, 1)) return nothing(call);
    const Ordered ordered = normalizedLast(call);
    if (ordered.extents.empty()) return nothing(call);
    const Config& config = call.config();
    const bool isRms = config.flag("rms_scaling");
    const double epsilon = config.real("epsilon");
    const Expr gain = config.flag("scale") || isRms ? call.weight("gamma", ordered.extents) : Expr{};
    if (isRms) return back(ordered, scaledByDeviation(ordered, gain, epsilon));
    const Expr bias = config.flag("center") ? call.weight("beta", ordered.extents) : Expr{};
    return back(ordered, call.builder().emit("layer_norm", {ordered.x, gain, bias},
                                             {{"axis", firstAxis(ordered)}, {"epsilon", epsilon}}));
}

Flows callRmsNormalization(Call& call) {
    if (!needRankAtLeast(call, 0, 1)) return nothing(call);
    const Ordered ordered = normalizedLast(call);
    if (ordered.extents.empty()) return nothing(call);
    const Expr gain = call.weight(WeightSpec{"scale", ordered.extents, "ones"});
    return back(ordered,
                call.builder().emit("rms_norm", {ordered.x, gain},
                                    {{"axis", firstAxis(ordered)}, {"epsilon", call.config().real("epsilon")}}));
}

/// x · min(1 / sqrt(Σ x²), 1e12)
Flows callUnitNormalization(Call& call) {
    if (!needRankAtLeast(call, 0, 1)) return nothing(call);
    const Expr x = asReal(call.input());
    const auto axes = axesOf(call, "axis", x.rank());
    if (axes.empty()) return nothing(call);
    const Expr squares = sum(unary("square", x), Ints(axes.begin(), axes.end()), true);
    return {Flow{x * unary("rsqrt", binary("maximum", squares, x.builder->scalar(1e-24, x.dtype()))), {}}};
}

Flows callGroupNormalization(Call& call) {
    if (!needRankAtLeast(call, 0, 2)) return nothing(call);
    const Ordered ordered = normalizedLast(call);
    if (ordered.extents.size() != 1) return nothing(call);
    const Config& config = call.config();
    const int64_t channels = ordered.extents[0];
    const int64_t groups = config.integer("groups") == -1 ? channels : config.integer("groups");
    if (groups < 1 || channels % groups != 0) {
        failArgument(call, "groups", "-1 or a divisor of " + std::to_string(channels) + " channels");
        return nothing(call);
    }
    const Expr gain = config.flag("scale") ? call.weight("gamma", {channels}) : Expr{};
    const Expr bias = config.flag("center") ? call.weight("beta", {channels}) : Expr{};
    return back(ordered, call.builder().emit("group_norm", {ordered.x, gain, bias},
                                             {{"groups", groups}, {"epsilon", config.real("epsilon")}}));
}

Parameter axisParameter(const std::string& what) {
    return jsonParameter("axis", -1, what + ": one or a list; negative ones count from the end");
}

std::vector<Parameter> affineParameters() {
    return joined({{boolParameter("center", true, "whether a bias (beta) is added"),
                    boolParameter("scale", true, "whether there is a gain (gamma)")}});
}
} // namespace

void registerLayerNormalization(Catalogues& catalogues) {
    auto& layers = catalogues.layers;
    const auto weights = weightParameters({{"beta", "zeros"}, {"gamma", "ones"}});
    const Parameter epsilon = realParameter("epsilon", 1e-3, "added to the variance");
    layers.add(layerDef(
        "LayerNormalization", "normalization", MaskRule::Pass,
        "gamma (x - mean) / sqrt(variance + epsilon) + beta, with the statistics of each sample over some axes.",
        joined({{axisParameter("the normalized axes"), epsilon},
                affineParameters(),
                {boolParameter("rms_scaling", false, "only the deviation is divided by; the mean stays")},
                weights}),
        callLayerNormalization));
    layers.add(layerDef("GroupNormalization", "normalization", MaskRule::Pass,
                        "As layer normalization, over each group of channels and all positions.",
                        joined({{intParameter("groups", 32, "how many groups; -1: one for each channel"),
                                 intParameter("axis", -1, "the axis of the channels"), epsilon},
                                affineParameters(),
                                weights}),
                        callGroupNormalization));
    layers.add(layerDef("RMSNormalization", "normalization", MaskRule::Drop, "scale x / sqrt(mean(x^2) + epsilon).",
                        {axisParameter("the normalized axes"), realParameter("epsilon", 1e-6, "added to the mean")},
                        callRmsNormalization));
    layers.add(layerDef("UnitNormalization", "normalization", MaskRule::Pass, "x divided by its length.",
                        {axisParameter("the axes that make a vector")}, callUnitNormalization));
}

} // namespace td::nn
