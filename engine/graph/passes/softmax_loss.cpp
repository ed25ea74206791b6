#include "engine/graph/passes/pass_list.h"
#include "engine/graph/passes/rewrite.h"

/// Cross-entropies that arrive in pieces become the operations that are exact and have a short gradient:
///     log(softmax(x))                                       -> log_softmax(x)
///     sum(targets * log_softmax(x), last axis)              -> -softmax_cross_entropy_dense(x, targets)
///     gather(log_softmax(x), labels), a label for each row  -> -softmax_cross_entropy(x, labels)
/// and the minus signs that meet go. One-hot targets stay targets: a label outside the classes counts as no class there,
/// where softmax_cross_entropy would report it. A softmax whose probabilities are clipped before the logarithm is another
/// function, and stays.
namespace td::graph {

namespace {
bool isLastAxis(const Graph& graph, int64_t axis, ValueId of) {
    return axis == -1 || axis == graph.type(of).shape.rank() - 1;
}

/// The log_softmax over the last axis that makes `value` and that nobody else needs, or null.
const Node* lonelyLogSoftmax(const Rewriter& rewriter, const Graph& graph, ValueId value) {
    const Node* node = rewriter.producer(value, "log_softmax");
    const bool isFit =
        node != nullptr && rewriter.hasOneUse(value) && isLastAxis(graph, node->attributes.integer("axis"), value);
    return isFit ? node : nullptr;
}

void joinLogarithm(Rewriter& rewriter, NodeId id) {
    const Node& node = rewriter.graph().node(id);
    if (node.op->name != "log") return;
    const Node* softmax = rewriter.producer(node.inputs[0], "softmax");
    if (softmax == nullptr) return;
    const ValueId logits = softmax->inputs[0];
    (void)rewriter.replace(id, "log_softmax", {logits}, {{"axis", softmax->attributes.integer("axis")}});
}

/// Puts -loss(x, other) in the place of a node.
void replaceByLoss(Rewriter& rewriter, NodeId id, std::string_view loss, ValueId logits, ValueId other) {
    const auto made = rewriter.insert(id, loss, {logits, other});
    if (made) (void)rewriter.replace(id, "neg", {rewriter.graph().result(*made)}, {});
}

void joinTargets(Rewriter& rewriter, NodeId id) {
    const Graph& graph = rewriter.graph();
    const Node& sum = graph.node(id);
    if (sum.op->name != "sum" || sum.attributes.flag("keepdims")) return;
    const Ints& axes = sum.attributes.integers("axes");
    const Node* product = rewriter.producer(sum.inputs[0], "mul");
    if (product == nullptr || axes.size() != 1 || !isLastAxis(graph, axes[0], sum.inputs[0])) return;
    if (!rewriter.hasOneUse(sum.inputs[0])) return;
    for (const size_t which : {size_t{0}, size_t{1}}) {
        const ValueId targets = product->inputs[1 - which];
        const Node* logarithm = lonelyLogSoftmax(rewriter, graph, product->inputs[which]);
        if (logarithm == nullptr || graph.type(targets) != graph.type(logarithm->inputs[0])) continue;
        return replaceByLoss(rewriter, id, "softmax_cross_entropy_dense", logarithm->inputs[0], targets);
    }
}

void joinLabels(Rewriter& rewriter, NodeId id) {
    const Graph& graph = rewriter.graph();
    const Node& gather = graph.node(id);
    if (gather.op->name != "gather") return;
    const Node* logarithm = lonelyLogSoftmax(rewriter, graph, gather.inputs[0]);
    if (logarithm == nullptr || !isLastAxis(graph, gather.attributes.integer("axis"), gather.inputs[0])) return;
    const int rows = graph.type(gather.inputs[0]).shape.rank() - 1;
    const bool hasOneEach = gather.attributes.integer("batch_dims") == rows;
    if (!hasOneEach || graph.type(gather.inputs[1]).shape.rank() != rows) return;
    replaceByLoss(rewriter, id, "softmax_cross_entropy", logarithm->inputs[0], gather.inputs[1]);
}

void joinSigns(Rewriter& rewriter, NodeId id) {
    const Node& node = rewriter.graph().node(id);
    if (node.op->name != "neg") return;
    const Node* inner = rewriter.producer(node.inputs[0], "neg");
    if (inner == nullptr) return;
    const Node* loss = rewriter.producer(inner->inputs[0], "softmax_cross_entropy");
    if (loss == nullptr) loss = rewriter.producer(inner->inputs[0], "softmax_cross_entropy_dense");
    if (loss != nullptr) rewriter.forward(node.outputs[0], inner->inputs[0]);
}
} // namespace

Result<void> fuseSoftmaxLosses(Graph& graph) {
    for (const auto rewrite : {joinLogarithm, joinTargets, joinLabels, joinSigns}) {
        Rewriter rewriter(graph);
        for (const NodeId id : std::vector<NodeId>(graph.order()))
            if (!rewriter.isDead(id)) rewrite(rewriter, id);
        rewriter.finish();
    }
    return {};
}

} // namespace td::graph
