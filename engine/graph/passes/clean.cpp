#include "engine/graph/passes/pass_list.h"
#include "engine/graph/passes/rewrite.h"

#include <map>
#include <string>

/// Passes that add nothing: shapes are found again; what nobody needs, what is computed twice goes.
namespace td::graph {

Result<void> inferShapes(Graph& graph) {
    return graph.inferTypes();
}

Result<void> removeDeadCode(Graph& graph) {
    std::vector<bool> isNeeded(graph.valueCount());
    for (const Output& output : graph.outputs())
        isNeeded[index(output.value)] = true;
    for (const Update& update : graph.updates())
        isNeeded[index(update.value)] = true;
    std::vector<NodeId> dead;
    for (auto at = graph.order().rbegin(); at != graph.order().rend(); ++at) {
        const Node& node = graph.node(*at);
        bool isUsed = false;
        for (const ValueId output : node.outputs)
            isUsed |= isNeeded[index(output)];
        if (!isUsed)
            dead.push_back(*at);
        else
            for (const ValueId input : node.inputs)
                if (input != ValueId::None) isNeeded[index(input)] = true;
    }
    graph.erase(dead);
    return {};
}

namespace {
/// Equal constants become one; only small ones are compared, large ones are weights.
std::map<std::string, ValueId> joinConstants(Graph& graph) {
    constexpr size_t kSmall = 64;
    std::map<std::string, ValueId> first;
    for (size_t i = 0; i < graph.valueCount(); ++i) {
        const Value& value = graph.value(static_cast<ValueId>(i));
        if (value.kind != ValueKind::Constant || value.constant.sizeBytes() > kSmall) continue;
        std::string key = toString(value.type);
        key.append(reinterpret_cast<const char*>(value.constant.bytes()), value.constant.sizeBytes());
        const auto [place, isNew] = first.try_emplace(key, value.id);
        if (!isNew) graph.replaceUses(value.id, place->second);
    }
    return first;
}

bool isSame(const Node& a, const Node& b) {
    return a.op == b.op && a.inputs == b.inputs && a.device == b.device && a.attributes == b.attributes;
}
} // namespace

Result<void> joinEqual(Graph& graph) {
    joinConstants(graph);
    std::multimap<std::pair<const OpDef*, std::vector<ValueId>>, NodeId> seen;
    std::vector<NodeId> dead;
    for (const NodeId id : std::vector<NodeId>(graph.order())) {
        const Node& node = graph.node(id);
        if (!node.op->mustAlias.empty()) continue;
        const auto [from, to] = seen.equal_range({node.op, node.inputs});
        auto twin = from;
        while (twin != to && !isSame(graph.node(twin->second), node))
            ++twin;
        if (twin == to) {
            seen.emplace(std::pair(node.op, node.inputs), id);
            continue;
        }
        for (size_t i = 0; i < node.outputs.size(); ++i)
            graph.replaceUses(node.outputs[i], graph.result(twin->second, static_cast<int>(i)));
        dead.push_back(id);
    }
    graph.erase(dead);
    return {};
}

} // namespace td::graph
