#include "engine/graph/ops/window.h"

/// Pooling over windows of a fixed size, with gradients that can be differentiated again.
namespace td::graph {

namespace {
/// A window that lies in the padding alone would have nothing to say.
Result<void> checkPads(const Attributes& attributes, const Ints& pool) {
    const Ints& pads = attributes.integers("pads");
    for (size_t i = 0; i < pads.size() && i / 2 < pool.size(); ++i)
        if (pads[i] >= pool[i / 2])
            return failure(ErrorCode::InvalidArgument, {{"attribute", "pads"},
                                                        {"expected", "less than the pool's size " + toString(pool)},
                                                        {"found", toString(pads)}});
    return {};
}

Result<Shape> pooledShape(const Attributes& attributes, const Shape& x, ShapeFrom from = ShapeFrom::TheInput) {
    const Ints& pool = attributes.integers("pool");
    auto y = windowOutput(attributes, x, pool, x.rank() > 0 ? x[-1] : Dim(1), from);
    if (y) TD_TRY(checkPads(attributes, pool));
    return y;
}

Types inferPool(const InferContext& context) {
    auto y = pooledShape(context.attributes(), context.shape(0));
    if (!y) return failure(y.error());
    return std::vector{TensorType{context.dtype(0), *std::move(y)}};
}

/// (dy, x, y): dy and y are as x pooled, the result is as x.
Types inferMaxPoolGrad(const InferContext& context) {
    TD_TRY(context.needSameDType());
    auto y = pooledShape(context.attributes(), context.shape(1));
    if (!y) return failure(y.error());
    if (*y != context.shape(0)) return context.mismatch(0, y->toString());
    if (*y != context.shape(2)) return context.mismatch(2, y->toString());
    return std::vector{context.type(1)};
}

/// (values, x) of the same shape.
Types inferMaxPoolPick(const InferContext& context) {
    TD_TRY(context.needSameDType());
    if (context.shape(0) != context.shape(1)) return context.mismatch(0, 1);
    return inferPool(context);
}

Types inferAveragePoolGrad(const InferContext& context) {
    const Shape& x = context.attributes().shape("shape");
    auto y = pooledShape(context.attributes(), x, ShapeFrom::TheAttribute);
    if (!y) return failure(y.error());
    if (*y != context.shape(0)) return context.mismatch(0, y->toString());
    return std::vector{TensorType{context.dtype(0), x}};
}

double cellsOfWindow(const InferContext& context) {
    double cells = 1;
    for (const int64_t size : context.attributes().integers("pool"))
        cells *= static_cast<double>(size);
    return cells;
}
/// One operation for each cell of each window.
Cost poolCost(const InferContext& context, std::span<const TensorType> outputs) {
    return {countOf(outputs[0].shape) * cellsOfWindow(context), bytesOf(context, outputs)};
}
Cost poolGradCost(const InferContext& context, std::span<const TensorType> outputs) {
    return {countOf(context.shape(0)) * cellsOfWindow(context), bytesOf(context, outputs)};
}

OpDef poolOp(std::string name, std::string about) {
    OpDef op;
    op.name = std::move(name);
    op.family = "nn";
    op.about = std::move(about);
    op.inputs = {{"x"}};
    op.attributes = windowAttributes(WindowOf::Pool);
    op.attributes.insert(op.attributes.begin(),
                         required("pool", AttributeKind::IntList, "the window's size for each spatial axis"));
    op.infer = inferPool;
    op.cost = poolCost;
    op.flops = "1 for each cell of each window";
    return op;
}

OpDef maxPoolOp() {
    OpDef op = poolOp("max_pool", "y (N,out…,C) = the largest of each window of x (N,in…,C), NaN where one is; "
                                  "cells outside do not count");
    op.inputs[0].dtypes = kNumbers;
    op.gradient = [](GradientContext& g) {
        return std::vector{
            g.builder().emit("max_pool_grad", {g.dy(), g.input(0), g.output()}, windowOnly(g.attributes()))};
    };
    return op;
}

OpDef maxPoolGradOp() {
    OpDef op = poolOp("max_pool_grad",
                      "dx of max_pool: each dy goes to the first NaN, else to the first largest cell of its window, in "
                      "row-major order");
    op.inputs = {{"dy"}, {"x"}, {"y"}};
    op.outputs = {"dx"};
    op.infer = inferMaxPoolGrad;
    op.cost = poolGradCost;
    op.flops = "1 for each cell of each window";
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("max_pool_pick", {g.dy(), g.input(1)}, windowOnly(g.attributes())), Expr{},
                           Expr{}};
    };
    return op;
}

OpDef maxPoolPickOp() {
    OpDef op = poolOp("max_pool_pick", "y (N,out…,C) = values (as x) where x has the first NaN, else the first largest "
                                       "cell of each window: the adjoint "
                                       "of max_pool_grad");
    op.inputs = {{"values"}, {"x"}};
    op.infer = inferMaxPoolPick;
    op.gradient = [](GradientContext& g) {
        const Attributes window = windowOnly(g.attributes());
        const Expr y = g.builder().emit("max_pool", {g.input(1)}, window);
        return std::vector{g.builder().emit("max_pool_grad", {g.dy(), g.input(1), y}, window), Expr{}};
    };
    return op;
}

OpDef averagePoolOp() {
    OpDef op = poolOp("avg_pool", "y (N,out…,C) = the mean of each window of x (N,in…,C) over the cells inside x");
    op.gradient = [](GradientContext& g) {
        Attributes given = windowOnly(g.attributes());
        given.set("shape", g.input(0).shape());
        return std::vector{g.builder().emit("avg_pool_grad", {g.dy()}, std::move(given))};
    };
    return op;
}

OpDef averagePoolGradOp() {
    OpDef op =
        poolOp("avg_pool_grad", "dx of avg_pool: each dy is spread evenly over the cells of its window inside x");
    op.inputs = {{"dy"}};
    op.outputs = {"dx"};
    op.attributes.push_back(required("shape", AttributeKind::Shape, "of x"));
    op.infer = inferAveragePoolGrad;
    op.cost = poolGradCost;
    op.flops = "1 for each cell of each window";
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("avg_pool", {g.dy()}, windowOnly(g.attributes()))};
    };
    return op;
}
} // namespace

void registerPoolOps(OpRegistry& registry);
void registerPoolOps(OpRegistry& registry) {
    define(registry, maxPoolOp());
    define(registry, maxPoolGradOp());
    define(registry, maxPoolPickOp());
    define(registry, averagePoolOp());
    define(registry, averagePoolGradOp());
}

} // namespace td::graph
