#include "engine/graph/passes/pass_list.h"
#include "engine/graph/passes/rewrite.h"

/// Identities that make nodes vanish: x+0, x·1, x-0, x/1, --x, reshape of reshape, transpose of transpose, casts and
/// broadcasts that change nothing.
namespace td::graph {

namespace {
/// Whether leaving `other` out keeps type and shape of the result.
bool keepsType(const Graph& graph, const Node& node, ValueId kept) {
    return graph.type(kept) == graph.type(node.outputs.front());
}

/// What a node's output equals already, or None.
ValueId equivalent(const Rewriter& rewriter, const Graph& graph, const Node& node) {
    const std::string& op = node.op->name;
    const ValueId a = node.inputs.empty() ? ValueId::None : node.inputs[0];
    const auto isConstant = [&](size_t input, double wanted) {
        const auto value = rewriter.scalarConstant(node.inputs[input]);
        return value && *value == wanted;
    };
    if (op == "add" || op == "mul") {
        const double neutral = op == "add" ? 0 : 1;
        if (isConstant(1, neutral) && keepsType(graph, node, a)) return a;
        if (isConstant(0, neutral) && keepsType(graph, node, node.inputs[1])) return node.inputs[1];
    }
    if ((op == "sub" && isConstant(1, 0)) || (op == "div" && isConstant(1, 1)))
        if (keepsType(graph, node, a)) return a;
    if (op == "neg")
        if (const Node* inner = rewriter.producer(a, "neg")) return inner->inputs[0];
    if ((op == "reshape" || op == "broadcast_to" || op == "cast" || op == "identity") && keepsType(graph, node, a))
        return a;
    return ValueId::None;
}

/// A reshape of a reshape reads the first one's input.
void skipReshape(Rewriter& rewriter, NodeId id) {
    const Node& node = rewriter.graph().node(id);
    if (node.op->name != "reshape") return;
    const Node* inner = rewriter.producer(node.inputs[0], "reshape");
    if (inner == nullptr) return;
    const ValueId from = inner->inputs[0];
    (void)rewriter.replace(id, "reshape", {from}, node.attributes);
}

/// Transposing twice is transposing once, by the product of the permutations.
void joinTransposes(Rewriter& rewriter, NodeId id) {
    const Node& node = rewriter.graph().node(id);
    if (node.op->name != "transpose") return;
    const Node* inner = rewriter.producer(node.inputs[0], "transpose");
    if (inner == nullptr) return;
    const Ints &outer = node.attributes.integers("perm"), &first = inner->attributes.integers("perm");
    Ints joined;
    for (const int64_t axis : outer)
        joined.push_back(first[static_cast<size_t>(axis)]);
    const ValueId from = inner->inputs[0];
    bool isIdentity = true;
    for (size_t i = 0; i < joined.size(); ++i)
        isIdentity &= joined[i] == static_cast<int64_t>(i);
    if (isIdentity)
        rewriter.forward(node.outputs[0], from);
    else
        (void)rewriter.replace(id, "transpose", {from}, {{"perm", joined}});
}
} // namespace

Result<void> simplifyAlgebra(Graph& graph) {
    Rewriter rewriter(graph);
    for (const NodeId id : std::vector<NodeId>(graph.order())) {
        if (rewriter.isDead(id)) continue;
        const Node& node = graph.node(id);
        if (const ValueId same = equivalent(rewriter, graph, node); same != ValueId::None) {
            rewriter.forward(node.outputs[0], same);
            continue;
        }
        skipReshape(rewriter, id);
        if (!rewriter.isDead(id)) joinTransposes(rewriter, id);
    }
    rewriter.finish();
    return {};
}

} // namespace td::graph
