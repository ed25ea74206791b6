#include "engine/graph/ops/tensor.h"

#include <algorithm>

/// The same elements in another shape, order or number.
namespace td::graph {

OpDef tensorOp(std::string name, std::string about) {
    OpDef op;
    op.name = std::move(name);
    op.family = "tensor";
    op.about = std::move(about);
    op.inputs = {{"x", kAllTypes}};
    op.cost = costOfMoving;
    op.flops = "0";
    return op;
}

namespace {
tl::unexpected<Error> differentShape(const InferContext& context, const Shape& wanted) {
    return failure(ErrorCode::ShapeMismatch,
                   {{"left", context.shape(0).toString()}, {"right", wanted.toString()}, {"expected", "equal sizes"}});
}

/// `shape` with its one -1 replaced by what is left of x's elements.
Types inferReshape(const InferContext& context) {
    Shape shape = context.attributes().shape("shape");
    Dim rest(1);
    int open = -1;
    for (int i = 0; i < shape.rank(); ++i) {
        const bool isOpen = shape[i].is(-1);
        if ((isOpen && open >= 0) || (shape[i].isKnown() && shape[i].value() < -1))
            return failure(
                ErrorCode::InvalidArgument,
                {{"attribute", "shape"}, {"found", shape.toString()}, {"expected", "sizes, at most one of them -1"}});
        if (isOpen)
            open = i;
        else
            rest = rest * shape[i];
    }
    if (open >= 0) {
        const auto left = exactDiv(context.shape(0).elements(), rest);
        if (!left) return differentShape(context, shape);
        shape[open] = *left;
    }
    if (shape.elements() != context.shape(0).elements()) return differentShape(context, shape);
    return std::vector{TensorType{context.dtype(0), std::move(shape)}};
}

void registerReshape(OpRegistry& registry) {
    OpDef op = tensorOp("reshape", "y = the elements of x, in their order, in another shape");
    op.attributes = {required("shape", AttributeKind::Shape, "sizes of y; one may be -1: what is left")};
    op.traits.isView = true;
    op.infer = inferReshape;
    op.mayAlias = {{0, 0}};
    op.gradient = [](GradientContext& g) { return std::vector{reshape(g.dy(), g.input(0).shape())}; };
    define(registry, std::move(op));
}

Types inferTranspose(const InferContext& context) {
    const Ints& perm = context.attributes().integers("perm");
    TD_TRY(context.needRank(0, static_cast<int>(perm.size())));
    Ints sorted = perm;
    std::sort(sorted.begin(), sorted.end());
    Shape shape;
    for (size_t i = 0; i < perm.size(); ++i) {
        if (sorted[i] != static_cast<int64_t>(i)) return wrongAttribute("perm", perm, "every axis from 0 on once");
    }
    for (const int64_t axis : perm)
        shape.append(context.shape(0)[static_cast<int>(axis)]);
    return std::vector{TensorType{context.dtype(0), std::move(shape)}};
}

void registerTranspose(OpRegistry& registry) {
    OpDef op = tensorOp("transpose", "y's axis i is x's axis perm[i]");
    op.attributes = {required("perm", AttributeKind::IntList, "every axis of x once")};
    op.infer = inferTranspose;
    op.gradient = [](GradientContext& g) {
        const Ints& perm = g.attributes().integers("perm");
        Ints inverse(perm.size());
        for (size_t i = 0; i < perm.size(); ++i)
            inverse[static_cast<size_t>(perm[i])] = static_cast<int64_t>(i);
        return std::vector{transpose(g.dy(), std::move(inverse))};
    };
    define(registry, std::move(op));
}

Types inferBroadcastTo(const InferContext& context) {
    const Shape& shape = context.attributes().shape("shape");
    const auto stretched = broadcast(context.shape(0), shape);
    if (!stretched || *stretched != shape)
        return failure(ErrorCode::ShapeMismatch, {{"left", context.shape(0).toString()}, {"right", shape.toString()}});
    return std::vector{TensorType{context.dtype(0), shape}};
}

void registerBroadcast(OpRegistry& registry) {
    OpDef op = tensorOp("broadcast_to", "y = x stretched to `shape` by numpy's rules");
    op.attributes = {required("shape", AttributeKind::Shape, "sizes of y")};
    op.infer = inferBroadcastTo;
    op.gradient = [](GradientContext& g) { return std::vector{sumTo(g.dy(), g.input(0).shape())}; };
    define(registry, std::move(op));
}
} // namespace

void registerTensorOps(OpRegistry& registry);
void registerTensorOps(OpRegistry& registry) {
    registerReshape(registry);
    registerTranspose(registry);
    registerBroadcast(registry);
}

} // namespace td::graph
