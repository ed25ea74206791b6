#pragma once

#include "engine/graph/ops/infer.h"

namespace td::graph {

/// A definition of one input "x" and one output of the same type, to be completed by the caller.
[[nodiscard]] OpDef unaryOp(std::string name, std::string about, DTypeSet dtypes);
/// A definition of two inputs "a" and "b" that broadcast together.
[[nodiscard]] OpDef binaryOp(std::string name, std::string about, DTypeSet dtypes);

void addUnary(OpRegistry& registry, std::string name, std::string about, DTypeSet dtypes, Gradient gradient);
/// The gradient is that of the decomposition.
void addComposed(OpRegistry& registry, std::string name, std::string about, std::vector<AttributeDef> attributes,
                 Decomposition decompose);
void addBinary(OpRegistry& registry, std::string name, std::string about, DTypeSet dtypes, bool isCommutative,
               Gradient gradient);

/// One condition that is true where x > 0.
[[nodiscard]] inline Expr isPositive(Expr x) {
    return binary("greater", x, x.builder->scalar(0, x.dtype()));
}

} // namespace td::graph
