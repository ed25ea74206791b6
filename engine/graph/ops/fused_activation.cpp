#include "engine/graph/ops/fused_activation.h"

#include "engine/graph/ops/infer.h"

#include <algorithm>
#include <array>

namespace td::graph {

bool isFusedActivation(std::string_view name) {
    static constexpr std::array<std::string_view, 7> kNames = {"linear",  "relu", "relu6", "tanh",
                                                               "sigmoid", "gelu", "silu"};
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

Result<void> checkFusedActivation(const std::string& name) {
    if (isFusedActivation(name)) return {};
    return failure(ErrorCode::InvalidArgument,
                   {{"attribute", "activation"}, {"expected", kFusedActivations}, {"found", name}});
}

AttributeDef activationAttribute() {
    return optional("activation", std::string("linear"), std::string("applied to the result: ") + kFusedActivations);
}

Expr activated(Expr z, const std::string& name) {
    return name == "linear" ? z : unary(name, z);
}

} // namespace td::graph
