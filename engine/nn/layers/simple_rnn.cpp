#include "engine/nn/layers/recurrent.h"

#include <algorithm>
#include <array>

namespace td::nn {

void registerSimpleRnn(Catalogues& catalogues);

namespace {
constexpr std::array<const char*, 4> kOneOperation = {"tanh", "relu", "sigmoid", "linear"};

bool isFused(const Config& config) {
    const auto spec = readSpec(config.json("activation"));
    return std::any_of(kOneOperation.begin(), kOneOperation.end(), [&](const char* name) {
        return isActivation(config, "activation", name) && (!spec || spec->config.empty());
    });
}

Json biasInitializer(const Config& config) {
    return config.json("bias_initializer");
}
Extents biasExtents(const Config& config) {
    return {config.integer("units")};
}

Recurrence fused(Call& call, Expr x, const CellWeights& w, const std::vector<Expr>& states, Expr mask, bool isReverse) {
    const auto spec = readSpec(call.config().json("activation"));
    const std::string activation = spec && !spec->name.empty() ? spec->name : "linear";
    const auto outputs = call.builder().emitAll("simple_rnn", {x, w.kernel, w.recurrent, w.bias, states[0], mask},
                                                {{"activation", activation}, {"reverse", isReverse}});
    return {outputs[0], {outputs[1]}};
}

Expr prepared(Call&, Expr x, const CellWeights& w) {
    const Expr z = matmul(x, w.kernel);
    return w.bias ? z + w.bias : z;
}

Recurrence step(Call& call, Expr z, Expr recurrent, const CellWeights& w, const std::vector<Expr>&) {
    const Expr h = call.activated(z + matmul(recurrent, w.recurrent));
    return {h, {h}};
}

Flows callSimpleRnn(Call& call) {
    return runRecurrent(call, {"simple_rnn_cell", 1, 1, biasInitializer, biasExtents, isFused, fused, prepared, step});
}
} // namespace

void registerSimpleRnn(Catalogues& catalogues) {
    addRecurrent(catalogues, "SimpleRNN", "h = activation(x kernel + h recurrent_kernel + bias), step by step.",
                 recurrentParameters({activationParameter("tanh")}, false, {}), callSimpleRnn);
}

} // namespace td::nn
