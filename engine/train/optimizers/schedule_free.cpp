#include "engine/train/optimizers/schema.h"

/// Schedule-free AdamW: gradients are taken between a fast point z and its running mean x.
/// Source: Defazio et al. 2024, arXiv:2405.15682; x is recovered by the new z, where the paper has the old one: so
/// does Keras 3.15 on TensorFlow.
namespace td::train {

namespace {
std::vector<SlotSpec> slots(const Config&, const std::string&, const Extents& extents) {
    return {{"momentum", extents, 0, true}, {"velocity", extents}};
}

Expr warmedRate(const UpdateCall& call, Expr t) {
    const auto warmup = static_cast<double>(call.config.integer("warmup_steps"));
    return warmup > 0 ? call.rate * minimum(t / warmup, 1) : call.rate;
}

void update(UpdateCall& call) {
    const double first = inFloat(call.config.real("beta_1")), second = inFloat(call.config.real("beta_2"));
    const Expr t = stepOf(call), g = call.gradient;
    const Expr v = moved(call.slots[1], square(g), 1 - second);
    const Expr spread = unary("sqrt", v / (1.0 - powerOf(second, t))) + call.config.real("epsilon");
    const Expr z = call.slots[0] - warmedRate(call, t) * g / spread;
    const Expr before = (call.parameter - z * (1 - first)) / first;
    const Expr weight = 1.0 / t;
    const Expr x = (1.0 - weight) * before + weight * z;
    call.nextParameter = z * (1 - first) + x * first;
    call.nextSlots = {z, v};
}
} // namespace

void registerScheduleFreeOptimizer(Catalogues& catalogues);
void registerScheduleFreeOptimizer(Catalogues& catalogues) {
    OptimizerDef def =
        optimizerDef("ScheduleFreeAdamW",
                     "Adam that averages its own path instead of lowering the rate; parameters lie between both",
                     {betaOne(),
                      betaTwo(),
                      epsilonParameter("added outside the root of the corrected square", 1e-8),
                      {"warmup_steps", ParameterKind::Int, 0, "steps over which the rate rises to its value"}},
                     slots, update);
    setStandard(def, "learning_rate", 0.0025);
    def.aliases = {"schedule_free_adamw"};
    def.check = [](const Config& config) -> Result<void> {
        TD_TRY(checkShares(config, {"beta_1", "beta_2"}));
        TD_TRY(needAbove(config, "beta_1", 0, Bound::Excluded));
        return needAbove(config, "warmup_steps", 0, Bound::Included);
    };
    catalogues.optimizers.add(std::move(def));
}

} // namespace td::train
