#include "engine/train/optimizers/schema.h"

/// Rules of two moving means that are Adam's relatives: Adamax, Nadam, Lamb; and Lion, which keeps one and moves by
/// its sign.
namespace td::train {

namespace {
graph::Attributes attributesOf(const UpdateCall& call) {
    return {{"beta_1", call.config.real("beta_1")},
            {"beta_2", call.config.real("beta_2")},
            {"epsilon", call.config.real("epsilon")}};
}

std::vector<SlotSpec> twoMoments(const Config&, const std::string&, const Extents& extents) {
    return {{"momentum", extents}, {"velocity", extents}};
}

std::vector<SlotSpec> momentAndNorm(const Config&, const std::string&, const Extents& extents) {
    return {{"momentum", extents}, {"norm", extents}};
}

std::vector<SlotSpec> oneMoment(const Config&, const std::string&, const Extents& extents) {
    return {{"momentum", extents}};
}

void adamax(UpdateCall& call) {
    answer(call, "adamax", attributesOf(call), Step::Taken);
}
void lamb(UpdateCall& call) {
    answer(call, "lamb", attributesOf(call), Step::Taken);
}
void lion(UpdateCall& call) {
    answer(call, "lion", {{"beta_1", call.config.real("beta_1")}, {"beta_2", call.config.real("beta_2")}});
}

/// The operation moves the product on for itself; the variable, which all parameters share, is moved once, by
/// `nextProduct`.
void nadam(UpdateCall& call) {
    const std::vector inputs{call.parameter, call.slots[0], call.slots[1], call.shared[0],
                             call.gradient,  call.rate,     call.step};
    graph::Attributes attributes = attributesOf(call);
    for (const char* name : {"beta_1", "beta_2"})
        attributes.set(name, inFloat(call.config.real(name)));
    const std::vector<Expr> outputs = ruleOf(call, "nadam", inputs, std::move(attributes));
    call.nextParameter = outputs[0];
    call.nextSlots = {outputs[1], outputs[2]};
}

std::vector<SlotSpec> product(const Config&) {
    return {{"u_product", {}, 1.0}};
}

std::vector<Expr> nextProduct(Builder&, const Config& config, Expr step, const std::vector<Expr>& shared) {
    const Expr warm = 1.0 - powerOf(0.96, asFloat(step)) * 0.5;
    return {shared[0] * (warm * config.real("beta_1"))};
}

Result<void> checkBetas(const Config& config) {
    return checkShares(config, {"beta_1", "beta_2"});
}

OptimizerDef lionDef() {
    OptimizerDef def =
        optimizerDef("Lion", "parameter -= rate · sign(b1·m + (1 - b1)·gradient), then m = b2·m + (1 - b2)·gradient",
                     {betaOne(), betaTwo(0.99)}, oneMoment, lion);
    def.check = [](const Config& config) -> Result<void> {
        TD_TRY(checkBetas(config));
        return needAbove(config, "beta_1", 0, Bound::Excluded);
    };
    return def;
}
} // namespace

void registerMomentOptimizers(Catalogues& catalogues);
void registerMomentOptimizers(Catalogues& catalogues) {
    const auto add = [&](OptimizerDef def) {
        def.check = checkBetas;
        catalogues.optimizers.add(std::move(def));
    };
    add(optimizerDef(
        "Adamax",
        "Adam by the largest gradient: u = max(b2·u, |gradient|), parameter -= rate·m / ((1 - b1^t)·(u + epsilon))",
        {betaOne(), betaTwo(), epsilonParameter("added to u")}, momentAndNorm, adamax));
    OptimizerDef def = optimizerDef(
        "Nadam", "Adam with Nesterov's look ahead",
        {betaOne(), betaTwo(), epsilonParameter("added outside the root of the corrected square")}, twoMoments, nadam);
    def.shared = product;
    def.nextShared = nextProduct;
    add(std::move(def));
    add(optimizerDef("Lamb", "Adam's corrected step, scaled by the norm of the parameter over that of the step",
                     {betaOne(), betaTwo(), epsilonParameter("added outside the root of the corrected square")},
                     twoMoments, lamb));
    catalogues.optimizers.add(lionDef());
}

} // namespace td::train
