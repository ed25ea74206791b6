#include "engine/graph/ops/tensor.h"

#include <algorithm>

/// Several tensors out of one, and one out of several: split, stack, concat.
namespace td::graph {

namespace {
constexpr int64_t kLargestPart = int64_t{1} << 40; // sums of a million of these do not overflow

Types inferConcat(const InferContext& context) {
    TD_TRY(context.needSameDType());
    if (context.inputs() == 0)
        return failure(ErrorCode::InvalidArgument, {{"expected", "at least one input"}, {"found", "0"}});
    const auto axis = axisOf(context);
    if (!axis) return failure(axis.error());
    Shape shape = context.shape(0);
    for (int i = 1; i < context.inputs(); ++i) {
        TD_TRY(needSameBut(context, 0, i, *axis));
        shape[*axis] = shape[*axis] + context.shape(i)[*axis];
    }
    return std::vector{TensorType{context.dtype(0), std::move(shape)}};
}

/// dy cut along the axis by slices, which are faster than a split; the last size may be -1.
std::vector<Expr> slicesOf(Expr dy, int axis, const Ints& sizes) {
    Ints begin(static_cast<size_t>(dy.rank())), size(static_cast<size_t>(dy.rank()), -1);
    std::vector<Expr> parts;
    for (const int64_t own : sizes) {
        size[static_cast<size_t>(axis)] = own;
        parts.push_back(dy.builder->emit("slice", {dy}, {{"begin", begin}, {"size", size}}));
        begin[static_cast<size_t>(axis)] += own;
    }
    return parts;
}

/// dy cut again: by slices where every offset is known.
std::vector<Expr> concatGradient(GradientContext& g) {
    const int64_t given = g.attributes().integer("axis");
    const auto axis = static_cast<int>(given < 0 ? given + g.dy().rank() : given);
    Ints sizes;
    Shape own;
    for (int i = 0; i < g.inputs(); ++i) {
        own.append(g.input(i).shape()[axis]);
        sizes.push_back(own[-1].isKnown() ? own[-1].value() : -1);
    }
    const auto open = std::find(sizes.begin(), sizes.end(), -1);
    if (open == sizes.end() || open + 1 == sizes.end()) return slicesOf(g.dy(), axis, sizes);
    std::vector<Expr> parts =
        g.builder().emitAll("concat_grad", {g.dy()}, {{"axis", int64_t{axis}}, {"sizes", std::move(own)}});
    parts.resize(sizes.size());
    return parts;
}

Types inferConcatGrad(const InferContext& context) {
    const auto axis = axisOf(context);
    if (!axis) return failure(axis.error());
    Dim total;
    std::vector<TensorType> types;
    for (const Dim& size : context.attributes().shape("sizes").dims()) {
        if (size.isKnown() && (size.value() < 0 || size.value() > kLargestPart))
            return failure(ErrorCode::InvalidArgument,
                           {{"attribute", "sizes"}, {"found", size.toString()}, {"expected", "0 to 2^40"}});
        total = total + size;
        types.push_back(context.type(0));
        types.back().shape[*axis] = size;
    }
    if (types.empty() || total != context.shape(0)[*axis])
        return context.mismatch(0, "sizes that sum up to " + context.shape(0)[*axis].toString());
    return types;
}

/// Parts that were joined may have symbolic sizes, which the attribute "sizes" of a split cannot hold.
void registerConcatGrad(OpRegistry& registry) {
    OpDef op = tensorOp("concat_grad", "as many outputs as sizes: dy cut along the axis; sizes may be symbolic");
    op.inputs = {{"dy", kAllTypes}};
    op.outputs = {"dx"};
    op.attributes = {required("axis", AttributeKind::Int, "axis to cut; negative from the end"),
                     required("sizes", AttributeKind::Shape, "size of each part")};
    op.infer = inferConcatGrad;
    op.gradient = [](GradientContext& g) {
        std::vector<Expr> parts;
        for (size_t i = 0; i < g.outputs(); ++i) {
            const auto at = static_cast<int>(i);
            parts.push_back(g.dy(at) ? g.dy(at) : zerosLike(g.output(at)));
        }
        return std::vector{g.builder().emit("concat", parts, {{"axis", g.attributes().integer("axis")}})};
    };
    define(registry, std::move(op));
}

void registerConcat(OpRegistry& registry) {
    OpDef op = tensorOp("concat", "y = the inputs one after another along the axis");
    op.inputs = {{"x", kAllTypes, Arity::Many}};
    op.attributes = {required("axis", AttributeKind::Int, "axis to join; negative from the end")};
    op.infer = inferConcat;
    op.gradient = concatGradient;
    define(registry, std::move(op));
}

Types inferSplit(const InferContext& context) {
    const auto axis = axisOf(context);
    if (!axis) return failure(axis.error());
    const Ints& sizes = context.attributes().integers("sizes");
    const Dim whole = context.shape(0)[*axis];
    const auto open = std::count(sizes.begin(), sizes.end(), -1);
    int64_t total = 0;
    bool isPossible = !sizes.empty() && open <= 1;
    for (const int64_t size : sizes) {
        isPossible &= size >= -1 && size <= kLargestPart;
        total += isPossible ? std::max<int64_t>(size, 0) : 0;
    }
    const bool isTooLong = whole.isKnown() && total > whole.value();
    if (!isPossible || isTooLong || (open == 0 && whole != Dim(total)))
        return context.mismatch(0, "sizes that sum up to " + whole.toString() + ", at most one of them -1");
    std::vector<TensorType> types;
    for (const int64_t size : sizes) {
        types.push_back(context.type(0));
        types.back().shape[*axis] = size < 0 ? whole - Dim(total) : Dim(size);
    }
    return types;
}

void registerSplit(OpRegistry& registry) {
    OpDef op = tensorOp("split", "as many outputs as sizes: x cut along the axis");
    op.attributes = {required("axis", AttributeKind::Int, "axis to cut; negative from the end"),
                     required("sizes", AttributeKind::IntList, "size of each part; one may be -1: what is left")};
    op.infer = inferSplit;
    op.gradient = [](GradientContext& g) {
        std::vector<Expr> parts;
        for (int i = 0; i < static_cast<int>(g.attributes().integers("sizes").size()); ++i)
            parts.push_back(g.dy(i) ? g.dy(i) : zerosLike(g.output(i)));
        return std::vector{g.builder().emit("concat", parts, {{"axis", g.attributes().integer("axis")}})};
    };
    define(registry, std::move(op));
}

Types inferStack(const InferContext& context) {
    TD_TRY(context.needSameDType());
    if (context.inputs() == 0)
        return failure(ErrorCode::InvalidArgument, {{"expected", "at least one input"}, {"found", "0"}});
    const auto axis = normalizedAxis(context.attributes().integer("axis"), context.shape(0).rank() + 1);
    if (!axis) return failure(axis.error());
    for (int i = 1; i < context.inputs(); ++i)
        if (context.shape(i) != context.shape(0)) return context.mismatch(0, i);
    Shape shape = context.shape(0);
    shape.insert(*axis, context.inputs());
    return std::vector{TensorType{context.dtype(0), std::move(shape)}};
}

void registerStack(OpRegistry& registry) {
    OpDef op = tensorOp("stack", "y = the inputs side by side along a new axis");
    op.inputs = {{"x", kAllTypes, Arity::Many}};
    op.attributes = {optional("axis", int64_t{0}, "where the new axis stands in y")};
    op.infer = inferStack;
    op.decompose = [](Builder& builder, std::span<const Expr> inputs, const Attributes& attributes) {
        std::vector<Expr> widened;
        const int64_t given = attributes.integer("axis");
        const int64_t axis = given < 0 ? given + inputs.front().rank() + 1 : given;
        for (const Expr& input : inputs) {
            Shape shape = input.shape();
            shape.insert(static_cast<int>(axis), 1);
            widened.push_back(reshape(input, std::move(shape)));
        }
        return std::vector{builder.emit("concat", widened, {{"axis", axis}})};
    };
    define(registry, std::move(op));
}
} // namespace

void registerJoiningOps(OpRegistry& registry);
void registerJoiningOps(OpRegistry& registry) {
    registerConcat(registry);
    registerConcatGrad(registry);
    registerSplit(registry);
    registerStack(registry);
}

} // namespace td::graph
