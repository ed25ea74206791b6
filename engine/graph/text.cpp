#include "engine/graph/text.h"

#include "engine/graph/op_def.h"
#include "engine/graph/text_values.h"
#include "engine/graph/used_values.h"

#include <algorithm>

namespace td::graph {

namespace {
std::string printed(ValueId id) {
    return id == ValueId::None ? "_" : "%" + std::to_string(index(id));
}

template <class List, class Print>
std::string joined(const List& list, Print print) {
    std::string text;
    for (const auto& item : list)
        text += (text.empty() ? "" : ", ") + print(item);
    return text;
}

std::string sourceText(const Source& source) {
    std::string text;
    if (!source.layer.empty() || !source.call.empty()) text += " @" + quoted(source.layer) + " " + quoted(source.call);
    if (source.forward != NodeId::None) text += " gradient of #" + std::to_string(index(source.forward));
    return text;
}

std::string deviceText(Device device) {
    return device == Device{} ? "" : " on " + toString(device);
}

std::string nodeText(const Graph& graph, const Node& node, TextValues values) {
    std::string text = joined(node.outputs, printed) + " = #" + std::to_string(index(node.id)) + " " + node.op->name +
                       "(" + joined(node.inputs, printed) + ")";
    for (const auto& [name, value] : node.attributes)
        text += " " + name + "=" + toText(value, values);
    text += " : " + joined(node.outputs, [&](ValueId id) {
                return toString(graph.type(id)) + (graph.value(id).layout == Layout::Plain ? "" : " blocked16");
            });
    return text + deviceText(node.device) + sourceText(node.source) + "\n";
}

std::string variableText(const Value& value, TextValues values) {
    std::string text = "variable " + quoted(value.name) + " " + toString(value.type);
    if (value.isTrainable) text += " trainable";
    text += deviceText(value.device);
    const bool isGiven = value.constant.type() == value.type;
    const bool isWritten = isGiven && (values == TextValues::All || value.constant.elements() <= kMostWritten);
    return isWritten ? text + " = " + toText(value.constant, values) : text;
}

std::string constantText(const Value& value, TextValues values) {
    const std::string name = value.name.empty() ? "" : quoted(value.name) + " ";
    return "constant " + name + toText(value.constant, values) + deviceText(value.device);
}

std::string valueText(const Value& value, TextValues values) {
    std::string text = printed(value.id) + " = ";
    if (value.kind == ValueKind::Input)
        text += "input " + quoted(value.name) + " " + toString(value.type);
    else if (value.kind == ValueKind::Variable)
        text += variableText(value, values);
    else
        text += constantText(value, values);
    return text + "\n";
}
} // namespace

std::string toText(const Graph& graph, TextValues values) {
    const std::vector<bool> isUsed = usedValues(graph);
    std::string text;
    for (size_t i = 0; i < graph.valueCount(); ++i) {
        const Value& value = graph.value(static_cast<ValueId>(i));
        const bool isConstant = value.kind == ValueKind::Constant;
        if (value.kind != ValueKind::Result && (!isConstant || isUsed[i])) text += valueText(value, values);
    }
    for (const NodeId id : graph.order())
        text += nodeText(graph, graph.node(id), values);
    for (const Output& output : graph.outputs())
        text += "output " + quoted(output.name) + " " + printed(output.value) + "\n";
    for (const Update& update : graph.updates())
        text += "update " + printed(update.variable) + " " + printed(update.value) + "\n";
    return text;
}

} // namespace td::graph
