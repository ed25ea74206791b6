#include "engine/runtime/transfers.h"

#include "engine/graph/op_def.h"

#include <algorithm>
#include <map>

namespace td::runtime {

using namespace graph;

namespace {
constexpr Device kCpu;

/// Values on devices that they were not made on; each made once.
class Crossings {
public:
    explicit Crossings(Graph& graph)
        : m_graph(graph) {}

    /// `value` on `device`, for a reader at `before`.
    Result<ValueId> on(Device device, ValueId value, NodeId before) {
        const Value& from = m_graph.value(value);
        if (from.device == device) return value;
        const auto found = m_made.find({value, device});
        if (found != m_made.end()) return found->second;
        if (from.kind == ValueKind::Constant) return remember(value, device, sharedConstant(value, device));
        if (from.device != kCpu && device != kCpu) {
            const auto atHome = on(kCpu, value, before);
            return atHome ? on(device, *atHome, before) : atHome;
        }
        auto node = m_graph.insertNode(from.device == kCpu ? before : afterProducer(value), "reorder", {value}, {},
                                       sourceOf(value));
        if (!node) return failure(node.error());
        m_graph.node(*node).device = device;
        const ValueId result = m_graph.result(*node);
        m_graph.value(result).device = device;
        return remember(value, device, result);
    }

private:
    ValueId remember(ValueId value, Device device, ValueId there) {
        m_made[{value, device}] = there;
        return there;
    }

    ValueId sharedConstant(ValueId value, Device device) {
        const ValueId copy = m_graph.addConstant(m_graph.value(value).constant, m_graph.value(value).name);
        m_graph.value(copy).device = device;
        return copy;
    }

    [[nodiscard]] Source sourceOf(ValueId value) const {
        const NodeId producer = m_graph.value(value).producer;
        return producer == NodeId::None ? Source{} : m_graph.node(producer).source;
    }

    /// The node that comes right after the one that makes `value`; the first of all for what no node makes.
    [[nodiscard]] NodeId afterProducer(ValueId value) const {
        const auto& order = m_graph.order();
        const NodeId producer = m_graph.value(value).producer;
        auto at = order.begin();
        if (producer != NodeId::None) at = std::next(std::find(order.begin(), order.end(), producer));
        return at == order.end() ? NodeId::None : *at;
    }

    Graph& m_graph;
    std::map<std::pair<ValueId, Device>, ValueId> m_made;
};
} // namespace

Result<void> insertTransfers(Graph& graph) {
    for (const NodeId id : graph.order())
        for (const ValueId output : graph.node(id).outputs)
            graph.value(output).device = graph.node(id).device;
    Crossings crossings(graph);
    for (const NodeId id : std::vector<NodeId>(graph.order()))
        for (size_t i = 0; i < graph.node(id).inputs.size(); ++i) {
            const ValueId input = graph.node(id).inputs[i];
            if (input == ValueId::None) continue;
            const auto there = crossings.on(graph.node(id).device, input, id);
            if (!there) return failure(there.error());
            graph.node(id).inputs[i] = *there;
        }
    for (Output& output : graph.outputs()) {
        const auto there = crossings.on(kCpu, output.value, NodeId::None);
        if (!there) return failure(there.error());
        output.value = *there;
    }
    for (Update& update : graph.updates()) {
        const auto there = crossings.on(graph.value(update.variable).device, update.value, NodeId::None);
        if (!there) return failure(there.error());
        update.value = *there;
    }
    return {};
}

bool isTransfer(const Graph& graph, const Node& node) {
    return node.inputs.size() == 1 && node.inputs[0] != ValueId::None &&
           graph.value(node.inputs[0]).device != node.device;
}

} // namespace td::runtime
