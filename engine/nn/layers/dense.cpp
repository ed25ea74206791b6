#include "engine/nn/layers/low_rank.h"
#include "engine/nn/layers/shaping.h"

namespace td::nn {

void registerDense(Catalogues& catalogues);

namespace {
Flows callDense(Call& call) {
    const Expr x = asReal(call.input());
    if (!needRankAtLeast(call, 0, 2) || !needAtLeast(call, "units", 1)) return nothing(call);
    const int64_t inputs = call.knownSize(x, -1), units = call.config().integer("units");
    const Expr kernel = restingWeight(call, "kernel", {inputs, units});
    const Expr bias = call.config().flag("use_bias") ? call.weight("bias", {units}) : Expr{};
    Expr y = matmul(x, whole(adapted(call, kernel, "kernel")));
    if (bias) y = y + bias;
    return {Flow{call.activated(y), {}}};
}
} // namespace

void registerDense(Catalogues& catalogues) {
    catalogues.layers.add(layerDef("Dense", "core", MaskRule::Pass,
                                   "activation(x (..., in) kernel (in, units) + bias).",
                                   joined({{required(intParameter("units", nullptr, "outputs, 1 or more")),
                                            activationParameter(), useBiasParameter()},
                                           weightParameters({{"kernel", "glorot_uniform"}, {"bias", "zeros"}}),
                                           lowRankParameters()}),
                                   callDense));
}

} // namespace td::nn
