#include "engine/runtime/old_values.h"

#include "engine/graph/op_def.h"

#include <algorithm>

namespace td::runtime {

using namespace graph;

namespace {
/// The value that `value` is a view of, itself where it is none.
ValueId viewed(const Graph& graph, ValueId value) {
    for (;;) {
        const NodeId producer = graph.value(value).producer;
        if (producer == NodeId::None || !graph.node(producer).op->traits.isView) return value;
        value = graph.node(producer).inputs.front();
    }
}

/// Whether a step leaves another value in the variable than it found.
bool isChanged(const Graph& graph, ValueId variable) {
    const auto changes = [&](const Update& update) {
        return update.variable == variable && viewed(graph, update.value) != variable;
    };
    return std::any_of(graph.updates().begin(), graph.updates().end(), changes);
}

/// Early in the order where that is possible, so that the variable's change need not wait.
Result<ValueId> copied(Graph& graph, ValueId value) {
    const NodeId first =
        graph.value(value).producer == NodeId::None && !graph.order().empty() ? graph.order().front() : NodeId::None;
    const auto node = graph.insertNode(first, "reorder", {value}, {});
    if (!node) return failure(node.error());
    return graph.result(*node);
}
} // namespace

Result<void> keepOldValues(Graph& graph) {
    for (Output& output : graph.outputs()) {
        const ValueId source = viewed(graph, output.value);
        const bool isOldValue = graph.value(source).kind == ValueKind::Variable && isChanged(graph, source);
        if (!isOldValue && graph.value(source).kind != ValueKind::Input) continue;
        const auto copy = copied(graph, output.value);
        if (!copy) return failure(copy.error());
        output.value = *copy;
    }
    for (Update& update : graph.updates()) {
        const ValueId source = viewed(graph, update.value);
        const bool isOldValue =
            graph.value(source).kind == ValueKind::Variable && source != update.variable && isChanged(graph, source);
        if (!isOldValue && graph.value(source).kind != ValueKind::Input) continue;
        const auto copy = copied(graph, update.value);
        if (!copy) return failure(copy.error());
        update.value = *copy;
    }
    return {};
}

} // namespace td::runtime
