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

/// One output of the first input's type.
Types inferSame(const InferContext& context);
/// One output: all inputs have one element type and broadcast together.
Types inferBroadcast(const InferContext& context);
/// The same, but the output is Bool.
Types inferComparison(const InferContext& context);

/// Shorthands for schemas.
[[nodiscard]] AttributeDef required(std::string name, AttributeKind kind, std::string about);
[[nodiscard]] AttributeDef optional(std::string name, Attribute fallback, std::string about);

} // namespace td::graph
