#pragma once

#include "engine/graph/graph.h"

#include <vector>

namespace td::graph {

/// By value id: whether a node, an output or an update reads the value. Threads: as a reader of the graph.
[[nodiscard]] std::vector<bool> usedValues(const Graph& graph);
/// The same, with these of the graph's nodes alone.
[[nodiscard]] std::vector<bool> usedValues(const Graph& graph, const std::vector<NodeId>& nodes);

} // namespace td::graph
