#include "engine/graph/backward_part.h"

#include <algorithm>

namespace td::graph {

std::vector<bool> backwardPart(const Graph& graph) {
    std::vector<bool> isBackward(graph.nodeCount(), false), isLate(graph.valueCount(), false);
    for (const NodeId id : graph.order()) {
        const Node& node = graph.node(id);
        const bool isIn = node.source.forward != NodeId::None ||
                          std::any_of(node.inputs.begin(), node.inputs.end(),
                                      [&](ValueId input) { return input != ValueId::None && isLate[index(input)]; });
        isBackward[index(id)] = isIn;
        for (const ValueId output : node.outputs)
            isLate[index(output)] = isIn;
    }
    return isBackward;
}

} // namespace td::graph
