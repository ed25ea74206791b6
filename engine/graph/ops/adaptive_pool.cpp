#include "engine/graph/ops/infer.h"

/// Pooling to a fixed output size: window i of an axis of n cells with o outputs is [floor(i·n/o), ceil((i+1)·n/o)),
/// so that windows may overlap.
namespace td::graph {

namespace {
Result<Shape> adaptedShape(const Attributes& attributes, const Shape& x) {
    const Ints& size = attributes.integers("size");
    const auto axes = static_cast<int>(size.size());
    if (axes < 1 || axes > 3 || x.rank() != axes + 2)
        return failure(ErrorCode::ShapeMismatch,
                       {{"found", x.toString()},
                        {"expected", "(N, spatial…, C) with as many spatial axes as size " + toString(size)}});
    Shape y{x[0]};
    for (int i = 0; i < axes; ++i) {
        if (size[static_cast<size_t>(i)] < 1)
            return failure(ErrorCode::InvalidArgument,
                           {{"attribute", "size"}, {"expected", "1 or more"}, {"found", toString(size)}});
        if (x[i + 1].is(0))
            return failure(ErrorCode::ShapeMismatch,
                           {{"found", x.toString()}, {"expected", "spatial axes of at least one cell"}});
        y.append(size[static_cast<size_t>(i)]);
    }
    y.append(x[-1]);
    return y;
}

Types inferAdaptive(const InferContext& context) {
    auto y = adaptedShape(context.attributes(), context.shape(0));
    if (!y) return failure(y.error());
    return std::vector{TensorType{context.dtype(0), *std::move(y)}};
}

Types inferAdaptiveAverageGrad(const InferContext& context) {
    const Shape& x = context.attributes().shape("shape");
    auto y = adaptedShape(context.attributes(), x);
    if (!y) return failure(y.error());
    if (*y != context.shape(0)) return context.mismatch(0, y->toString());
    return std::vector{TensorType{context.dtype(0), x}};
}

Types inferAdaptiveMaxGrad(const InferContext& context) {
    TD_TRY(context.needSameDType());
    auto y = adaptedShape(context.attributes(), context.shape(1));
    if (!y) return failure(y.error());
    if (*y != context.shape(0)) return context.mismatch(0, y->toString());
    return std::vector{context.type(1)};
}

Types inferAdaptiveMaxPick(const InferContext& context) {
    TD_TRY(context.needSameDType());
    if (context.shape(0) != context.shape(1)) return context.mismatch(0, 1);
    return inferAdaptive(context);
}

Attributes sizeOnly(const Attributes& attributes) {
    return {{"size", attributes.integers("size")}};
}

OpDef adaptiveOp(std::string name, std::string about) {
    OpDef op;
    op.name = std::move(name);
    op.family = "nn";
    op.about = std::move(about);
    op.inputs = {{"x"}};
    op.attributes = {required("size", AttributeKind::IntList, "the output's size for each spatial axis")};
    op.infer = inferAdaptive;
    return op;
}

OpDef averageOp() {
    OpDef op = adaptiveOp("adaptive_avg_pool",
                          "y (N,size…,C) = mean of window i of x (N,in…,C), from floor(i*n/o) up to ceil((i+1)*n/o)");
    op.gradient = [](GradientContext& g) {
        Attributes given = sizeOnly(g.attributes());
        given.set("shape", g.input(0).shape());
        return std::vector{g.builder().emit("adaptive_avg_pool_grad", {g.dy()}, std::move(given))};
    };
    return op;
}

OpDef averageGradOp() {
    OpDef op =
        adaptiveOp("adaptive_avg_pool_grad", "dx of adaptive_avg_pool: each dy is spread evenly over its window");
    op.inputs = {{"dy"}};
    op.outputs = {"dx"};
    op.attributes.push_back(required("shape", AttributeKind::Shape, "of x"));
    op.infer = inferAdaptiveAverageGrad;
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("adaptive_avg_pool", {g.dy()}, sizeOnly(g.attributes()))};
    };
    return op;
}

OpDef maxOp() {
    OpDef op =
        adaptiveOp("adaptive_max_pool",
                   "y (N,size…,C) = largest of window i of x (N,in…,C), NaN where one is; from floor(i*n/o) up to "
                   "ceil((i+1)*n/o)");
    op.inputs[0].dtypes = kNumbers;
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("adaptive_max_pool_grad", {g.dy(), g.input(0)}, sizeOnly(g.attributes()))};
    };
    return op;
}

OpDef maxGradOp() {
    OpDef op =
        adaptiveOp("adaptive_max_pool_grad",
                   "dx of adaptive_max_pool: each dy goes to the first NaN, else to the first largest cell of its "
                   "window");
    op.inputs = {{"dy"}, {"x"}};
    op.outputs = {"dx"};
    op.infer = inferAdaptiveMaxGrad;
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("adaptive_max_pool_pick", {g.dy(), g.input(1)}, sizeOnly(g.attributes())),
                           Expr{}};
    };
    return op;
}

OpDef maxPickOp() {
    OpDef op = adaptiveOp("adaptive_max_pool_pick",
                          "y (N,size…,C) = values (as x) where x has the first NaN, else the first largest cell "
                          "of each window: the adjoint of adaptive_max_pool_grad");
    op.inputs = {{"values"}, {"x"}};
    op.infer = inferAdaptiveMaxPick;
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("adaptive_max_pool_grad", {g.dy(), g.input(1)}, sizeOnly(g.attributes())),
                           Expr{}};
    };
    return op;
}
} // namespace

void registerAdaptivePoolOps(OpRegistry& registry);
void registerAdaptivePoolOps(OpRegistry& registry) {
    define(registry, averageOp());
    define(registry, averageGradOp());
    define(registry, maxOp());
    define(registry, maxGradOp());
    define(registry, maxPickOp());
}

} // namespace td::graph
