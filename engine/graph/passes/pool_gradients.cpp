#include "engine/graph/passes/pass_list.h"
#include "engine/graph/passes/rewrite.h"

/// Work on the gradient of a max-pooling that can be done before it is spread over the larger input:
///     relu_grad(max_pool_grad(dy, x, y), x)   ->  max_pool_grad(relu_grad(dy, y), x, y)
/// where each winner x equals its y, and all other places are 0 either way; and, as every dy lands in exactly one place,
///     sum(max_pool_grad(dy, x, y), all axes but the last)  ->  sum(dy, the same axes).
namespace td::graph {

namespace {
bool maskBefore(Rewriter& rewriter, NodeId id) {
    Graph& graph = rewriter.graph();
    const Node node = graph.node(id);
    if (node.op->name != "relu_grad" && node.op->name != "relu6_grad") return false;
    const Node* found = rewriter.producer(node.inputs[0], "max_pool_grad");
    if (found == nullptr || !rewriter.hasOneUse(node.inputs[0]) || found->inputs[1] != node.inputs[1]) return false;
    const Node pool = *found;
    auto masked = rewriter.insert(id, node.op->name, {pool.inputs[0], pool.inputs[2]});
    if (!masked) return false;
    return rewriter
        .replace(id, "max_pool_grad", {graph.result(*masked), pool.inputs[1], pool.inputs[2]}, pool.attributes)
        .has_value();
}

/// All axes but the last, in any order and counted from either end.
bool isOverAllButLast(const Node& sum, int rank) {
    const Ints& axes = sum.attributes.integers("axes");
    std::vector<bool> isSummed(static_cast<size_t>(rank), false);
    for (const int64_t axis : axes)
        isSummed[static_cast<size_t>(axis < 0 ? axis + rank : axis)] = true;
    for (int i = 0; i < rank; ++i)
        if (isSummed[static_cast<size_t>(i)] != (i < rank - 1)) return false;
    return true;
}

bool sumBefore(Rewriter& rewriter, NodeId id) {
    Graph& graph = rewriter.graph();
    const Node& node = graph.node(id);
    if (node.op->name != "sum") return false;
    const Node* pool = rewriter.producer(node.inputs[0], "max_pool_grad");
    if (pool == nullptr || !isOverAllButLast(node, graph.type(node.inputs[0]).shape.rank())) return false;
    const ValueId dy = pool->inputs[0];
    return rewriter.replace(id, "sum", {dy}, node.attributes).has_value();
}
} // namespace

Result<void> usePooledGradients(Graph& graph) {
    for (const auto rewrite : {maskBefore, sumBefore}) {
        Rewriter rewriter(graph);
        for (const NodeId id : std::vector<NodeId>(graph.order()))
            if (!rewriter.isDead(id)) rewrite(rewriter, id);
        rewriter.finish();
    }
    return {};
}

} // namespace td::graph
