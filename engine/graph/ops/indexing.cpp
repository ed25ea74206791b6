#include "engine/graph/ops/indexing.h"
#include "engine/graph/ops/tensor.h"

/// Elements by index: gather, scatter and their gradients.
namespace td::graph {

Result<Shape> pickedShape(const InferContext& context, const Shape& whole, const Shape& indices) {
    const bool isKnown = indices.rank() > 0 && indices[-1].isKnown();
    if (!isKnown || indices[-1].value() > whole.rank())
        return failure(ErrorCode::ShapeMismatch,
                       {{"op", context.op().name}, {"left", whole.toString()}, {"right", indices.toString()}});
    Shape shape;
    for (int i = 0; i + 1 < indices.rank(); ++i)
        shape.append(indices[i]);
    for (int i = static_cast<int>(indices[-1].value()); i < whole.rank(); ++i)
        shape.append(whole[i]);
    return shape;
}

namespace {
struct GatherAxes {
    int axis = 0, batch = 0;
};

Result<GatherAxes> gatherAxes(const InferContext& context, int rank, const Shape& indices) {
    const auto axis = normalizedAxis(context.attributes().integer("axis"), rank);
    if (!axis) return failure(axis.error());
    const int64_t batch = context.attributes().integer("batch_dims");
    if (batch < 0 || batch > *axis || batch > indices.rank())
        return failure(ErrorCode::InvalidArgument, {{"attribute", "batch_dims"},
                                                    {"found", std::to_string(batch)},
                                                    {"expected", "0 to the axis, and to the rank of indices"}});
    return GatherAxes{*axis, static_cast<int>(batch)};
}

/// x without its axis, with the indices' shape in its place.
Shape gathered(const Shape& x, const Shape& indices, GatherAxes at) {
    Shape shape;
    for (int i = 0; i < at.axis; ++i)
        shape.append(x[i]);
    for (int i = at.batch; i < indices.rank(); ++i)
        shape.append(indices[i]);
    for (int i = at.axis + 1; i < x.rank(); ++i)
        shape.append(x[i]);
    return shape;
}

Result<Shape> checkedGather(const InferContext& context, const Shape& x, const Shape& indices) {
    const auto at = gatherAxes(context, x.rank(), indices);
    if (!at) return failure(at.error());
    for (int i = 0; i < at->batch; ++i)
        if (x[i] != indices[i])
            return failure(ErrorCode::ShapeMismatch, {{"left", x.toString()}, {"right", indices.toString()}});
    return gathered(x, indices, *at);
}

Types inferGather(const InferContext& context) {
    auto shape = checkedGather(context, context.shape(0), context.shape(1));
    if (!shape) return failure(shape.error());
    return std::vector{TensorType{context.dtype(0), *std::move(shape)}};
}

Types inferGatherGrad(const InferContext& context) {
    const Shape& x = context.attributes().shape("shape");
    const auto shape = checkedGather(context, x, context.shape(1));
    if (!shape) return failure(shape.error());
    if (*shape != context.shape(0)) return context.mismatch(0, shape->toString());
    return std::vector{TensorType{context.dtype(0), x}};
}

std::vector<AttributeDef> gatherAttributes() {
    return {optional("axis", int64_t{0}, "axis of x that the indices count along"),
            optional("batch_dims", int64_t{0}, "leading axes that x and indices share")};
}
void registerGatherNd(OpRegistry& registry) {
    OpDef op = tensorOp("gather_nd", "y = the parts of x at the places that the last axis of indices names: indices "
                                     "(…,n) -> y (…) + x.shape[n:]; 0 where a place is outside");
    op.inputs = {{"x", kAllTypes}, {"indices", kIndices}};
    op.infer = [](const InferContext& context) -> Types {
        auto shape = pickedShape(context, context.shape(0), context.shape(1));
        if (!shape) return failure(shape.error());
        return std::vector{TensorType{context.dtype(0), *std::move(shape)}};
    };
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("scatter_nd", {g.input(1), g.dy()}, {{"shape", g.input(0).shape()}}),
                           Expr{}};
    };
    op.traits.looksUp = true;
    define(registry, std::move(op));
}

void registerScatterNd(OpRegistry& registry) {
    OpDef op = tensorOp("scatter_nd", "y = 0, and the updates added at the places that the last axis of indices names; "
                                      "those outside are left out");
    op.inputs = {{"indices", kIndices}, {"updates", kNumbers}};
    op.attributes = {required("shape", AttributeKind::Shape, "shape of y")};
    op.outputTypes = {typeOfInput(1)};
    op.cost = nullptr;
    op.infer = [](const InferContext& context) -> Types {
        const Shape& whole = context.attributes().shape("shape");
        const auto shape = pickedShape(context, whole, context.shape(0));
        if (!shape) return failure(shape.error());
        if (*shape != context.shape(1)) return context.mismatch(1, shape->toString());
        return std::vector{TensorType{context.dtype(1), whole}};
    };
    op.gradient = [](GradientContext& g) {
        return std::vector{Expr{}, g.builder().emit("gather_nd", {g.dy(), g.input(0)})};
    };
    op.traits.looksUp = true;
    define(registry, std::move(op));
}

void registerGather(OpRegistry& registry) {
    OpDef gather = tensorOp("gather", "y = the elements of x at the indices on one axis; 0 where an index is outside");
    gather.inputs = {{"x", kAllTypes}, {"indices", kIndices}};
    gather.attributes = gatherAttributes();
    gather.infer = inferGather;
    gather.gradient = [](GradientContext& g) {
        Attributes attributes = g.attributes();
        attributes.set("shape", g.input(0).shape());
        return std::vector{g.builder().emit("gather_grad", {g.dy(), g.input(1)}, std::move(attributes)), Expr{}};
    };
    gather.traits.looksUp = true;
    define(registry, std::move(gather));

    OpDef grad = tensorOp("gather_grad", "dx = 0, and dy added at the indices; those outside are left out");
    grad.inputs = {{"dy", kNumbers}, {"indices", kIndices}};
    grad.outputs = {"dx"};
    grad.attributes = gatherAttributes();
    grad.attributes.push_back(required("shape", AttributeKind::Shape, "shape of dx"));
    grad.infer = inferGatherGrad;
    grad.cost = nullptr;
    grad.gradient = [](GradientContext& g) {
        const Attributes& a = g.attributes();
        return std::vector{g.builder().emit("gather", {g.dy(), g.input(1)},
                                            {{"axis", a.integer("axis")}, {"batch_dims", a.integer("batch_dims")}}),
                           Expr{}};
    };
    grad.traits.looksUp = true;
    define(registry, std::move(grad));
}
} // namespace

void registerIndexingOps(OpRegistry& registry);
void registerIndexingOps(OpRegistry& registry) {
    registerGather(registry);
    registerGatherNd(registry);
    registerScatterNd(registry);
}

} // namespace td::graph
