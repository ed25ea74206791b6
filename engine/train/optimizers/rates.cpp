#include "engine/graph/op_def.h"
#include "engine/train/optimizers/schema.h"

/// Rules with a rate for each weight: RMSprop, Adagrad, Adadelta, Ftrl.
namespace td::train {

namespace {
Parameter rho(double standard) {
    return {"rho", ParameterKind::Real, standard, "0 to 1: what the mean of squares keeps of itself"};
}

std::vector<SlotSpec> rmspropSlots(const Config& config, const std::string&, const Extents& extents) {
    std::vector<SlotSpec> found{{"velocity", extents}};
    if (config.flag("centered")) found.push_back({"average_gradient", extents});
    if (config.real("momentum") > 0) found.push_back({"momentum", extents});
    return found;
}

/// Without momentum there is nothing to add up, and no variable for it.
void centered(UpdateCall& call) {
    const double share = 1 - call.config.real("rho");
    const Expr squares = moved(call.slots[0], square(call.gradient), share);
    const Expr average = moved(call.slots[1], call.gradient, share);
    const Expr spread = unary("sqrt", squares - square(average) + call.config.real("epsilon"));
    call.nextParameter = call.parameter - call.rate * call.gradient / spread;
    call.nextSlots = {squares, average};
}

void rmsprop(UpdateCall& call) {
    graph::Attributes attributes{{"rho", call.config.real("rho")}, {"epsilon", call.config.real("epsilon")}};
    const double momentum = call.config.real("momentum");
    if (momentum > 0) attributes.set("momentum", momentum);
    if (!call.config.flag("centered"))
        answer(call, momentum > 0 ? "rmsprop_momentum" : "rmsprop", std::move(attributes));
    else if (momentum > 0)
        answer(call, "rmsprop_centered", std::move(attributes));
    else
        centered(call);
}

std::vector<SlotSpec> adagradSlots(const Config& config, const std::string&, const Extents& extents) {
    return {{"accumulator", extents, config.real("initial_accumulator_value")}};
}
/// A gradient of rows that one gathering gave: only these rows of parameter and accumulator change.
bool adagradRows(UpdateCall& call) {
    graph::Graph& graph = call.builder.graph();
    const graph::NodeId producer = call.isOfRows ? graph.value(call.gradient.id).producer : graph::NodeId::None;
    if (producer == graph::NodeId::None || graph.node(producer).op->name != "gather_grad") return false;
    const std::vector<graph::ValueId> from = graph.node(producer).inputs;
    const auto outputs = call.builder.emitAll(
        "adagrad_rows",
        {call.parameter, call.slots[0], call.builder.wrap(from[0]), call.builder.wrap(from[1]), call.rate},
        {{"epsilon", call.config.real("epsilon")}, {"square_each_row", true}});
    call.nextParameter = outputs[0];
    call.nextSlots = {outputs[1]};
    return true;
}

void adagrad(UpdateCall& call) {
    if (adagradRows(call)) return;
    answer(call, "adagrad", {{"epsilon", call.config.real("epsilon")}});
}

std::vector<SlotSpec> adadeltaSlots(const Config&, const std::string&, const Extents& extents) {
    return {{"accumulated_grad", extents}, {"accumulated_delta_var", extents}};
}
void adadelta(UpdateCall& call) {
    answer(call, "adadelta", {{"rho", call.config.real("rho")}, {"epsilon", call.config.real("epsilon")}});
}

std::vector<SlotSpec> ftrlSlots(const Config& config, const std::string&, const Extents& extents) {
    return {{"accumulator", extents, config.real("initial_accumulator_value")}, {"linear", extents}};
}
void ftrl(UpdateCall& call) {
    answer(call, "ftrl",
           {{"learning_rate_power", call.config.real("learning_rate_power")},
            {"l1", call.config.real("l1_regularization_strength")},
            {"l2", call.config.real("l2_regularization_strength")},
            {"shrinkage", call.config.real("l2_shrinkage_regularization_strength")},
            {"beta", call.config.real("beta")}});
}

OptimizerDef rmspropDef() {
    OptimizerDef def = optimizerDef(
        "RMSprop", "v: moving mean of the squared gradient; parameter -= rate · gradient / sqrt(v + epsilon)",
        {rho(0.9),
         {"momentum", ParameterKind::Real, 0.0, "what the velocity keeps of itself"},
         epsilonParameter("inside the root"),
         {"centered", ParameterKind::Bool, false, "divide by the deviation instead: v less the squared mean gradient"}},
        rmspropSlots, rmsprop);
    def.aliases = {"rmsprop"};
    def.check = [](const Config& config) { return checkShares(config, {"rho"}); };
    return def;
}

OptimizerDef adagradDef() {
    OptimizerDef def =
        optimizerDef("Adagrad", "a: sum of the squared gradients; parameter -= rate · gradient / sqrt(a + epsilon)",
                     {{"initial_accumulator_value", ParameterKind::Real, 0.1, "what the sum starts from, 0 or more"},
                      epsilonParameter("inside the root")},
                     adagradSlots, adagrad);
    def.check = [](const Config& config) -> Result<void> {
        TD_TRY(checkCommon(config));
        return needAbove(config, "initial_accumulator_value", 0, Bound::Included);
    };
    return def;
}

OptimizerDef ftrlDef() {
    OptimizerDef def = optimizerDef(
        "Ftrl", "follow the regularized leader: l1 makes weights exactly 0",
        {{"learning_rate_power", ParameterKind::Real, -0.5, "0 or less; 0 keeps the rate"},
         {"initial_accumulator_value", ParameterKind::Real, 0.1, "what the sum of squares starts from, 0 or more"},
         {"l1_regularization_strength", ParameterKind::Real, 0.0, "pulls weights to 0"},
         {"l2_regularization_strength", ParameterKind::Real, 0.0, "shrinks weights"},
         {"l2_shrinkage_regularization_strength", ParameterKind::Real, 0.0, "L2 that acts on the gradient alone"},
         {"beta", ParameterKind::Real, 0.0, "adds beta / (2 · rate) to the L2 strength"}},
        ftrlSlots, ftrl);
    def.check = [](const Config& config) -> Result<void> {
        TD_TRY(checkCommon(config));
        for (const char* name : {"initial_accumulator_value", "l1_regularization_strength",
                                 "l2_regularization_strength", "l2_shrinkage_regularization_strength"})
            TD_TRY(needAbove(config, name, 0, Bound::Included));
        if (config.real("learning_rate_power") > 0) return badArgument(config, "learning_rate_power", "0 or less");
        return {};
    };
    return def;
}
} // namespace

void registerRateOptimizers(Catalogues& catalogues);
void registerRateOptimizers(Catalogues& catalogues) {
    catalogues.optimizers.add(rmspropDef());
    catalogues.optimizers.add(adagradDef());
    OptimizerDef def = optimizerDef(
        "Adadelta",
        "step = gradient · sqrt(d + epsilon) / sqrt(g + epsilon), g and d moving means of squared gradients and steps",
        {rho(0.95), epsilonParameter("inside the roots")}, adadeltaSlots, adadelta);
    def.check = [](const Config& config) { return checkShares(config, {"rho"}); };
    catalogues.optimizers.add(std::move(def));
    catalogues.optimizers.add(ftrlDef());
}

} // namespace td::train
