#include "engine/graph/passes/pass_list.h"
#include "engine/graph/passes/rewrite.h"

/// An optimizer that leaves rows with a zero gradient alone need not see them: for embeddings,
///     adagrad(table, acc, gather_grad(dy, ids), lr) -> adagrad_rows(table, acc, dy, ids, lr), and sgd alike.
/// Exact: Adagrad and plain SGD change nothing where the gradient is 0. Only where the gradient has no other user.
namespace td::graph {

namespace {
bool isRows(const Node& gradient) {
    return gradient.attributes.integer("axis") == 0 && gradient.attributes.integer("batch_dims") == 0;
}

bool makeSparse(Rewriter& rewriter, NodeId id) {
    const Node node = rewriter.graph().node(id);
    const bool isAdagrad = node.op->name == "adagrad", isSgd = node.op->name == "sgd";
    if (!isAdagrad && !(isSgd && node.attributes.real("weight_decay") == 0)) return false;
    const size_t at = isAdagrad ? 2 : 1;
    const Node* gradient = rewriter.producer(node.inputs[at], "gather_grad");
    if (gradient == nullptr || !rewriter.hasOneUse(node.inputs[at]) || !isRows(*gradient)) return false;
    std::vector<ValueId> inputs(node.inputs.begin(), node.inputs.begin() + static_cast<std::ptrdiff_t>(at));
    inputs.insert(inputs.end(), {gradient->inputs[0], gradient->inputs[1], node.inputs[at + 1]});
    Attributes attributes;
    if (isAdagrad) attributes.set("epsilon", node.attributes.real("epsilon"));
    return rewriter
        .replace(id, isAdagrad ? "adagrad_rows" : "sgd_rows", std::move(inputs), std::move(attributes),
                 isAdagrad ? std::vector{0, 1} : std::vector{0})
        .has_value();
}
} // namespace

Result<void> useSparseUpdates(Graph& graph) {
    Rewriter rewriter(graph);
    for (const NodeId id : std::vector<NodeId>(graph.order()))
        if (!rewriter.isDead(id)) makeSparse(rewriter, id);
    rewriter.finish();
    return {};
}

} // namespace td::graph
