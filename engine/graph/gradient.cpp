#include "engine/graph/gradient.h"

#include "engine/graph/op_registry.h"

#include <algorithm>
#include <span>

namespace td::graph {

namespace {
/// Reverse accumulation over the nodes that lie between `with` and `of`.
class Backward {
public:
    Backward(Builder& builder, std::span<const Expr> with)
        : m_builder(builder)
        , m_graph(builder.graph())
        , m_reaches(m_graph.valueCount()) {
        for (const Expr& expr : with)
            if (expr && isDifferentiable(expr.dtype())) m_reaches[index(expr.id)] = true;
        m_gradients.assign(m_graph.valueCount(), Expr{});
    }

    /// `order`: the nodes to go through; what was made before them is taken as given.
    void run(Expr of, Expr seed, std::span<const NodeId> order) {
        for (const NodeId id : order)
            markReach(id);
        m_gradients[index(of.id)] = seed ? seed : onesLike(of);
        for (auto at = order.rbegin(); at != order.rend() && !m_builder.error(); ++at)
            visit(*at);
    }

    [[nodiscard]] Expr gradient(Expr of) const { return of ? m_gradients[index(of.id)] : Expr{}; }

private:
    /// A node's outputs depend on what is asked for if an input does.
    void markReach(NodeId id) {
        const Node& node = m_graph.node(id);
        const bool reaches = std::any_of(node.inputs.begin(), node.inputs.end(),
                                         [&](ValueId v) { return v != ValueId::None && m_reaches[index(v)]; });
        if (!reaches) return;
        for (const ValueId output : node.outputs)
            m_reaches[index(output)] = isDifferentiable(m_graph.type(output).dtype);
    }

    void visit(NodeId id) {
        const Node node = m_graph.node(id); // a copy: emitting may move the nodes
        std::vector<Expr> dys;
        bool isNeeded = false;
        for (const ValueId output : node.outputs) {
            dys.push_back(m_gradients[index(output)]);
            isNeeded |= static_cast<bool>(dys.back()) && m_reaches[index(output)];
        }
        if (!isNeeded) return;
        const Source kept = m_builder.source();
        m_builder.setSource({node.source.layer, node.source.call, node.id});
        accumulate(node, inputGradients(node, dys));
        m_builder.setSource(kept);
    }

    std::vector<Expr> inputGradients(const Node& node, const std::vector<Expr>& dys) {
        if (node.op->gradient != nullptr) {
            GradientContext context(m_builder, node, dys);
            std::vector<bool> wanted;
            for (const ValueId input : node.inputs)
                wanted.push_back(input != ValueId::None && m_reaches[index(input)]);
            context.setWanted(std::move(wanted));
            return node.op->gradient(context);
        }
        if (node.op->isDifferentiable()) return throughDecomposition(node, dys);
        m_builder.fail(
            Error(ErrorCode::Unsupported,
                  {{"op", node.op->name}, {"layer", node.source.layer}, {"reason", node.op->notDifferentiable}}));
        return {};
    }

    /// Emits the decomposition beside the node and differentiates that, and nothing before it: an input that depends on
    /// another one is followed by the walk outside.
    std::vector<Expr> throughDecomposition(const Node& node, const std::vector<Expr>& dys) {
        std::vector<Expr> inputs;
        for (const ValueId input : node.inputs)
            inputs.push_back(m_builder.wrap(input));
        const size_t before = m_graph.order().size();
        const std::vector<Expr> outputs = node.op->decompose(m_builder, inputs, node.attributes);
        const std::vector<NodeId> inside(m_graph.order().begin() + static_cast<std::ptrdiff_t>(before),
                                         m_graph.order().end());
        std::vector<Expr> totals(inputs.size());
        for (size_t i = 0; i < outputs.size() && !m_builder.error(); ++i) {
            if (!dys[i]) continue;
            Backward partial(m_builder, inputs);
            partial.run(outputs[i], dys[i], inside);
            for (size_t k = 0; k < inputs.size(); ++k) {
                const Expr part = isRepeated(inputs, k) ? Expr{} : partial.gradient(inputs[k]);
                if (part) totals[k] = totals[k] ? totals[k] + part : part;
            }
        }
        return totals;
    }

    /// Whether an earlier input is the same value, whose gradient then holds both.
    static bool isRepeated(const std::vector<Expr>& inputs, size_t k) {
        return std::any_of(inputs.begin(), inputs.begin() + static_cast<std::ptrdiff_t>(k),
                           [&](const Expr& earlier) { return earlier.id == inputs[k].id; });
    }

    void accumulate(const Node& node, const std::vector<Expr>& found) {
        for (size_t i = 0; i < found.size() && i < node.inputs.size(); ++i) {
            const ValueId input = node.inputs[i];
            if (!found[i] || input == ValueId::None || !m_reaches[index(input)]) continue;
            Expr& total = m_gradients[index(input)];
            total = total ? total + found[i] : found[i];
        }
    }

    Builder& m_builder;
    Graph& m_graph;
    std::vector<bool> m_reaches; ///< by value: depends on something asked for
    std::vector<Expr> m_gradients;
};
} // namespace

std::vector<Expr> gradients(Builder& builder, Expr of, std::span<const Expr> with, Expr seed) {
    std::vector<Expr> found(with.size());
    if (builder.error() || !of) return found;
    Backward backward(builder, with);
    const std::vector<NodeId> order = builder.graph().order(); // a copy: emitting adds to it
    backward.run(of, seed, order);
    for (size_t i = 0; i < with.size(); ++i)
        found[i] = builder.error() ? Expr{} : backward.gradient(with[i]);
    return found;
}

} // namespace td::graph
