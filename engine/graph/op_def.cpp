#include "engine/graph/op_def.h"

#include <algorithm>

namespace td::graph {

namespace {
/// Integers may stand where a real is expected, and one value where a list is.
Attribute converted(Attribute value, AttributeKind wanted) {
    if (wanted == AttributeKind::Double && kindOf(value) == AttributeKind::Int)
        return static_cast<double>(std::get<int64_t>(value));
    if (wanted == AttributeKind::IntList && kindOf(value) == AttributeKind::Int) return Ints{std::get<int64_t>(value)};
    if (wanted == AttributeKind::DoubleList && kindOf(value) == AttributeKind::Double)
        return Doubles{std::get<double>(value)};
    return value;
}
} // namespace

Result<Attributes> OpDef::completed(Attributes given) const {
    for (const auto& [key, value] : given)
        if (std::none_of(attributes.begin(), attributes.end(),
                         [&](const AttributeDef& def) { return def.name == key; }))
            return failure(ErrorCode::InvalidArgument,
                           {{"attribute", key}, {"expected", "an attribute that this operation has"}});
    for (const AttributeDef& def : attributes) {
        const Attribute* value = given.find(def.name);
        if (value == nullptr && def.isRequired)
            return failure(
                ErrorCode::InvalidArgument,
                {{"attribute", def.name}, {"expected", std::string(graph::name(def.kind))}, {"found", "nothing"}});
        Attribute final = converted(value ? *value : def.fallback, def.kind);
        if (kindOf(final) != def.kind)
            return failure(ErrorCode::InvalidArgument, {{"attribute", def.name},
                                                        {"expected", std::string(graph::name(def.kind))},
                                                        {"found", std::string(graph::name(kindOf(final)))}});
        given.set(def.name, std::move(final));
    }
    return given;
}

OutputType OpDef::typeOfOutput(size_t output) const {
    return outputTypes.empty() ? OutputType() : outputTypes[std::min(output, outputTypes.size() - 1)];
}

std::string OpDef::flopsText() const {
    if (traits.isView) return "0";
    return cost != nullptr ? flops : "1 for each element of the outputs";
}

Result<void> InferContext::needRank(int input, int rank) const {
    if (shape(input).rank() == rank) return {};
    return mismatch(input, "rank " + std::to_string(rank));
}

Result<void> InferContext::needRankAtLeast(int input, int rank) const {
    if (shape(input).rank() >= rank) return {};
    return mismatch(input, "rank " + std::to_string(rank) + " or more");
}

Result<void> InferContext::needSameDType(int first) const {
    for (int i = first + 1; i < inputs(); ++i)
        if (has(i) && dtype(i) != dtype(first))
            return failure(ErrorCode::TypeMismatch, {{"left", toString(type(first))}, {"right", toString(type(i))}});
    return {};
}

tl::unexpected<Error> InferContext::mismatch(int left, int right) const {
    return failure(ErrorCode::ShapeMismatch, {{"left", shape(left).toString()}, {"right", shape(right).toString()}});
}

tl::unexpected<Error> InferContext::mismatch(int input, std::string expected) const {
    const auto& defs = m_op.inputs;
    const std::string& name = defs[std::min(static_cast<size_t>(input), defs.size() - 1)].name;
    return failure(ErrorCode::ShapeMismatch,
                   {{"input", name}, {"found", shape(input).toString()}, {"expected", std::move(expected)}});
}

namespace {
double elements(const TensorType& type) {
    const auto extents = type.shape.extents();
    return extents ? static_cast<double>(elementsOf(*extents)) : 0;
}
} // namespace

Cost costOf(const InferContext& context, std::span<const TensorType> outputs) {
    if (context.op().cost != nullptr) return context.op().cost(context, outputs);
    Cost cost;
    for (int i = 0; i < context.inputs(); ++i)
        if (context.has(i)) cost.bytes += elements(context.type(i)) * static_cast<double>(elementBytes(context.dtype(i)));
    for (const TensorType& output : outputs) {
        cost.flops += elements(output);
        cost.bytes += elements(output) * static_cast<double>(elementBytes(output.dtype));
    }
    return context.op().traits.isView ? Cost{} : cost;
}

} // namespace td::graph
