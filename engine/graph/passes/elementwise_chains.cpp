#include "engine/graph/passes/pass_list.h"
#include "engine/graph/passes/rewrite.h"

#include <algorithm>
#include <map>
#include <set>

/// Elementwise nodes of one shape that feed each other become one fused_elementwise node: its intermediate values stay in
/// the first-level cache. A node joins the group of its user if nobody else needs it.
namespace td::graph {

namespace {
constexpr size_t kMostInputs = 8, kMostInstructions = 24;

/// What an instruction's text can hold.
bool canBePrinted(const Attribute& value) {
    return std::holds_alternative<double>(value) || std::holds_alternative<bool>(value);
}

bool canJoin(const Graph& graph, const Node& node) {
    if (!node.op->traits.isElementwise || node.outputs.size() != 1 || node.op->name == "fused_elementwise")
        return false;
    if (!node.op->mustAlias.empty()) return false; // it changes a variable in place
    if (!std::all_of(node.attributes.begin(), node.attributes.end(),
                     [](const auto& entry) { return canBePrinted(entry.second); }))
        return false;
    const DType dtype = graph.type(node.outputs[0]).dtype;
    if (!isDifferentiable(dtype)) return false;
    return std::all_of(node.inputs.begin(), node.inputs.end(),
                       [&](ValueId input) { return input != ValueId::None && graph.type(input).dtype == dtype; });
}

std::string printed(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", value);
    return text;
}

std::string instruction(const Node& node, const std::vector<std::string>& arguments) {
    std::string text = node.op->name;
    std::string attributes;
    for (const auto& [name, value] : node.attributes) {
        if (const auto* real = std::get_if<double>(&value))
            attributes += (attributes.empty() ? "" : ",") + name + "=" + printed(*real);
        if (const auto* flag = std::get_if<bool>(&value))
            attributes += (attributes.empty() ? "" : ",") + name + "=" + (*flag ? "1" : "0");
    }
    if (!attributes.empty()) text += "[" + attributes + "]";
    text += "(";
    for (size_t i = 0; i < arguments.size(); ++i)
        text += (i > 0 ? "," : "") + arguments[i];
    return text + ")";
}

/// The nodes that end in `last` and that only it needs.
class Group {
public:
    Group(const Graph& graph, const Rewriter& rewriter, NodeId last)
        : m_graph(graph)
        , m_rewriter(rewriter) {
        take(last);
    }

    [[nodiscard]] size_t size() const { return m_members.size(); }
    [[nodiscard]] const std::vector<ValueId>& inputs() const { return m_inputs; }

    [[nodiscard]] std::string program() const {
        std::map<ValueId, std::string> names;
        for (size_t i = 0; i < m_inputs.size(); ++i)
            names[m_inputs[i]] = "i" + std::to_string(i);
        std::string text;
        int number = 0;
        for (const NodeId id : m_graph.order()) {
            if (!m_members.contains(id)) continue;
            const Node& node = m_graph.node(id);
            std::vector<std::string> arguments;
            for (const ValueId input : node.inputs)
                arguments.push_back(names.at(input));
            names[node.outputs[0]] = "t" + std::to_string(number);
            text += (number++ > 0 ? ";" : "") + instruction(node, arguments);
        }
        return text + "|t" + std::to_string(number - 1);
    }

private:
    /// Joins a node and as many of its producers as may; what is left outside becomes an input.
    void take(NodeId id) {
        m_members.insert(id);
        const Node& node = m_graph.node(id);
        m_open += node.inputs.size();
        for (const ValueId input : node.inputs) {
            --m_open;
            if (std::find(m_inputs.begin(), m_inputs.end(), input) != m_inputs.end()) continue;
            if (isInternal(node, input)) {
                if (!m_members.contains(m_graph.value(input).producer)) take(m_graph.value(input).producer);
            } else {
                m_inputs.push_back(input);
            }
        }
    }

    [[nodiscard]] bool isInternal(const Node& user, ValueId input) const {
        const NodeId producer = m_graph.value(input).producer;
        if (producer == NodeId::None || m_rewriter.isDead(producer)) return false;
        if (m_members.contains(producer)) return true;
        const Node& made = m_graph.node(producer);
        if (!canJoin(m_graph, made) || made.device != user.device) return false;
        if (m_graph.type(input).shape != m_graph.type(user.outputs[0]).shape) return false;
        const auto inThisUser = std::count(user.inputs.begin(), user.inputs.end(), input);
        return m_rewriter.uses(input) == inThisUser && m_members.size() < kMostInstructions &&
               m_inputs.size() + m_open + made.inputs.size() <= kMostInputs;
    }

    const Graph& m_graph;
    const Rewriter& m_rewriter;
    std::set<NodeId> m_members;
    std::vector<ValueId> m_inputs;
    size_t m_open = 0; ///< inputs of members that are still to be looked at: each may become an input of the group
};
} // namespace

Result<void> fuseElementwise(Graph& graph) {
    Rewriter rewriter(graph);
    std::vector<NodeId> order = graph.order();
    for (auto at = order.rbegin(); at != order.rend(); ++at) {
        if (rewriter.isDead(*at) || !canJoin(graph, graph.node(*at))) continue;
        const Group group(graph, rewriter, *at);
        if (group.size() < 2) continue;
        auto made = rewriter.replace(*at, "fused_elementwise", group.inputs(), {{"program", group.program()}});
        if (!made) return failure(made.error());
    }
    rewriter.finish();
    return {};
}

} // namespace td::graph
