#pragma once

#include "engine/graph/graph.h"

#include <vector>

namespace td::graph {

/// By node id: whether it belongs to the backward part of a training step. Gradients know whose they are; what is
/// computed from them, the optimizer's work too, belongs there as well.
[[nodiscard]] TD_API std::vector<bool> backwardPart(const Graph& graph);

} // namespace td::graph
