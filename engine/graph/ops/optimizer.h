#pragma once

#include "engine/graph/ops/emit.h"
#include "engine/graph/ops/infer.h"

#include <string>
#include <vector>

namespace td::graph {

/// Rules by which a variable follows its gradient. Each takes (param, states…, grad, lr[, step][, more]) and gives
/// (param, states…), written over the inputs of the same place.
///
/// lr: a scalar of param's type. step: an int64 scalar, 1 at the first update.
/// Weight decay, clipping and averaging that an optimizer wraps around its rule are nodes of their own.
struct OptimizerRule {
    std::string name;
    std::string about;
    std::vector<std::string> states; ///< of param's shape
    bool takesStep = false;
    std::vector<AttributeDef> attributes;
    std::vector<Expr> (*decompose)(Builder&, std::span<const Expr> inputs, const Attributes&) = nullptr;
};

/// Defines the operation of a rule; `infer` stands in where a state has another shape than param.
void defineRule(OpRegistry& registry, OptimizerRule rule, Types (*infer)(const InferContext&) = nullptr);

/// An operation that changes state, without inputs and outputs yet.
[[nodiscard]] OpDef stateOp(std::string name, std::string about);
/// Output i over input i, for the first `count`.
[[nodiscard]] std::vector<Alias> inOrder(int count);
/// Inputs `first` … `last` have the shape of `like`, and all inputs of real type have one type.
[[nodiscard]] Result<void> needShapes(const InferContext& context, int first, int last, const Shape& like);

/// base^t for an int64 scalar t, in `dtype`.
[[nodiscard]] Expr powerOf(double base, Expr t, DType dtype);
/// decay·old + (1 − decay)·next.
[[nodiscard]] Expr mixed(double decay, Expr old, Expr next);
[[nodiscard]] Expr square(Expr x);
[[nodiscard]] Expr root(Expr x);

} // namespace td::graph
