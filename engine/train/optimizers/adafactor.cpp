#include "engine/train/optimizers/schema.h"

/// Adafactor: the mean of squares of a matrix is kept as one row and one column.
/// Source: Shazeer and Stern 2018, arXiv:1804.04235
namespace td::train {

namespace {
std::vector<SlotSpec> slots(const Config&, const std::string&, const Extents& extents) {
    if (extents.size() < 2) return {{"velocity", extents}};
    Extents row = extents, column = extents;
    row.pop_back();
    column.erase(column.end() - 2);
    return {{"row", row}, {"column", column}};
}

void update(UpdateCall& call) {
    graph::Attributes attributes;
    for (const char* name : {"beta_2_decay", "epsilon_1", "epsilon_2", "clip_threshold"})
        attributes.set(name, call.config.real(name));
    answer(call, call.slots.size() == 2 ? "adafactor" : "adafactor_full", std::move(attributes), Step::Taken);
}
} // namespace

void registerAdafactorOptimizer(Catalogues& catalogues);
void registerAdafactorOptimizer(Catalogues& catalogues) {
    OptimizerDef def = optimizerDef(
        "Adafactor",
        "steps of relative size: max(epsilon_2, rms of the parameter) · min(rate, 1/sqrt(t)), along gradient / sqrt(v)",
        {{"beta_2_decay", ParameterKind::Real, -0.8, "v keeps 1 - t^beta_2_decay of itself"},
         {"epsilon_1", ParameterKind::Real, 1e-30, "added to the squared gradient"},
         {"epsilon_2", ParameterKind::Real, 1e-3, "least size that a parameter counts with"},
         {"clip_threshold", ParameterKind::Real, 1.0, "largest root mean square of a step before it is scaled"},
         {"relative_step", ParameterKind::Bool, true,
          "kept for Keras' files: the rate is at most 1/sqrt(t) either way"}},
        slots, update);
    catalogues.optimizers.add(std::move(def));
}

} // namespace td::train
