#include "engine/nn/layers/recurrent.h"
#include "engine/nn/layers/shaping.h"

namespace td::nn {

void registerGru(Catalogues& catalogues);

namespace {
bool isFused(const Config& config) {
    return isActivation(config, "activation", "tanh") && isActivation(config, "recurrent_activation", "sigmoid");
}

Json biasInitializer(const Config& config) {
    return config.json("bias_initializer");
}
Extents biasExtents(const Config& config) {
    const int64_t width = 3 * config.integer("units");
    return config.flag("reset_after") ? Extents{2, width} : Extents{width};
}

Recurrence fused(Call& call, Expr x, const CellWeights& w, const std::vector<Expr>& states, Expr mask, bool isReverse) {
    const auto outputs =
        call.builder().emitAll("gru", {x, w.kernel, w.recurrent, w.bias, states[0], mask},
                               {{"reset_after", call.config().flag("reset_after")}, {"reverse", isReverse}});
    return {outputs[0], {outputs[1]}};
}

/// The bias of the input (row 0) or of the state (row 1).
Expr biasRow(const CellWeights& w, int64_t row) {
    return squeezed(sliced(w.bias, 0, row, 1), 0);
}

Expr prepared(Call& call, Expr x, const CellWeights& w) {
    const Expr z = matmul(x, w.kernel);
    if (!w.bias) return z;
    return z + (call.config().flag("reset_after") ? biasRow(w, 0) : w.bias);
}

Recurrence step(Call& call, Expr z, Expr recurrent, const CellWeights& w, const std::vector<Expr>& states) {
    const int64_t units = call.config().integer("units");
    const bool isAfter = call.config().flag("reset_after");
    const auto gate = [&](Expr sum) { return call.activated(sum, "recurrent_activation"); };
    Expr inner = matmul(recurrent, isAfter ? w.recurrent : sliced(w.recurrent, 1, 0, 2 * units));
    if (isAfter && w.bias) inner = inner + biasRow(w, 1);
    const Expr update = gate(gateOf(z, 0, units) + gateOf(inner, 0, units));
    const Expr reset = gate(gateOf(z, 1, units) + gateOf(inner, 1, units));
    const Expr candidate =
        isAfter ? reset * gateOf(inner, 2, units) : matmul(reset * recurrent, sliced(w.recurrent, 1, 2 * units, units));
    const Expr fresh = call.activated(gateOf(z, 2, units) + candidate);
    const Expr h = update * states[0] + (1.0 - update) * fresh;
    return {h, {h}};
}

Flows callGru(Call& call) {
    return runRecurrent(call, {"gru_cell", 3, 1, biasInitializer, biasExtents, isFused, fused, prepared, step});
}
} // namespace

void registerGru(Catalogues& catalogues) {
    addRecurrent(
        catalogues, "GRU", "Gated recurrent unit: h = z h + (1 - z) activation(candidate), with gates z and r.",
        recurrentParameters(
            {activationParameter("tanh"), objectParameter("recurrent_activation", "sigmoid", "of the gates")}, false,
            {boolParameter("reset_after", true, "whether the reset gate acts after the recurrent weights")}),
        callGru);
}

} // namespace td::nn
