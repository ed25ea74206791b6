#include "engine/graph/passes/pass_list.h"
#include "engine/graph/passes/rewrite.h"

#include <array>

/// Layers that arrive in pieces: matmul + bias + activation, convolution + bias + activation, batch normalization +
/// residual + activation. Only activations whose gradient can be had from their own output are taken, so that nothing has
/// to be kept or computed again for the backward pass.
namespace td::graph {

namespace {
constexpr std::array<std::string_view, 4> kFromOutput = {"relu", "relu6", "tanh", "sigmoid"};

bool isActivation(const Node& node, std::span<const std::string_view> allowed) {
    for (const std::string_view name : allowed)
        if (node.op->name == name) return true;
    return false;
}

/// A vector over the last axis of what it is added to.
bool isBiasFor(const Graph& graph, ValueId bias, ValueId of) {
    const Shape &b = graph.type(bias).shape, &x = graph.type(of).shape;
    return b.rank() == 1 && x.rank() >= 1 && b[0] == x[-1];
}

bool hasInput(const Node& node, size_t i) {
    return i < node.inputs.size() && node.inputs[i] != ValueId::None;
}

/// add(matmul(x, w), b) -> dense(x, w, b), for a matrix w without transposition.
bool fuseMatmulBias(Rewriter& rewriter, NodeId id) {
    const Node& add = rewriter.graph().node(id);
    if (add.op->name != "add") return false;
    for (const auto& [from, bias] : {std::pair(0, 1), std::pair(1, 0)}) {
        const ValueId product = add.inputs[static_cast<size_t>(from)], b = add.inputs[static_cast<size_t>(bias)];
        const Node* matmul = rewriter.producer(product, "matmul");
        if (matmul == nullptr || !rewriter.hasOneUse(product) || !isBiasFor(rewriter.graph(), b, product)) continue;
        if (matmul->attributes.flag("transpose_a") || matmul->attributes.flag("transpose_b")) continue;
        if (rewriter.graph().type(matmul->inputs[1]).shape.rank() != 2) continue;
        return rewriter.replace(id, "dense", {matmul->inputs[0], matmul->inputs[1], b}, {}).has_value();
    }
    return false;
}

/// add(conv(x, w), b) -> conv(x, w, b).
bool fuseConvBias(Rewriter& rewriter, NodeId id) {
    const Node& add = rewriter.graph().node(id);
    if (add.op->name != "add") return false;
    for (const auto& [from, bias] : {std::pair(0, 1), std::pair(1, 0)}) {
        const ValueId product = add.inputs[static_cast<size_t>(from)], b = add.inputs[static_cast<size_t>(bias)];
        const Node* conv = rewriter.producer(product, "conv");
        if (conv == nullptr || hasInput(*conv, 2) || !rewriter.hasOneUse(product) ||
            !isBiasFor(rewriter.graph(), b, product))
            continue;
        if (conv->attributes.text("activation") != "linear") continue;
        return rewriter.replace(id, "conv", {conv->inputs[0], conv->inputs[1], b}, conv->attributes).has_value();
    }
    return false;
}

/// activation(layer(…)) -> layer(…){activation}.
bool fuseActivation(Rewriter& rewriter, NodeId id, std::string_view layer, std::span<const std::string_view> allowed) {
    const Node& activation = rewriter.graph().node(id);
    if (!isActivation(activation, allowed)) return false;
    const ValueId from = activation.inputs[0];
    const Node* made = rewriter.producer(from, layer);
    if (made == nullptr || !rewriter.hasOneUse(from) || made->attributes.text("activation") != "linear") return false;
    Attributes attributes = made->attributes;
    attributes.set("activation", activation.op->name);
    std::vector<ValueId> inputs = made->inputs;
    return rewriter.replace(id, layer, std::move(inputs), std::move(attributes)).has_value();
}

/// Whether `value` is computed from an output of `from`.
bool dependsOn(const Graph& graph, ValueId value, NodeId from) {
    std::vector<bool> isSeen(graph.nodeCount(), false);
    std::vector<NodeId> open{graph.value(value).producer};
    while (!open.empty()) {
        const NodeId id = open.back();
        open.pop_back();
        if (id == NodeId::None || isSeen[index(id)]) continue;
        if (id == from) return true;
        isSeen[index(id)] = true;
        for (const ValueId input : graph.node(id).inputs)
            if (input != ValueId::None) open.push_back(graph.value(input).producer);
    }
    return false;
}

/// Batch normalization has outputs that others use: the activation's user moves to output 0 of a new node, and the
/// moments are taken from the new node too.
bool fuseIntoBatchNorm(Rewriter& rewriter, NodeId id, ValueId normalized, ValueId residual,
                       const std::string& activation) {
    const Node* norm = rewriter.producer(normalized, "batch_norm_training");
    if (norm == nullptr || norm->outputs[0] != normalized || !rewriter.hasOneUse(normalized)) return false;
    if (norm->attributes.text("activation") != "linear" || (residual != ValueId::None && hasInput(*norm, 3)))
        return false;
    if (residual != ValueId::None && dependsOn(rewriter.graph(), residual, norm->id))
        return false; // made from its moments
    std::vector<ValueId> inputs = norm->inputs;
    inputs.resize(4, ValueId::None);
    if (residual != ValueId::None) inputs[3] = residual;
    Attributes attributes = norm->attributes;
    attributes.set("activation", activation);
    const std::vector<ValueId> old = norm->outputs;
    auto made = rewriter.replace(id, "batch_norm_training", std::move(inputs), std::move(attributes));
    if (!made) return false;
    rewriter.forward(old[1], rewriter.graph().result(*made, 1));
    rewriter.forward(old[2], rewriter.graph().result(*made, 2));
    return true;
}

bool fuseBatchNorm(Rewriter& rewriter, NodeId id) {
    constexpr std::array<std::string_view, 2> kTaken = {"relu", "relu6"};
    const Node& node = rewriter.graph().node(id);
    if (isActivation(node, kTaken))
        return fuseIntoBatchNorm(rewriter, id, node.inputs[0], ValueId::None, node.op->name);
    if (node.op->name != "add" || !(rewriter.graph().type(node.inputs[0]) == rewriter.graph().type(node.inputs[1])))
        return false;
    const ValueId a = node.inputs[0], b = node.inputs[1];
    return fuseIntoBatchNorm(rewriter, id, a, b, "linear") || fuseIntoBatchNorm(rewriter, id, b, a, "linear");
}

template <class F>
Result<void> eachNode(Graph& graph, F rewrite) {
    Rewriter rewriter(graph);
    for (const NodeId id : std::vector<NodeId>(graph.order()))
        if (!rewriter.isDead(id)) rewrite(rewriter, id);
    rewriter.finish();
    return {};
}
} // namespace

Result<void> fuseDense(Graph& graph) {
    TD_TRY(eachNode(graph, fuseMatmulBias));
    return eachNode(graph,
                    [](Rewriter& rewriter, NodeId id) { return fuseActivation(rewriter, id, "dense", kFromOutput); });
}

Result<void> fuseConv(Graph& graph) {
    TD_TRY(eachNode(graph, fuseConvBias));
    return eachNode(graph, [](Rewriter& rewriter, NodeId id) {
        return fuseActivation(rewriter, id, "conv", std::span(kFromOutput).first(2));
    });
}

Result<void> fuseBatchNorms(Graph& graph) {
    return eachNode(graph, fuseBatchNorm);
}

} // namespace td::graph
