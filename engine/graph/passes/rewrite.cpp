#include "engine/graph/passes/rewrite.h"

namespace td::graph {

void Rewriter::countUses() {
    m_uses.assign(m_graph.valueCount(), 0);
    m_isDead.assign(m_graph.nodeCount(), false);
    for (const NodeId id : m_graph.order())
        for (const ValueId input : m_graph.node(id).inputs)
            addUse(input, 1);
    for (const Output& output : m_graph.outputs())
        addUse(output.value, 1);
    for (const Update& update : m_graph.updates())
        addUse(update.value, 1);
}

void Rewriter::addUse(ValueId value, int count) {
    if (value != ValueId::None) m_uses[index(value)] += count;
}

const Node* Rewriter::producer(ValueId value, std::string_view op) const {
    if (value == ValueId::None) return nullptr;
    const NodeId id = m_graph.value(value).producer;
    if (id == NodeId::None || m_isDead[index(id)]) return nullptr;
    const Node& node = m_graph.node(id);
    return node.op->name == op ? &node : nullptr;
}

std::optional<double> Rewriter::scalarConstant(ValueId value) const {
    if (value == ValueId::None) return std::nullopt;
    const Value& at = m_graph.value(value);
    if (at.kind != ValueKind::Constant || at.constant.elements() != 1) return std::nullopt;
    return at.constant.at(0);
}

/// A node whose outputs nobody uses dies, and with it the uses of its inputs.
void Rewriter::release(NodeId id) {
    if (id == NodeId::None || m_isDead[index(id)]) return;
    const Node& node = m_graph.node(id);
    for (const ValueId output : node.outputs)
        if (uses(output) > 0) return;
    m_isDead[index(id)] = true;
    for (const ValueId input : node.inputs) {
        addUse(input, -1);
        if (input != ValueId::None && uses(input) == 0) release(m_graph.value(input).producer);
    }
}

void Rewriter::forward(ValueId from, ValueId to) {
    m_graph.replaceUses(from, to);
    const int moved = uses(from);
    addUse(to, moved);
    addUse(from, -moved);
    release(m_graph.value(from).producer);
}

Result<NodeId> Rewriter::insert(NodeId before, std::string_view op, std::vector<ValueId> inputs,
                                Attributes attributes) {
    for (const ValueId input : inputs)
        addUse(input, 1);
    auto made = m_graph.insertNode(before, op, std::move(inputs), std::move(attributes), m_graph.node(before).source);
    if (!made) return made;
    m_graph.node(*made).device = m_graph.node(before).device;
    m_uses.resize(m_graph.valueCount(), 0);
    m_isDead.resize(m_graph.nodeCount(), false);
    return made;
}

Result<NodeId> Rewriter::replace(NodeId old, std::string_view op, std::vector<ValueId> inputs, Attributes attributes,
                                 std::vector<int> kept) {
    auto made = insert(old, op, std::move(inputs), std::move(attributes));
    if (!made) return made;
    const std::vector<ValueId> outputs = m_graph.node(old).outputs;
    for (size_t i = 0; i < outputs.size(); ++i)
        if (i < kept.size() && kept[i] >= 0) forward(outputs[i], m_graph.result(*made, kept[i]));
    release(old);
    return made;
}

void Rewriter::finish() {
    std::vector<NodeId> dead;
    for (const NodeId id : m_graph.order())
        if (m_isDead[index(id)]) dead.push_back(id);
    m_graph.erase(dead);
    m_graph.sort();
}

} // namespace td::graph
