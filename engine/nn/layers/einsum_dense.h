#pragma once

#include "engine/nn/emission.h"

#include <string>
#include <vector>

namespace td::nn {

/// An initializer whose variance depends on inputs and outputs, told which axes of the weight these are, unless it was
/// told before; any other as it is.
[[nodiscard]] Json withFanAxes(Call& call, const Json& initializer, const graph::Ints& inputAxes,
                               const graph::Ints& outputAxes);

/// The operation "einsum" as products of matrices.
[[nodiscard]] Expr einsum(std::vector<Expr> inputs, const std::string& equation);

/// The product over x's last `summed` axes with the kernel's first ones, as one product of matrices, plus a bias, which
/// may be empty.
///
/// Shapes: x (…, k1…), kernel (k1…, n1…), bias broadcasting to (…, n1…) -> (…, n1…)
[[nodiscard]] Expr productWith(Expr x, Expr kernel, int summed, Expr bias);

} // namespace td::nn
