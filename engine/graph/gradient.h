#pragma once

#include "engine/graph/builder.h"
#include "engine/graph/op_def.h"

#include <span>
#include <vector>

namespace td::graph {

/// What an operation's gradient sees: the node's inputs, outputs and attributes, and the gradients of its outputs.
class TD_API GradientContext {
public:
    GradientContext(Builder& builder, const Node& node, std::span<const Expr> outputGradients)
        : m_builder(builder)
        , m_node(node)
        , m_gradients(outputGradients) {}

    [[nodiscard]] Builder& builder() { return m_builder; }
    [[nodiscard]] const Attributes& attributes() const { return m_node.attributes; }
    [[nodiscard]] int inputs() const { return static_cast<int>(m_node.inputs.size()); }
    [[nodiscard]] size_t outputs() const { return m_node.outputs.size(); }
    /// Empty where an optional input was left out.
    [[nodiscard]] Expr input(int i) { return m_builder.wrap(m_node.inputs[static_cast<size_t>(i)]); }
    [[nodiscard]] Expr output(int i = 0) { return m_builder.wrap(m_node.outputs[static_cast<size_t>(i)]); }
    /// Empty where nothing that was asked for depends on this output.
    [[nodiscard]] Expr dy(int output = 0) const { return m_gradients[static_cast<size_t>(output)]; }
    /// Whether anybody asks for the gradient of this input; emitting it all the same is harmless, dead code goes.
    [[nodiscard]] bool wants(int input) const { return m_wanted.empty() || m_wanted[static_cast<size_t>(input)]; }
    void setWanted(std::vector<bool> wanted) { m_wanted = std::move(wanted); }

private:
    Builder& m_builder;
    const Node& m_node;
    std::span<const Expr> m_gradients;
    std::vector<bool> m_wanted;
};

/// Emits d(sum of `of`)/d(`with`) for each of `with`, by reverse accumulation over the graph as it stands.
///
/// `seed`: the gradient of `of`, by default ones. Values that `of` does not depend on get an empty Expr.
/// The emitted nodes carry the source of the node they are the gradient of. As the result is ordinary graph, it can be
/// differentiated again.
/// Errors: in builder.error(): Unsupported with the facts "op" and "reason" where a needed gradient does not exist.
TD_API std::vector<Expr> gradients(Builder& builder, Expr of, std::span<const Expr> with, Expr seed = {});

/// Emits an operation's decomposition and differentiates that, and nothing before it: the gradients of the inputs, each
/// taken as given, from those of the outputs (`dys`, empty where none flows).
[[nodiscard]] std::vector<Expr> decomposedGradients(Builder& builder, decltype(OpDef::decompose) decompose,
                                                    std::span<const Expr> inputs, const Attributes& attributes,
                                                    std::span<const Expr> dys);

} // namespace td::graph
