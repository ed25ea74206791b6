#include "engine/nn/layers/low_rank.h"

namespace td::nn {

std::vector<Parameter> lowRankParameters() {
    return {intParameter("lora_rank", nullptr, "the rank of a trained change of the resting weight; none: no change"),
            realParameter("lora_alpha", nullptr, "the change counts lora_alpha / lora_rank; none: once"),
            jsonParameter("quantization_config", nullptr, "not taken yet")};
}

Expr restingWeight(Call& call, const std::string& name, Extents extents) {
    if (!call.config().isNull("quantization_config"))
        call.fail(ErrorCode::Unsupported, {{"argument", "quantization_config"}, {"expected", "none"}});
    WeightSpec spec{name, std::move(extents)};
    spec.initializer = call.config().json(name + "_initializer");
    spec.regularizer = call.config().json(name + "_regularizer");
    spec.constraint = call.config().json(name + "_constraint");
    spec.isTrainable = call.config().isNull("lora_rank");
    return call.weight(spec);
}

AdaptedWeight adapted(Call& call, Expr weight, const std::string& name) {
    if (call.config().isNull("lora_rank") || !needAtLeast(call, "lora_rank", 1)) return {weight, {}, {}, 0};
    const int64_t rank = call.config().integer("lora_rank");
    const Json& regularizer = call.config().json(name + "_regularizer");
    const double alpha =
        call.config().isNull("lora_alpha") ? static_cast<double>(rank) : call.config().real("lora_alpha");
    Extents left;
    for (int axis = 0; axis + 1 < weight.rank(); ++axis)
        left.push_back(call.knownSize(weight, axis));
    left.push_back(rank);
    const Expr a = call.weight(WeightSpec{"lora_" + name + "_a", std::move(left), "he_uniform", regularizer});
    const Expr b =
        call.weight(WeightSpec{"lora_" + name + "_b", {rank, call.knownSize(weight, -1)}, "zeros", regularizer});
    return {weight, a, b, alpha / static_cast<double>(rank)};
}

Expr whole(const AdaptedWeight& weight) {
    return weight.a ? weight.weight + weight.factor * matmul(weight.a, weight.b) : weight.weight;
}

} // namespace td::nn
