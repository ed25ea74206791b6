#pragma once

#include "engine/graph/passes/pass.h"

#include <vector>

namespace td::runtime {

/// The pass that makes a graph with symbolic sizes one for inputs of these extents, one for each of Graph::inputs, in order.
///
/// A symbol has one size everywhere. Errors: ShapeMismatch naming the input; what Graph::inferTypes says.
[[nodiscard]] TD_API graph::Pass bindShapes(std::vector<Extents> inputExtents);

} // namespace td::runtime
