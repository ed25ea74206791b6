#include "engine/train/optimizers/schema.h"

#include "engine/graph/op_def.h"
#include "engine/graph/op_registry.h"

namespace td::train {

namespace {
std::vector<Parameter> commonParameters(const std::string& name) {
    return {{"weight_decay", ParameterKind::Real, nullptr,
             "parameter -= parameter · weight_decay · rate before each update; null: none"},
            {"clipnorm", ParameterKind::Real, nullptr, "largest norm of each parameter's gradient"},
            {"clipvalue", ParameterKind::Real, nullptr, "largest size of each element of a gradient"},
            {"global_clipnorm", ParameterKind::Real, nullptr, "largest norm of all gradients together"},
            {"use_ema", ParameterKind::Bool, false, "keep a moving average of each parameter"},
            {"ema_momentum", ParameterKind::Real, 0.99, "0 to 1: what the average keeps of itself"},
            {"ema_overwrite_frequency", ParameterKind::Int, nullptr,
             "after how many updates parameters become their average; null: never"},
            {"loss_scale_factor", ParameterKind::Real, nullptr,
             "the loss is multiplied by it and gradients are divided by it"},
            {"gradient_accumulation_steps", ParameterKind::Int, nullptr,
             "batches whose mean gradient makes one update, 2 or more"},
            {"name", ParameterKind::Any, name, "how it is called"}};
}

Result<void> checkClips(const Config& config) {
    const char* found = nullptr;
    for (const char* name : {"clipnorm", "clipvalue", "global_clipnorm"}) {
        if (config.isNull(name)) continue;
        if (found) return badArgument(config, name, std::string("null, as ") + found + " is given");
        found = name;
    }
    return {};
}
} // namespace

OptimizerDef optimizerDef(std::string className, std::string about, std::vector<Parameter> own, Slots slots,
                          void (*update)(UpdateCall&)) {
    OptimizerDef def;
    std::vector<Parameter> parameters{
        {"learning_rate", ParameterKind::Any, 0.001, "size of a step: a number or a schedule"}};
    def.parameters = joined(joined(std::move(parameters), std::move(own)), commonParameters(nn::snakeCase(className)));
    def.className = std::move(className);
    def.about = std::move(about);
    def.slots = slots;
    def.update = update;
    def.check = checkCommon;
    return def;
}

void setStandard(OptimizerDef& def, std::string_view name, Json value) {
    for (Parameter& parameter : def.parameters)
        if (parameter.name == name) parameter.standard = value;
}

void setKind(OptimizerDef& def, std::string_view name, ParameterKind kind) {
    for (Parameter& parameter : def.parameters)
        if (parameter.name == name) parameter.kind = kind;
}

Result<void> checkCommon(const Config& config) {
    const auto rate = learningRate(config.json("learning_rate"), 0);
    if (!rate) return failure(rate.error());
    TD_TRY(checkClips(config));
    TD_TRY(needWithin(config, "ema_momentum", 0, 1));
    if (config.flag("use_ema")) TD_TRY(needAbove(config, "ema_overwrite_frequency", 1, Bound::Included));
    TD_TRY(needAbove(config, "loss_scale_factor", 0, Bound::Excluded));
    return needAbove(config, "gradient_accumulation_steps", 2, Bound::Included);
}

Result<void> checkShares(const Config& config, std::initializer_list<const char*> names) {
    TD_TRY(checkCommon(config));
    for (const char* name : names)
        TD_TRY(needWithin(config, name, 0, 1));
    return {};
}

std::vector<Expr> ruleOf(UpdateCall& call, std::string_view op, const std::vector<Expr>& inputs,
                         graph::Attributes attributes) {
    const bool isLinear = op == "lion" || op == "sgd" || op == "sgd_momentum";
    const graph::OpDef* def = call.isOfRows && !isLinear ? call.builder.graph().ops().find(op) : nullptr;
    if (def == nullptr || def->decompose == nullptr) return call.builder.emitAll(op, inputs, std::move(attributes));
    auto whole = def->completed(std::move(attributes));
    if (whole) return def->decompose(call.builder, inputs, *whole);
    call.builder.fail(whole.error());
    return std::vector<Expr>(def->outputs.size());
}

void answer(UpdateCall& call, std::string_view op, graph::Attributes attributes, Step step) {
    std::vector<Expr> inputs{call.parameter};
    inputs.insert(inputs.end(), call.slots.begin(), call.slots.end());
    inputs.push_back(call.gradient);
    inputs.push_back(call.rate);
    if (step == Step::Taken) inputs.push_back(call.step);
    const std::vector<Expr> outputs = ruleOf(call, op, inputs, std::move(attributes));
    call.nextParameter = outputs.front();
    call.nextSlots.assign(outputs.begin() + 1, outputs.end());
}

Expr decayed(const UpdateCall& call) {
    return call.decay == 0 ? call.parameter : call.parameter - call.parameter * (call.rate * call.decay);
}

Expr stepOf(const UpdateCall& call) {
    return cast(call.step, call.parameter.dtype());
}

Expr moved(Expr old, Expr next, double share) {
    return old + (next - old) * share;
}

double inFloat(double value) {
    return static_cast<double>(static_cast<float>(value));
}

Expr powerOf(double base, Expr t) {
    return binary("pow", number(t, base), t);
}

} // namespace td::train
