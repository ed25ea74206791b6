#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"

namespace td::nn {

void registerCoreLayers(Catalogues& catalogues);

namespace {
Flows callIdentity(Call& call) {
    return {Flow{call.input(), {}}};
}

/// Steps of which every feature is the mask value do not count, and become 0.
Flows callMasking(Call& call) {
    if (!needRankAtLeast(call, 0, 2)) return nothing(call);
    const Expr x = asReal(call.input());
    const Expr differs = binary("not_equal", x, x.builder->scalar(call.config().real("mask_value"), x.dtype()));
    const Expr mask = x.builder->emit("any", {differs}, {{"axes", Ints{-1}}});
    if (!mask) return nothing(call);
    return {Flow{x * cast(expanded(mask, -1), x.dtype()), mask}};
}

Flows callActivityRegularization(Call& call) {
    const Expr x = asReal(call.input());
    const double first = call.config().real("l1"), second = call.config().real("l2");
    if (!x) return nothing(call);
    if (first == 0 && second == 0) return {Flow{x, {}}};
    Expr loss = first != 0 ? first * sum(unary("abs", x)) : Expr{};
    if (second != 0) {
        const Expr squares = second * sum(unary("square", x));
        loss = loss ? loss + squares : squares;
    }
    call.addLoss(perSample(loss, x));
    return {Flow{x, {}}};
}
} // namespace

void registerCoreLayers(Catalogues& catalogues) {
    auto& layers = catalogues.layers;
    layers.add(layerDef("Identity", "core", MaskRule::Pass, "x.", {}, callIdentity));
    layers.add(layerDef("Masking", "core", MaskRule::Own,
                        "Steps whose features all have one value do not count in the layers that follow.",
                        {realParameter("mask_value", 0.0, "the value of steps that do not count")}, callMasking));
    layers.add(layerDef("ActivityRegularization", "regularization", MaskRule::Pass,
                        "x; adds l1 sum |x| + l2 sum x^2 to the loss, divided by the batch's size.",
                        {realParameter("l1", 0.0, "factor of the sum of absolute values"),
                         realParameter("l2", 0.0, "factor of the sum of squares")},
                        callActivityRegularization));
}

} // namespace td::nn
