#include "engine/train/optimizer_writer.h"
#include "engine/train/optimizers/schema.h"

/// LossScaleOptimizer: around another optimizer, the loss is multiplied by a number that grows until gradients
/// overflow.
namespace td::train {

namespace {
constexpr const char* kScale = "dynamic_scale";

Expr isFinite(const std::vector<Trained>& trained) {
    Expr all;
    for (const Trained& each : trained) {
        if (!each.gradient) continue;
        const Expr isFine = reduce("all", unary("is_finite", each.gradient));
        all = all ? binary("logical_and", all, isFine) : isFine;
    }
    return all;
}

Expr scaleVariable(StateWriter& state, const Config& config) {
    return state.variable(kScale, DType::F32, {}, config.real("initial_scale"));
}

Expr lossScale(Builder& builder, const Config& config, const std::string& prefix) {
    StateWriter state(builder, prefix, {});
    return scaleVariable(state, config);
}

/// Doubled after so many finite steps in a row, halved by each that is not.
void moveScale(StateWriter& state, const Config& config, Expr scale, Expr isFine) {
    const Expr steps = state.variable("step_counter", DType::I64, {});
    const auto last = static_cast<double>(config.integer("dynamic_growth_steps") - 1);
    const Expr grows = binary("equal", steps, number(steps, last));
    const Expr next = select(grows, number(steps, 0), steps + number(steps, 1));
    state.set(steps, select(isFine, next, number(steps, 0)));
    state.set(scale, select(isFine, select(grows, scale * 2.0, scale), scale * 0.5));
}

Result<OptimizerVariables> emit(const OptimizerRequest& request) {
    const Config& config = request.optimizer.config;
    auto inner = request.catalogues.optimizers.create(config.json("inner_optimizer"));
    if (!inner) return failure(inner.error());
    const Expr isFine = isFinite(request.trained);
    if (!isFine)
        return failure(ErrorCode::InvalidArgument,
                       {{"optimizer", "LossScaleOptimizer"},
                        {"expected", "a loss that depends on at least one trained parameter"}});
    StateWriter state(request.builder, request.prefix, request.isApplied);
    const Expr scale = scaleVariable(state, config);
    std::vector<Trained> trained = request.trained;
    for (Trained& each : trained)
        if (each.gradient) each.gradient = each.gradient / scale;
    moveScale(state, config, scale, isFine);
    inner->config = inner->config.with("loss_scale_factor", nullptr);
    auto found = emitOptimizer(
        OptimizerRequest{request.builder, *inner, trained, request.rate, request.prefix, request.catalogues, isFine});
    if (!found) return found;
    found->names.insert(found->names.begin(), state.variables().names.begin(), state.variables().names.end());
    return found;
}

Result<void> check(const Config& config) {
    TD_TRY(needAbove(config, "initial_scale", 0, Bound::Excluded));
    TD_TRY(needAbove(config, "dynamic_growth_steps", 1, Bound::Included));
    const auto inner = nn::readSpec(config.json("inner_optimizer"));
    if (!inner || inner->name.empty() || inner->name == "LossScaleOptimizer")
        return badArgument(config, "inner_optimizer", "another optimizer, not itself a LossScaleOptimizer");
    return {};
}
} // namespace

void registerLossScaleOptimizer(Catalogues& catalogues);
void registerLossScaleOptimizer(Catalogues& catalogues) {
    OptimizerDef def;
    def.className = "LossScaleOptimizer";
    def.about =
        "another optimizer with a loss scale that is found while training: steps whose gradients overflow are skipped";
    def.parameters = {
        {"inner_optimizer", ParameterKind::Object, nullptr, "the optimizer that learns"},
        {"initial_scale", ParameterKind::Real, 32768.0, "scale at first, above 0"},
        {"dynamic_growth_steps", ParameterKind::Int, 2000, "finite steps in a row after which the scale is doubled"},
        {"name", ParameterKind::Any, "loss_scale_optimizer", "how it is called"}};
    def.parameters.front().isRequired = true;
    def.check = check;
    def.emit = emit;
    def.lossScale = lossScale;
    catalogues.optimizers.add(std::move(def));
}

} // namespace td::train
