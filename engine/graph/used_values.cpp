#include "engine/graph/used_values.h"

namespace td::graph {

std::vector<bool> usedValues(const Graph& graph) {
    return usedValues(graph, graph.order());
}

std::vector<bool> usedValues(const Graph& graph, const std::vector<NodeId>& nodes) {
    std::vector<bool> isUsed(graph.valueCount(), false);
    for (const NodeId id : nodes)
        for (const ValueId input : graph.node(id).inputs)
            if (input != ValueId::None) isUsed[index(input)] = true;
    for (const Output& output : graph.outputs())
        isUsed[index(output.value)] = true;
    for (const Update& update : graph.updates())
        isUsed[index(update.value)] = true;
    return isUsed;
}

} // namespace td::graph
