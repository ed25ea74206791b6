#include "engine/train/optimizers/schema.h"

/// Gradient descent, with and without momentum.
namespace td::train {

namespace {
std::vector<SlotSpec> slots(const Config& config, const std::string&, const Extents& extents) {
    if (config.real("momentum") == 0) return {};
    return {{"momentum", extents}};
}

void update(UpdateCall& call) {
    if (call.slots.empty()) return answer(call, "sgd", {{"weight_decay", call.decay}});
    call.parameter = decayed(call);
    answer(call, "sgd_momentum",
           {{"momentum", call.config.real("momentum")}, {"nesterov", call.config.flag("nesterov")}});
}
} // namespace

void registerSgdOptimizer(Catalogues& catalogues);
void registerSgdOptimizer(Catalogues& catalogues) {
    OptimizerDef def = optimizerDef(
        "SGD", "parameter -= rate · gradient; with momentum m = momentum·m - rate·gradient, parameter += m",
        {{"momentum", ParameterKind::Real, 0.0, "0 to 1: what the velocity keeps of itself"},
         {"nesterov", ParameterKind::Bool, false, "look ahead along the velocity"}},
        slots, update);
    setStandard(def, "learning_rate", 0.01);
    def.aliases = {"sgd"};
    def.decaysItself = true;
    def.check = [](const Config& config) { return checkShares(config, {"momentum"}); };
    catalogues.optimizers.add(std::move(def));
}

} // namespace td::train
