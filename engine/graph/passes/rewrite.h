#pragma once

#include "engine/graph/builder.h"
#include "engine/graph/graph.h"
#include "engine/graph/op_def.h"

#include <string_view>
#include <vector>

namespace td::graph {

/// What a pass asks of a graph while it rewrites it. Uses are counted once at the start and kept up by `replace`.
class Rewriter {
public:
    explicit Rewriter(Graph& graph) : m_graph(graph) { countUses(); }

    [[nodiscard]] Graph& graph() { return m_graph; }

    /// The live node that makes `value` by this operation, or null. Pointers hold until the next `insert`.
    [[nodiscard]] const Node* producer(ValueId value, std::string_view op) const;
    /// Nodes, outputs and updates that use it.
    [[nodiscard]] int uses(ValueId value) const { return m_uses[index(value)]; }
    [[nodiscard]] bool hasOneUse(ValueId value) const { return uses(value) == 1; }
    [[nodiscard]] bool isDead(NodeId node) const { return m_isDead[index(node)]; }

    /// A constant with one element: its value.
    [[nodiscard]] std::optional<double> scalarConstant(ValueId value) const;

    /// Adds a node right before `before`, with the source of that. Its outputs count as unused until somebody uses them.
    /// Errors: Internal, as the new node must be valid.
    Result<NodeId> insert(NodeId before, std::string_view op, std::vector<ValueId> inputs, Attributes attributes = {});
    /// Puts a node in the place of `old` and lets users of `old`'s outputs use the outputs `kept[i]` of the new one
    /// (-1: nobody uses that output any more). What only `old` used becomes dead.
    /// Errors: Internal, as the new node must be valid.
    Result<NodeId> replace(NodeId old, std::string_view op, std::vector<ValueId> inputs, Attributes attributes, std::vector<int> kept = {0});
    /// Users of `from` use `to`, and the node of `from` dies if nobody needs it.
    void forward(ValueId from, ValueId to);

    /// Takes the dead nodes out and puts users after producers again; call once at the end.
    void finish();

private:
    void countUses();
    void release(NodeId node);
    void addUse(ValueId value, int count);

    Graph& m_graph;
    std::vector<int> m_uses;
    std::vector<bool> m_isDead;
};

} // namespace td::graph
