#include "engine/graph/op_def.h"
#include "engine/graph/passes/pass_list.h"
#include "engine/graph/passes/rewrite.h"

#include <algorithm>
#include <array>
#include <map>

/// Blocked16 islands: where a convolution over very few input channels starts a net, its output and what follows (pooling,
/// activations, the next convolutions and all their gradients) are kept as [N][C/16][H][W][16], which such convolutions
/// run in up to twice as fast; reorder nodes stand where an island ends. Elsewhere channels-last is as fast.
namespace td::graph {

namespace {
/// Which inputs and outputs of a node may be blocked. Tied ones must be so together.
struct Roles {
    std::vector<int> inputs, outputs;
    bool areTied = true;
};

Roles elementwiseRoles(const Graph& graph, const Node& node) {
    const TensorType& type = graph.type(node.outputs[0]);
    Roles roles{{}, {0}, true};
    for (size_t i = 0; i < node.inputs.size(); ++i) {
        const TensorType& input = graph.type(node.inputs[i]);
        if (input == type)
            roles.inputs.push_back(static_cast<int>(i));
        else if (!input.shape.elements().is(1))
            return {};
    }
    return roles;
}

Roles rolesOf(const Graph& graph, const Node& node) {
    const std::string& op = node.op->name;
    if (op == "conv" || op == "conv_backward_data") return {{0}, {0}, false};
    if (op == "conv_backward_weights") return {{0, 1}, {}, false};
    if (op == "max_pool") return {{0}, {0}, true};
    if (op == "max_pool_grad") return {{0, 1, 2}, {0}, true};
    if (op == "sum") return {{0}, {}, false};
    constexpr std::array<std::string_view, 4> kPlainOnly = {"floor_div", "mod", "sparse_plus",
                                                            "sparse_sigmoid"}; // rare: no kernel of their own
    const bool isPlainOnly = std::any_of(kPlainOnly.begin(), kPlainOnly.end(), [&](std::string_view name) {
        return op == name || (op == "fused_elementwise" &&
                              node.attributes.text("program").find(std::string(name) + "(") != std::string::npos);
    });
    const bool isElementwise = node.op->traits.isElementwise && !isPlainOnly;
    return isElementwise && node.outputs.size() == 1 ? elementwiseRoles(graph, node) : Roles{};
}

bool canBeBlocked(const Value& value) {
    const Shape& shape = value.type.shape;
    return value.kind == ValueKind::Result && value.type.dtype == DType::F32 && shape.rank() == 4 && shape.isKnown() &&
           shape[3].value() % 16 == 0;
}

/// A bias gradient: over all axes but the channels.
bool isChannelSum(const Graph& graph, const Node& node) {
    if (node.op->name != "sum" || graph.type(node.inputs[0]).shape.rank() != 4) return false;
    Ints axes = node.attributes.integers("axes");
    for (int64_t& axis : axes)
        axis += axis < 0 ? 4 : 0;
    std::sort(axes.begin(), axes.end());
    return axes == Ints{0, 1, 2};
}

/// Blocks are the CPU's: other devices keep to channels last.
bool isOnCpu(const Node& node) {
    return node.device == Device{};
}

/// A convolution over so few channels that channels-last starves it.
bool startsIsland(const Graph& graph, const Node& node) {
    return isOnCpu(node) && node.op->name == "conv" && graph.type(node.inputs[0]).shape.rank() == 4 &&
           graph.type(node.inputs[0]).shape[3].is(1) && canBeBlocked(graph.value(node.outputs[0]));
}

/// Which values are blocked: in a graph that has such a convolution, all that their producers can write so, but for what
/// leaves the graph.
std::vector<bool> blockedValues(const Graph& graph) {
    std::vector<bool> isBlocked(graph.valueCount(), false);
    bool isAny = false;
    for (const NodeId id : graph.order())
        isAny |= startsIsland(graph, graph.node(id));
    if (!isAny) return isBlocked;
    for (const NodeId id : graph.order()) {
        const Node& node = graph.node(id);
        if (!isOnCpu(node)) continue;
        for (const int output : rolesOf(graph, node).outputs) {
            const ValueId value = node.outputs[static_cast<size_t>(output)];
            isBlocked[index(value)] = canBeBlocked(graph.value(value));
        }
    }
    for (const Output& output : graph.outputs())
        isBlocked[index(output.value)] = false;
    for (const Update& update : graph.updates())
        isBlocked[index(update.value)] = false;
    return isBlocked;
}

/// The layout that a node needs of an input, given the layout its producer writes.
Layout neededLayout(const Graph& graph, const Node& node, size_t input, const std::vector<bool>& isBlocked) {
    if (!isOnCpu(node)) return Layout::Plain;
    const Roles roles = rolesOf(graph, node);
    const Layout written = isBlocked[index(node.inputs[input])] ? Layout::Blocked16 : Layout::Plain;
    if (node.op->name == "sum") return isChannelSum(graph, node) ? written : Layout::Plain;
    if (std::find(roles.inputs.begin(), roles.inputs.end(), static_cast<int>(input)) == roles.inputs.end())
        return Layout::Plain;
    if (!roles.areTied) return written;
    return isBlocked[index(node.outputs[0])] ? Layout::Blocked16 : Layout::Plain;
}

/// The value in the other layout, made once and shared.
class Borders {
public:
    explicit Borders(Graph& graph)
        : m_graph(graph) {}

    Result<ValueId> crossed(NodeId before, ValueId value, Layout layout) {
        const auto found = m_made.find({value, layout});
        if (found != m_made.end()) return found->second;
        const Source source = m_graph.node(before).source;
        auto node = m_graph.insertNode(before, "reorder", {value}, {}, source);
        if (!node) return failure(node.error());
        const ValueId result = m_graph.result(*node);
        m_graph.value(result).layout = layout;
        m_made[{value, layout}] = result;
        return result;
    }

private:
    Graph& m_graph;
    std::map<std::pair<ValueId, Layout>, ValueId> m_made;
};
} // namespace

Result<void> makeLayoutIslands(Graph& graph) {
    const std::vector<bool> isBlocked = blockedValues(graph);
    Borders borders(graph);
    for (const NodeId id : std::vector<NodeId>(graph.order()))
        for (size_t i = 0; i < graph.node(id).inputs.size(); ++i) {
            const Node& node = graph.node(id);
            const ValueId input = node.inputs[i];
            if (input == ValueId::None) continue;
            const Layout needed = neededLayout(graph, node, i, isBlocked);
            if ((needed == Layout::Blocked16) == isBlocked[index(input)]) continue;
            auto value = borders.crossed(id, input, needed);
            if (!value) return failure(value.error());
            graph.node(id).inputs[i] = *value;
        }
    for (size_t i = 0; i < isBlocked.size(); ++i)
        if (isBlocked[i]) graph.value(static_cast<ValueId>(i)).layout = Layout::Blocked16;
    return {};
}

} // namespace td::graph
