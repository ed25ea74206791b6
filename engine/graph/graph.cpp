#include "engine/graph/graph.h"

#include "engine/graph/input_types.h"
#include "engine/graph/op_registry.h"

#include <algorithm>
#include <unordered_set>

namespace td::graph {

namespace {
/// Adds where it happened to an error of an operation's own code.
Error located(Error error, const OpDef& op, const Source& source) {
    if (error.fact("op").empty()) error.facts.insert(error.facts.begin(), {"op", op.name});
    if (!source.layer.empty() && error.fact("layer").empty())
        error.facts.insert(error.facts.begin() + 1, {"layer", source.layer});
    return error;
}

const InputDef& inputDef(const OpDef& op, size_t input) {
    return op.inputs[std::min(input, op.inputs.size() - 1)];
}

Result<void> checkInputCount(const OpDef& op, size_t given) {
    const bool isOpen = !op.inputs.empty() && op.inputs.back().arity == Arity::Many;
    const size_t named = op.inputs.size() - (isOpen ? 1 : 0);
    if (given >= named && (isOpen || given == named)) return {};
    return failure(ErrorCode::InvalidArgument,
                   {{"expected", std::to_string(named) + (isOpen ? " or more inputs" : " inputs")},
                    {"found", std::to_string(given)}});
}

/// "float32 or float64"
std::string inWords(DTypeSet types) {
    std::vector<std::string_view> names;
    for (int d = 0; d < kDTypes; ++d)
        if (types.has(static_cast<DType>(d))) names.push_back(name(static_cast<DType>(d)));
    std::string text;
    for (size_t i = 0; i < names.size(); ++i)
        text.append(i == 0 ? "" : i + 1 == names.size() ? " or " : ", ").append(names[i]);
    return text;
}

Result<void> checkInput(const Graph& graph, const OpDef& op, size_t i, ValueId id) {
    const InputDef& def = inputDef(op, i);
    if (id == ValueId::None) {
        if (def.arity == Arity::Optional) return {};
        return failure(ErrorCode::InvalidArgument, {{"input", def.name}, {"expected", "a value"}});
    }
    const TensorType& type = graph.type(id);
    if (def.dtypes.has(type.dtype)) return {};
    return failure(ErrorCode::TypeMismatch,
                   {{"input", def.name}, {"found", toString(type)}, {"expected", inWords(def.dtypes)}});
}
} // namespace

ValueId Graph::addValue(Value value) {
    value.id = static_cast<ValueId>(m_values.size());
    m_values.push_back(std::move(value));
    return m_values.back().id;
}

ValueId Graph::addInput(std::string name, TensorType type) {
    Value value;
    value.name = std::move(name);
    value.type = std::move(type);
    value.kind = ValueKind::Input;
    return addValue(std::move(value));
}

ValueId Graph::addVariable(std::string name, TensorType type, bool isTrainable, Tensor initial) {
    Value value;
    value.name = std::move(name);
    value.type = std::move(type);
    value.kind = ValueKind::Variable;
    value.isTrainable = isTrainable;
    value.constant = std::move(initial);
    return addValue(std::move(value));
}

ValueId Graph::addConstant(Tensor tensor, std::string name) {
    Value value;
    value.name = std::move(name);
    value.type = tensor.type();
    value.kind = ValueKind::Constant;
    value.constant = std::move(tensor);
    return addValue(std::move(value));
}

Result<NodeId> Graph::makeNode(std::string_view opName, std::vector<ValueId> inputs, Attributes attributes,
                               Source source) {
    const OpDef* op = m_ops->find(opName);
    if (op == nullptr)
        return failure(ErrorCode::NotFound,
                       {{"op", std::string(opName)}, {"expected", "an operation that 'tensordesk ops' lists"}});
    const auto fail = [&](Error error) { return failure(located(std::move(error), *op, source)); };
    if (auto counted = checkInputCount(*op, inputs.size()); !counted) return fail(counted.error());
    for (size_t i = 0; i < inputs.size(); ++i)
        if (auto checked = checkInput(*this, *op, i, inputs[i]); !checked) return fail(checked.error());
    auto complete = op->completed(std::move(attributes));
    if (!complete) return fail(complete.error());
    auto types = op->infer(InputTypes(*this, inputs).shownTo(*op, *complete));
    if (!types) return fail(types.error());

    Node node{
        static_cast<NodeId>(m_nodes.size()), op, std::move(inputs), {}, *std::move(complete), std::move(source), {}};
    for (size_t i = 0; i < types->size(); ++i) {
        Value value;
        value.type = std::move((*types)[i]);
        value.producer = node.id;
        value.outputIndex = static_cast<int>(i);
        node.outputs.push_back(addValue(std::move(value)));
    }
    if (index(node.source.forward) < m_nodes.size()) node.device = m_nodes[index(node.source.forward)].device;
    m_nodes.push_back(std::move(node));
    return m_nodes.back().id;
}

Result<NodeId> Graph::addNode(std::string_view op, std::vector<ValueId> inputs, Attributes attributes, Source source) {
    auto id = makeNode(op, std::move(inputs), std::move(attributes), std::move(source));
    if (id) m_order.push_back(*id);
    return id;
}

Result<NodeId> Graph::insertNode(NodeId before, std::string_view op, std::vector<ValueId> inputs, Attributes attributes,
                                 Source source) {
    auto id = makeNode(op, std::move(inputs), std::move(attributes), std::move(source));
    if (!id) return id;
    if (before != NodeId::None) node(*id).device = node(before).device;
    m_order.insert(std::find(m_order.begin(), m_order.end(), before), *id);
    return id;
}

ValueId Graph::named(std::string_view name) const {
    for (const Value& value : m_values)
        if ((value.kind == ValueKind::Input || value.kind == ValueKind::Variable) && value.name == name)
            return value.id;
    return ValueId::None;
}

std::vector<ValueId> Graph::ofKind(ValueKind kind) const {
    std::vector<ValueId> ids;
    for (const Value& value : m_values)
        if (value.kind == kind) ids.push_back(value.id);
    return ids;
}

void Graph::replaceUses(ValueId from, ValueId to) {
    for (const NodeId id : m_order)
        std::replace(node(id).inputs.begin(), node(id).inputs.end(), from, to);
    for (Output& output : m_outputs)
        if (output.value == from) output.value = to;
    for (Update& update : m_updates)
        if (update.value == from) update.value = to;
}

void Graph::sort() {
    enum class Mark : uint8_t { Untouched, Open, Done };
    std::vector<Mark> marks(m_nodes.size(), Mark::Done);
    for (const NodeId id : m_order)
        marks[index(id)] = Mark::Untouched;
    std::vector<NodeId> sorted, open;
    for (const NodeId start : m_order) {
        open.push_back(start);
        while (!open.empty()) {
            const NodeId id = open.back();
            if (marks[index(id)] == Mark::Untouched) {
                marks[index(id)] = Mark::Open;
                for (const ValueId input : node(id).inputs) {
                    const NodeId producer = input == ValueId::None ? NodeId::None : value(input).producer;
                    if (producer != NodeId::None && marks[index(producer)] == Mark::Untouched) open.push_back(producer);
                }
                continue;
            }
            open.pop_back();
            if (marks[index(id)] == Mark::Open) sorted.push_back(id);
            marks[index(id)] = Mark::Done;
        }
    }
    m_order = std::move(sorted);
}

void Graph::erase(const std::vector<NodeId>& nodes) {
    std::vector<bool> isErased(m_nodes.size());
    for (const NodeId id : nodes)
        isErased[index(id)] = true;
    std::erase_if(m_order, [&](NodeId id) { return isErased[index(id)]; });
}

Result<void> Graph::inferTypes() {
    for (const NodeId id : m_order) {
        const Node& at = node(id);
        auto types = at.op->infer(InputTypes(*this, at.inputs).shownTo(*at.op, at.attributes));
        if (!types) return failure(located(types.error(), *at.op, at.source));
        for (size_t i = 0; i < types->size(); ++i)
            value(at.outputs[i]).type = std::move((*types)[i]);
    }
    return {};
}

namespace {
tl::unexpected<Error> broken(const char* what, const std::string& where) {
    return failure(ErrorCode::Internal, {{"expected", what}, {"node", where}});
}

Result<void> checkNames(const std::deque<Value>& values) {
    std::unordered_set<std::string_view> names;
    for (const Value& value : values) {
        const bool isNamed = value.kind == ValueKind::Input || value.kind == ValueKind::Variable;
        if (isNamed && !names.insert(value.name).second)
            return broken("names of inputs and variables that are unique among these", value.name);
    }
    return {};
}
} // namespace

Result<void> Graph::verify() const {
    TD_TRY(checkNames(m_values));
    std::vector<bool> isMade(m_values.size());
    for (const Value& value : m_values)
        isMade[index(value.id)] = value.kind != ValueKind::Result;
    for (const NodeId id : m_order) {
        const Node& at = node(id);
        const std::string where = at.op->name + " #" + std::to_string(index(id));
        for (const ValueId input : at.inputs)
            if (input != ValueId::None && !isMade[index(input)])
                return broken("inputs made before they are used", where);
        for (const ValueId output : at.outputs) {
            if (isMade[index(output)] || value(output).producer != id) return broken("each value made once", where);
            isMade[index(output)] = true;
        }
    }
    for (const Output& output : m_outputs)
        if (output.value == ValueId::None || !isMade[index(output.value)])
            return broken("outputs that are made", output.name);
    std::vector<bool> isUpdated(m_values.size());
    for (const Update& update : m_updates) {
        if (update.variable == ValueId::None || value(update.variable).kind != ValueKind::Variable)
            return broken("updates of variables", "");
        if (update.value == ValueId::None || !isMade[index(update.value)] ||
            type(update.variable) != type(update.value))
            return broken("updates of the variable's own type", value(update.variable).name);
        if (isUpdated[index(update.variable)]) return broken("one update of a variable", value(update.variable).name);
        isUpdated[index(update.variable)] = true;
    }
    return {};
}

} // namespace td::graph
