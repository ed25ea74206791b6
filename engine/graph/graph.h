#pragma once

#include "engine/graph/attribute.h"
#include "engine/tensor/device.h"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace td::graph {

struct OpDef;
class OpRegistry;

/// Ids are never reused within a graph, so that canvas, profiler and debugger can hold them across passes.
enum class NodeId : uint32_t { None = 0xFFFFFFFFu };
enum class ValueId : uint32_t { None = 0xFFFFFFFFu };
[[nodiscard]] constexpr uint32_t index(NodeId id) {
    return static_cast<uint32_t>(id);
}
[[nodiscard]] constexpr uint32_t index(ValueId id) {
    return static_cast<uint32_t>(id);
}

enum class ValueKind : uint8_t {
    Input,    ///< fed at each run
    Variable, ///< kept between runs: weights, moments, counters; `Update`s give it its next value
    Constant, ///< its tensor is part of the graph
    Result,   ///< computed by a node
};

/// How the elements of a value lie in memory.
enum class Layout : uint8_t {
    Plain,     ///< row-major, channels last
    Blocked16, ///< (N,H,W,C) as [N][C/16][H][W][16]; only inside a plan, only for C a multiple of 16
};

/// What asked for a node: a layer's name, the call inside it, and in the backward part the node that it is the gradient or
/// a second computation of.
struct Source {
    std::string layer;
    std::string call;
    NodeId forward = NodeId::None;
    bool operator==(const Source&) const = default;
};

struct Value {
    ValueId id = ValueId::None;
    std::string name; ///< of inputs and variables, unique among these; of others perhaps empty
    TensorType type;
    ValueKind kind = ValueKind::Result;
    Layout layout = Layout::Plain;
    Device device;
    bool isTrainable = false;       ///< of variables
    NodeId producer = NodeId::None; ///< of results
    int outputIndex = 0;            ///< which of the producer's outputs
    Tensor constant;                ///< of constants; of variables the initial value, if it is known
};

struct Node {
    NodeId id = NodeId::None;
    const OpDef* op = nullptr;
    std::vector<ValueId> inputs; ///< None where an optional input is left out
    std::vector<ValueId> outputs;
    Attributes attributes;
    Source source;
    Device device;
};

struct Output {
    std::string name;
    ValueId value = ValueId::None;
};

/// After a run, `variable` holds `value`.
struct Update {
    ValueId variable = ValueId::None;
    ValueId value = ValueId::None;
};

/// A program in single static assignment: values are made once, by an input, a variable, a constant or a node.
///
/// Nodes are kept in an order in which every value is made before it is used. Passes may erase nodes and replace uses;
/// ids of what was erased stay unused. State is functional: a variable's next value is an ordinary value, named in
/// `updates`.
/// Threads: as a container's.
class TD_API Graph {
public:
    explicit Graph(const OpRegistry& ops)
        : m_ops(&ops) {}

    [[nodiscard]] const OpRegistry& ops() const { return *m_ops; }

    ValueId addInput(std::string name, TensorType type);
    ValueId addVariable(std::string name, TensorType type, bool isTrainable, Tensor initial = {});
    ValueId addConstant(Tensor tensor, std::string name = {});

    /// Adds a node at the end. Attributes are completed by the operation's defaults and checked; output types are
    /// inferred. It runs where the node runs that it is the gradient of, else on the CPU, until somebody says otherwise.
    /// Errors: NotFound for an unknown operation; InvalidArgument for attributes; ShapeMismatch and
    /// TypeMismatch with the
    ///         facts "op", "layer" and both sides.
    Result<NodeId> addNode(std::string_view op, std::vector<ValueId> inputs, Attributes attributes, Source source = {});
    /// The same, placed right before `before` in the order, and on its device.
    Result<NodeId> insertNode(NodeId before, std::string_view op, std::vector<ValueId> inputs, Attributes attributes,
                              Source source = {});

    void addOutput(std::string name, ValueId value) { m_outputs.push_back({std::move(name), value}); }
    void addUpdate(ValueId variable, ValueId value) { m_updates.push_back({variable, value}); }

    [[nodiscard]] const Node& node(NodeId id) const { return m_nodes[index(id)]; }
    [[nodiscard]] Node& node(NodeId id) { return m_nodes[index(id)]; }
    [[nodiscard]] const Value& value(ValueId id) const { return m_values[index(id)]; }
    [[nodiscard]] Value& value(ValueId id) { return m_values[index(id)]; }
    [[nodiscard]] const TensorType& type(ValueId id) const { return value(id).type; }
    /// Output `output` of a node.
    [[nodiscard]] ValueId result(NodeId id, int output = 0) const {
        return node(id).outputs[static_cast<size_t>(output)];
    }
    /// One past the largest id ever given.
    [[nodiscard]] size_t valueCount() const { return m_values.size(); }
    [[nodiscard]] size_t nodeCount() const { return m_nodes.size(); }

    /// Live nodes in execution order.
    [[nodiscard]] const std::vector<NodeId>& order() const { return m_order; }
    /// Replaces the order; it must hold the same nodes and keep producers before users.
    void setOrder(std::vector<NodeId> order) { m_order = std::move(order); }

    [[nodiscard]] std::vector<Output>& outputs() { return m_outputs; }
    [[nodiscard]] const std::vector<Output>& outputs() const { return m_outputs; }
    [[nodiscard]] std::vector<Update>& updates() { return m_updates; }
    [[nodiscard]] const std::vector<Update>& updates() const { return m_updates; }

    [[nodiscard]] std::vector<ValueId> inputs() const { return ofKind(ValueKind::Input); }
    [[nodiscard]] std::vector<ValueId> variables() const { return ofKind(ValueKind::Variable); }
    /// The input or variable of this name, or None.
    [[nodiscard]] ValueId named(std::string_view name) const;

    /// Moves nodes behind the producers of their inputs where a rewriting left them before; the order changes no more than that.
    void sort();
    /// Lets every use of `from` (nodes, outputs, updates' values) use `to` instead.
    void replaceUses(ValueId from, ValueId to);
    /// Takes nodes out of the order; nobody may use their results any more.
    void erase(const std::vector<NodeId>& nodes);
    /// Infers the types of all results again, as after changing an input's type. Errors: as of addNode.
    Result<void> inferTypes();
    /// Checks what the class promises. Errors: Internal naming the node.
    [[nodiscard]] Result<void> verify() const;

private:
    ValueId addValue(Value value);
    [[nodiscard]] std::vector<ValueId> ofKind(ValueKind kind) const;
    Result<NodeId> makeNode(std::string_view op, std::vector<ValueId> inputs, Attributes attributes, Source source);

    const OpRegistry* m_ops;
    std::deque<Node> m_nodes; ///< deques: a reference to a node or value stays good while others are added
    std::deque<Value> m_values;
    std::vector<NodeId> m_order;
    std::vector<Output> m_outputs;
    std::vector<Update> m_updates;
};

} // namespace td::graph
