#include "engine/graph/passes/pass_list.h"
#include "engine/graph/passes/rewrite.h"

/// For inference: batch normalization after a convolution becomes part of its kernel and bias,
///     w' = w · s, b' = (b - mean) · s + beta, with s = gamma · rsqrt(variance + epsilon) per output channel,
/// emitted as ordinary nodes over the variables; a frozen session computes them once (engine/runtime/fold_constants.h).
namespace td::graph {

namespace {
bool fold(Graph& graph, Rewriter& rewriter, NodeId id) {
    const Node norm = graph.node(id);
    if (norm.op->name != "batch_norm_inference") return false;
    const Node* found = rewriter.producer(norm.inputs[0], "conv");
    if (found == nullptr || !rewriter.hasOneUse(norm.inputs[0]) || found->attributes.text("activation") != "linear")
        return false;
    const Node conv = *found;
    const auto add = [&](std::string_view op, std::vector<ValueId> inputs) {
        auto node = graph.insertNode(id, op, std::move(inputs), {}, norm.source);
        return node ? graph.result(*node) : ValueId::None;
    };
    const auto optional = [&](size_t i) { return i < norm.inputs.size() ? norm.inputs[i] : ValueId::None; };
    const DType dtype = graph.type(norm.inputs[0]).dtype;
    const ValueId gain = optional(1), beta = optional(2), mean = optional(3), variance = optional(4);
    const ValueId epsilon = graph.addConstant(Tensor::scalar(dtype, norm.attributes.real("epsilon")));
    ValueId scale = add("rsqrt", {add("add", {variance, epsilon})});
    if (gain != ValueId::None) scale = add("mul", {scale, gain});
    const ValueId kernel = add("mul", {conv.inputs[1], scale});
    const bool hasBias = conv.inputs.size() > 2 && conv.inputs[2] != ValueId::None;
    ValueId bias = add("mul", {hasBias ? add("sub", {conv.inputs[2], mean}) : add("neg", {mean}), scale});
    if (beta != ValueId::None) bias = add("add", {bias, beta});
    Attributes attributes = conv.attributes;
    attributes.set("activation", norm.attributes.text("activation"));
    auto made = graph.insertNode(id, "conv", {conv.inputs[0], kernel, bias}, std::move(attributes), conv.source);
    if (!made) return false;
    graph.replaceUses(norm.outputs[0], graph.result(*made));
    return true;
}
} // namespace

Result<void> foldBatchNorms(Graph& graph) {
    for (const NodeId id : std::vector<NodeId>(graph.order())) {
        Rewriter rewriter(graph);
        if (fold(graph, rewriter, id)) TD_TRY(removeDeadCode(graph));
    }
    return {};
}

} // namespace td::graph
