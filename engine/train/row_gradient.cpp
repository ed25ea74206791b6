#include "engine/train/row_gradient.h"

#include "engine/graph/op_def.h"

namespace td::train {

RowGradient RowGradient::behind(Expr gradient) {
    RowGradient found;
    if (gradient && !found.collect(gradient)) found.m_parts.clear();
    return found;
}

/// Through sums, and products and quotients whose second side is a scalar.
bool RowGradient::collect(Expr gradient) {
    graph::Graph& graph = gradient.builder->graph();
    const graph::NodeId id = graph.value(gradient.id).producer;
    if (id == graph::NodeId::None) return false;
    const graph::Node& node = graph.node(id);
    const std::string& op = node.op->name;
    const auto input = [&](size_t at) { return gradient.builder->wrap(node.inputs[at]); };
    if (op == "gather_grad") {
        if (node.attributes.integer("axis") != 0 || node.attributes.integer("batch_dims") != 0) return false;
        m_parts.push_back({input(0), id});
        return true;
    }
    if (op == "add") return input(0).shape() == input(1).shape() && collect(input(0)) && collect(input(1));
    if ((op != "mul" && op != "div") || input(1).rank() != 0) return false;
    const size_t first = m_parts.size();
    if (!collect(input(0))) return false;
    for (size_t i = first; i < m_parts.size(); ++i)
        m_parts[i].rows = binary(op, m_parts[i].rows, input(1));
    return true;
}

std::vector<Expr> RowGradient::rows() const {
    std::vector<Expr> all;
    for (const Part& part : m_parts)
        all.push_back(part.rows);
    return all;
}

Expr RowGradient::Part::spread(Expr values) const {
    graph::Builder& builder = *rows.builder;
    const graph::Node& made = builder.graph().node(node);
    return builder.emit("gather_grad", {values, builder.wrap(made.inputs[1])}, made.attributes);
}

void RowGradient::enter(Expr gradient, size_t first) const {
    graph::Graph& graph = gradient.builder->graph();
    std::vector<graph::NodeId> replaced;
    for (size_t i = first, end = graph.nodeCount(); i < end; ++i) {
        const auto id = static_cast<graph::NodeId>(i);
        const graph::Node& node = graph.node(id);
        const std::string op = node.op->name;
        if ((op != "square" && op != "abs") || node.inputs.front() != gradient.id) continue;
        const Expr each = sumOf([&](Expr rows) { return unary(op, rows); });
        if (!each) return;
        graph.replaceUses(graph.result(id), each.id);
        replaced.push_back(id);
    }
    graph.erase(replaced);
    graph.sort();
}

} // namespace td::train
