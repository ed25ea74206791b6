#pragma once

#include "engine/graph/op_def.h"

#include <memory>
#include <optional>

namespace td::graph {

/// The types of a call's inputs, held as an operation is shown them.
class TD_API InputTypes {
public:
    /// None is an input that is left out.
    InputTypes(const Graph& graph, std::span<const ValueId> inputs);
    /// Nothing is an input that is left out.
    explicit InputTypes(std::span<const std::optional<TensorType>> inputs);

    /// What a call with these attributes shows to `op`; all three have to outlive it.
    [[nodiscard]] InferContext shownTo(const OpDef& op, const Attributes& attributes) const {
        return {op, m_types, std::span(m_present.get(), m_types.size()), attributes};
    }

private:
    void add(const TensorType* type);

    std::vector<TensorType> m_types;
    std::unique_ptr<bool[]> m_present;
};

/// The work of one execution of a node, for known shapes.
[[nodiscard]] TD_API Cost costOf(const Graph& graph, const Node& node);

} // namespace td::graph
