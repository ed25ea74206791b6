#pragma once

#include "engine/graph/graph.h"

#include <string>

namespace td::train {

/// A graph as a serialized tensorflow.GraphDef, as graph viewers read it: one node for each operation, variable, constant and input, named by
/// its layer ("encoder/query/matmul_12"), with the shapes of its outputs (-1 for a size that is open).
/// Source: tensorflow/core/framework/graph.proto, node_def.proto, attr_value.proto.
[[nodiscard]] TD_API std::string graphDefOf(const graph::Graph& graph);

} // namespace td::train
