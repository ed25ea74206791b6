#include "engine/train/optimizers/schema.h"

/// Adam and AdamW: they differ in the standard weight decay alone.
namespace td::train {

namespace {
std::vector<SlotSpec> slots(const Config& config, const std::string&, const Extents& extents) {
    std::vector<SlotSpec> found{{"momentum", extents}, {"velocity", extents}};
    if (config.flag("amsgrad")) found.push_back({"velocity_hat", extents});
    return found;
}

void update(UpdateCall& call) {
    graph::Attributes attributes{{"beta_1", call.config.real("beta_1")},
                                 {"beta_2", call.config.real("beta_2")},
                                 {"epsilon", call.config.real("epsilon")}};
    if (call.config.flag("amsgrad")) {
        call.parameter = decayed(call);
        return answer(call, "adam_amsgrad", std::move(attributes), Step::Taken);
    }
    attributes.set("weight_decay", call.decay);
    answer(call, "adam", std::move(attributes), Step::Taken);
}

OptimizerDef adamDef(const char* name, const char* about) {
    OptimizerDef def = optimizerDef(name, about,
                                    {betaOne(),
                                     betaTwo(),
                                     epsilonParameter("added outside the root, not corrected for the start"),
                                     {"amsgrad", ParameterKind::Bool, false, "use the largest mean of squares so far"}},
                                    slots, update);
    def.decaysItself = true;
    def.check = [](const Config& config) { return checkShares(config, {"beta_1", "beta_2"}); };
    return def;
}
} // namespace

void registerAdamOptimizers(Catalogues& catalogues);
void registerAdamOptimizers(Catalogues& catalogues) {
    catalogues.optimizers.add(adamDef("Adam", "m, v: moving means of gradient and its square; parameter -= rate·sqrt(1 "
                                              "- b2^t)/(1 - b1^t)·m/(sqrt(v) + epsilon)"));
    OptimizerDef def = adamDef("AdamW", "Adam, whose parameters decay by weight_decay apart from the gradient");
    setStandard(def, "weight_decay", 0.004);
    def.aliases = {"adamw"};
    catalogues.optimizers.add(std::move(def));
}

} // namespace td::train
