#pragma once

#include "engine/graph/builder.h"
#include "engine/nn/catalogue.h"
#include "engine/tensor/tensor.h"

/// The small parts that layers are configured with.
namespace td::nn {

using graph::Builder;
using graph::Expr;

/// y = f(x), elementwise or (softmax, glu …) along an axis.
struct ActivationDef : ObjectDef {
    Expr (*call)(Expr x, const Config& config) = nullptr;
};

/// How a weight starts. `fill` writes every element; the same seed gives the same values.
/// Formula: each one's own; variances scale by fans as Keras counts them (for (k…, in, out) the receptive field times in, out).
struct InitializerDef : ObjectDef {
    /// Errors: InvalidArgument, where the shape is not one this initializer is for.
    Result<void> (*fill)(const Config& config, uint64_t seed, const Tensor& into) = nullptr;
};

/// A scalar added to the loss, from a weight or an output.
struct RegularizerDef : ObjectDef {
    Expr (*call)(Expr x, const Config& config) = nullptr;
};

/// What a weight is replaced by after each update.
struct ConstraintDef : ObjectDef {
    Expr (*call)(Expr weight, const Config& config) = nullptr;
};

using Activation = Object<ActivationDef>;
using Initializer = Object<InitializerDef>;
using Regularizer = Object<RegularizerDef>;
using Constraint = Object<ConstraintDef>;

} // namespace td::nn
