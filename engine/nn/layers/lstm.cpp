#include "engine/nn/layers/recurrent.h"

namespace td::nn {

void registerLstm(Catalogues& catalogues);

namespace {
bool isFused(const Config& config) {
    return isActivation(config, "activation", "tanh") && isActivation(config, "recurrent_activation", "sigmoid");
}

Json biasInitializer(const Config& config) {
    const Json& own = config.json("bias_initializer");
    if (!config.flag("unit_forget_bias")) return own;
    return {{"class_name", "UnitForgetBias"}, {"config", {{"initializer", own}}}};
}
Extents biasExtents(const Config& config) {
    return {4 * config.integer("units")};
}

Recurrence fused(Call& call, Expr x, const CellWeights& w, const std::vector<Expr>& states, Expr mask, bool isReverse) {
    const auto outputs = call.builder().emitAll("lstm", {x, w.kernel, w.recurrent, w.bias, states[0], states[1], mask},
                                                {{"reverse", isReverse}});
    return {outputs[0], {outputs[1], outputs[2]}};
}

Expr prepared(Call&, Expr x, const CellWeights& w) {
    const Expr z = matmul(x, w.kernel);
    return w.bias ? z + w.bias : z;
}

Recurrence step(Call& call, Expr z, Expr recurrent, const CellWeights& w, const std::vector<Expr>& states) {
    const int64_t units = call.config().integer("units");
    z = z + matmul(recurrent, w.recurrent);
    const auto gate = [&](int64_t part) { return call.activated(gateOf(z, part, units), "recurrent_activation"); };
    const Expr i = gate(0), f = gate(1), o = gate(3);
    const Expr c = f * states[1] + i * call.activated(gateOf(z, 2, units));
    const Expr h = o * call.activated(c);
    return {h, {h, c}};
}

Flows callLstm(Call& call) {
    return runRecurrent(call, {"lstm_cell", 4, 2, biasInitializer, biasExtents, isFused, fused, prepared, step});
}
} // namespace

void registerLstm(Catalogues& catalogues) {
    addRecurrent(catalogues, "LSTM",
                 "Long short-term memory: c = f c + i activation(z_c), h = o activation(c), with gates i, f, o.",
                 recurrentParameters(
                     {activationParameter("tanh"), objectParameter("recurrent_activation", "sigmoid", "of the gates")},
                     true, {}),
                 callLstm);
}

} // namespace td::nn
