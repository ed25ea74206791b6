#include "engine/graph/ops/infer.h"

#include "engine/graph/text_values.h"
#include "engine/tensor/element_cast.h"

#include <algorithm>
#include <numeric>

namespace td::graph {

Types inferSame(const InferContext& context) {
    return std::vector{context.type(0)};
}

Types inferAlike(const InferContext& context) {
    TD_TRY(context.needSameDType());
    for (int i = 1; i < context.inputs(); ++i)
        if (context.shape(i) != context.shape(0)) return context.mismatch(0, i);
    return inferSame(context);
}

Types inferBroadcast(const InferContext& context) {
    TD_TRY(context.needSameDType());
    Shape shape = context.shape(0);
    for (int i = 1; i < context.inputs(); ++i) {
        auto wider = broadcast(shape, context.shape(i));
        if (!wider) return failure(wider.error());
        shape = *std::move(wider);
    }
    return std::vector{TensorType{context.dtype(0), std::move(shape)}};
}

Types inferComparison(const InferContext& context) {
    auto types = inferBroadcast(context);
    if (types) types->front().dtype = DType::Bool;
    return types;
}

Types inferTest(const InferContext& context) {
    return std::vector{TensorType{DType::Bool, context.shape(0)}};
}

Result<Ints> axesOf(const InferContext& context, std::string_view name, int input) {
    const int rank = context.shape(input).rank();
    Ints axes;
    for (const int64_t given : context.attributes().integers(name)) {
        const auto axis = normalizedAxis(given, rank);
        if (!axis) return failure(axis.error());
        axes.push_back(*axis);
    }
    std::sort(axes.begin(), axes.end());
    if (const auto twice = std::adjacent_find(axes.begin(), axes.end()); twice != axes.end())
        return wrongAttribute(name, context.attributes().integers(name), "every axis once");
    if (!axes.empty()) return axes;
    axes.resize(static_cast<size_t>(rank));
    std::iota(axes.begin(), axes.end(), 0);
    return axes;
}

Result<int> axisOf(const InferContext& context, int input) {
    return normalizedAxis(context.attributes().integer("axis"), context.shape(input).rank());
}

Result<void> needSameBut(const InferContext& context, int left, int right, int except) {
    const Shape &a = context.shape(left), &b = context.shape(right);
    if (a.rank() != b.rank()) return context.mismatch(left, right);
    for (int i = 0; i < a.rank(); ++i)
        if (i != except && a[i] != b[i]) return context.mismatch(left, right);
    return {};
}

tl::unexpected<Error> wrongAttribute(std::string_view name, std::string found, std::string expected) {
    return failure(ErrorCode::InvalidArgument,
                   {{"attribute", std::string(name)}, {"found", std::move(found)}, {"expected", std::move(expected)}});
}

tl::unexpected<Error> wrongAttribute(std::string_view name, const Attribute& found, std::string expected) {
    return wrongAttribute(name, toText(found), std::move(expected));
}

Result<void> needElement(const InferContext& context, std::string_view name, DType dtype) {
    const double value = context.attributes().real(name);
    if (isRepresentable(value, dtype)) return {};
    return wrongAttribute(name, value, "a number that " + std::string(td::name(dtype)) + " holds");
}

std::vector<Expr> noGradient(GradientContext& context) {
    return std::vector<Expr>(static_cast<size_t>(context.inputs()));
}

double countOf(const Shape& shape) {
    const Dim elements = shape.elements();
    return elements.isKnown() ? static_cast<double>(elements.value()) : 0;
}

double bytesOf(const InferContext& context, std::span<const TensorType> outputs) {
    double bytes = 0;
    const auto add = [&](const TensorType& type) {
        bytes += countOf(type.shape) * static_cast<double>(elementBytes(type.dtype));
    };
    for (int i = 0; i < context.inputs(); ++i)
        if (context.has(i)) add(context.type(i));
    std::for_each(outputs.begin(), outputs.end(), add);
    return bytes;
}

Cost costOfMoving(const InferContext& context, std::span<const TensorType> outputs) {
    return {0, bytesOf(context, outputs)};
}

AttributeDef required(std::string name, AttributeKind kind, std::string about) {
    return {std::move(name), kind, true, {}, std::move(about)};
}

AttributeDef optional(std::string name, Attribute fallback, std::string about) {
    const AttributeKind kind = kindOf(fallback);
    return {std::move(name), kind, false, std::move(fallback), std::move(about)};
}

} // namespace td::graph
