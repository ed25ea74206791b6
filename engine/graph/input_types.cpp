#include "engine/graph/input_types.h"

namespace td::graph {

InputTypes::InputTypes(const Graph& graph, std::span<const ValueId> inputs)
    : m_present(std::make_unique<bool[]>(inputs.size())) {
    for (const ValueId input : inputs)
        add(input == ValueId::None ? nullptr : &graph.type(input));
}

InputTypes::InputTypes(std::span<const std::optional<TensorType>> inputs)
    : m_present(std::make_unique<bool[]>(inputs.size())) {
    for (const auto& input : inputs)
        add(input ? &*input : nullptr);
}

void InputTypes::add(const TensorType* type) {
    m_present[m_types.size()] = type != nullptr;
    m_types.push_back(type != nullptr ? *type : TensorType{});
}

Cost costOf(const Graph& graph, const Node& node) {
    std::vector<TensorType> outputs;
    for (const ValueId output : node.outputs)
        outputs.push_back(graph.type(output));
    return costOf(InputTypes(graph, node.inputs).shownTo(*node.op, node.attributes), outputs);
}

} // namespace td::graph
