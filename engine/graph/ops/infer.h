#pragma once

#include "engine/graph/gradient.h"
#include "engine/graph/op_registry.h"

#include <cstdlib>

namespace td::graph {

/// Adds an operation of ours; a definition that contradicts itself is our own bug and ends the program at once.
inline void define(OpRegistry& registry, OpDef op) {
    if (!registry.add(std::move(op))) std::abort();
}

using Types = Result<std::vector<TensorType>>;
using Gradient = std::vector<Expr> (*)(GradientContext&);
using Decomposition = std::vector<Expr> (*)(Builder&, std::span<const Expr> inputs, const Attributes&);

/// One output of the first input's type.
Types inferSame(const InferContext& context);
/// One output of the first input's type, which all inputs share: element type and shape.
Types inferAlike(const InferContext& context);
/// One output: all inputs have one element type and broadcast together.
Types inferBroadcast(const InferContext& context);
/// The same, but the output is Bool.
Types inferComparison(const InferContext& context);
/// One Bool output of the first input's shape.
Types inferTest(const InferContext& context);

/// Axes of input `input` out of attribute `name`: normalized, sorted, each once; an empty list means all.
/// Errors: InvalidArgument with "axis" and "rank"; the same for an axis named twice.
Result<Ints> axesOf(const InferContext& context, std::string_view name = "axes", int input = 0);
/// The axis of input `input` out of the attribute "axis". Errors: InvalidArgument with "axis" and "rank".
Result<int> axisOf(const InferContext& context, int input = 0);
/// Both shapes have the same size on every axis but `except`. Errors: ShapeMismatch naming both inputs.
Result<void> needSameBut(const InferContext& context, int left, int right, int except);

/// An attribute's value that is refused. Errors: InvalidArgument with "attribute", "found" and "expected".
tl::unexpected<Error> wrongAttribute(std::string_view name, std::string found, std::string expected);
/// The same, with the value as the graph's text form writes it.
tl::unexpected<Error> wrongAttribute(std::string_view name, const Attribute& found, std::string expected);

/// A real attribute that becomes an element of `dtype` must be one. Errors: InvalidArgument as above.
Result<void> needElement(const InferContext& context, std::string_view name, DType dtype);

/// A gradient of zero to every input, for functions that are flat almost everywhere.
std::vector<Expr> noGradient(GradientContext& context);

/// Work of operations that move elements but compute nothing.
Cost costOfMoving(const InferContext& context, std::span<const TensorType> outputs);
/// Bytes of all inputs and outputs, each touched once.
[[nodiscard]] double bytesOf(const InferContext& context, std::span<const TensorType> outputs);
/// Elements of a known shape; 0 where an axis is symbolic.
[[nodiscard]] double countOf(const Shape& shape);

/// Shorthands for schemas.
[[nodiscard]] AttributeDef required(std::string name, AttributeKind kind, std::string about);
[[nodiscard]] AttributeDef optional(std::string name, Attribute fallback, std::string about);
[[nodiscard]] inline OutputType typeOfInput(int input) {
    return {input, {}, {}};
}
[[nodiscard]] inline OutputType typeOfAttribute(std::string attribute, DTypeSet dtypes) {
    return {0, std::move(attribute), dtypes};
}
[[nodiscard]] inline OutputType always(DType dtype) {
    return {0, {}, dtype};
}

} // namespace td::graph
