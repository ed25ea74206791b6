#pragma once

#include "engine/graph/builder.h"
#include "engine/graph/op_def.h"

#include <functional>

namespace td::graph {

/// Activations that dense and conv may carry as an attribute: "linear", "relu", "relu6", "tanh", "sigmoid", "gelu"
/// (exact), "silu".
///
/// The attribute's definition, with "linear" as default.
[[nodiscard]] AttributeDef activationAttribute();
/// Errors: InvalidArgument with the attribute's value and what is allowed.
[[nodiscard]] Result<void> needActivation(const InferContext& context);
/// activation(z)
[[nodiscard]] Expr activated(Expr z, const std::string& activation);
/// d(activation)/dz * dy out of the result y; gelu and silu ask for z, which is not kept, by `preActivation`.
[[nodiscard]] Expr activationGradient(Expr dy, Expr y, const std::string& activation,
                                      const std::function<Expr()>& preActivation);

} // namespace td::graph
