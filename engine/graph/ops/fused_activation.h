#pragma once

#include "engine/graph/gradient.h"
#include "engine/graph/op_def.h"

#include <string>
#include <string_view>

namespace td::graph {

/// What a kernel may apply to its result in passing: "linear", "relu", "relu6", "tanh", "sigmoid", "gelu", "silu".
[[nodiscard]] bool isFusedActivation(std::string_view name);
inline constexpr const char* kFusedActivations = "linear, relu, relu6, tanh, sigmoid, gelu or silu";
/// Errors: InvalidArgument naming "activation".
[[nodiscard]] Result<void> checkFusedActivation(const std::string& name);

/// The attribute's definition, with "linear" as default.
[[nodiscard]] AttributeDef activationAttribute();

/// The activation of z as a node of its own; z itself for "linear".
[[nodiscard]] Expr activated(Expr z, const std::string& name);

/// dz of y = activation(z) from dy. `before` is asked for z only where y does not tell (gelu, silu).
template <class Before>
[[nodiscard]] Expr activationGradient(const std::string& name, Expr dy, Expr y, Before&& before) {
    if (name == "linear") return dy;
    const bool needsInput = name == "gelu" || name == "silu";
    return binary(name + "_grad", dy, needsInput ? before() : y);
}

} // namespace td::graph
