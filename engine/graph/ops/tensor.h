#pragma once

#include "engine/graph/ops/infer.h"

namespace td::graph {

/// A definition of the family "tensor": one input "x" of any type that is moved, not computed with.
[[nodiscard]] OpDef tensorOp(std::string name, std::string about);

} // namespace td::graph
