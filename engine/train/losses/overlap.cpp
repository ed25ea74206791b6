#include "engine/train/losses/schema.h"

/// Losses of sets that should cover each other.
namespace td::train {

namespace {
Expr total(LossCall& call, Expr x) {
    return sum(x, integers(call.config, "axis"));
}

Expr dice(LossCall& call) {
    const Expr both = total(call, call.target * call.prediction);
    const Expr sizes = total(call, call.target) + total(call, call.prediction);
    return 1.0 - both * 2.0 / (sizes + kEpsilon);
}

Expr tversky(LossCall& call) {
    const Expr both = total(call, call.target * call.prediction);
    const Expr missed = total(call, (1.0 - call.prediction) * call.target);
    const Expr added = total(call, call.prediction * (1.0 - call.target));
    const Expr rest = missed * call.config.real("alpha") + added * call.config.real("beta");
    return 1.0 - both / (both + rest + kEpsilon);
}

Parameter axes() {
    return {"axis", ParameterKind::Any, nullptr,
            "axes that are summed over: one or a list; null: all, one number for the batch"};
}

Result<void> check(const Config& config) {
    TD_TRY(reductionOf(config));
    TD_TRY(numbersOf(config, "axis"));
    return {};
}
} // namespace

void registerOverlapLosses(Catalogues& catalogues);
void registerOverlapLosses(Catalogues& catalogues) {
    LossDef first = lossDef("Dice", "1 - 2·sum(t·p) / (sum t + sum p + 1e-7)", dice, {axes()});
    first.check = check;
    catalogues.losses.add(std::move(first));
    LossDef second =
        lossDef("Tversky", "1 - s / (s + alpha·sum(t·(1 - p)) + beta·sum(p·(1 - t)) + 1e-7), s = sum(t·p)", tversky,
                {{"alpha", ParameterKind::Real, 0.5, "weight of what is in the target and not predicted"},
                 {"beta", ParameterKind::Real, 0.5, "weight of what is predicted and not in the target"},
                 axes()});
    second.check = check;
    catalogues.losses.add(std::move(second));
}

} // namespace td::train
