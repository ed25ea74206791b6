#include "engine/graph/ops/tensor.h"

#include <numeric>

/// By size along an axis: sort, argsort, topk; and running sums and products.
namespace td::graph {

namespace {
Types inferAlongAxis(const InferContext& context) {
    if (const auto axis = axisOf(context); !axis) return failure(axis.error());
    return inferSame(context);
}

AttributeDef axisAttribute() {
    return optional("axis", int64_t{-1}, "axis to go along; negative from the end");
}
AttributeDef descendingAttribute() {
    return optional("descending", false, "largest first");
}

/// x's elements along the last axis at these indices, row by row.
Expr pickedRows(Expr x, Expr indices) {
    const int64_t last = x.rank() - 1;
    return x.builder->emit("gather", {x, indices}, {{"axis", last}, {"batch_dims", last}});
}

/// The axis swapped with the last one; the same permutation leads back.
Ints swapWithLast(int rank, int64_t axis) {
    Ints perm(static_cast<size_t>(rank));
    std::iota(perm.begin(), perm.end(), 0);
    std::swap(perm[static_cast<size_t>(axis < 0 ? axis + rank : axis)], perm.back());
    return perm;
}

/// Places along an axis are int32. Errors: ShapeMismatch.
Result<void> needPlaces(const InferContext& context, int axis) {
    constexpr int64_t kMost = int64_t{1} << 31;
    const Dim& size = context.shape(0)[axis];
    if (!size.isKnown() || size.value() <= kMost) return {};
    return context.mismatch(0, "an axis of at most 2^31 elements, as places are int32");
}

void registerSort(OpRegistry& registry) {
    OpDef sort = tensorOp("sort", "y = x in order along the axis; NaN stands last");
    sort.inputs = {{"x", kNumbers}};
    sort.attributes = {axisAttribute(), descendingAttribute()};
    sort.infer = inferAlongAxis;
    sort.decompose = [](Builder& builder, std::span<const Expr> in, const Attributes& attributes) {
        const Ints perm = swapWithLast(in[0].rank(), attributes.integer("axis"));
        const Expr rows = transpose(in[0], perm);
        const Expr order =
            builder.emit("argsort", {rows}, {{"axis", int64_t{-1}}, {"descending", attributes.flag("descending")}});
        return std::vector{transpose(pickedRows(rows, order), perm)};
    };
    define(registry, std::move(sort));

    OpDef argsort =
        tensorOp("argsort", "y = the indices (int32) that put x in order along the axis; equal ones keep their "
                            "order, NaN stands last");
    argsort.inputs = {{"x", kNumbers}};
    argsort.attributes = {axisAttribute(), descendingAttribute()};
    argsort.outputTypes = {always(DType::I32)};
    argsort.infer = [](const InferContext& context) -> Types {
        const auto axis = axisOf(context);
        if (!axis) return failure(axis.error());
        TD_TRY(needPlaces(context, *axis));
        return std::vector{TensorType{DType::I32, context.shape(0)}};
    };
    argsort.notDifferentiable = "the result is an index";
    define(registry, std::move(argsort));
}

Types inferTopK(const InferContext& context) {
    TD_TRY(context.needRankAtLeast(0, 1));
    const int64_t k = context.attributes().integer("k");
    const Dim& last = context.shape(0)[-1];
    if (k < 0 || (last.isKnown() && k > last.value()))
        return context.mismatch(0, "a last axis of at least k = " + std::to_string(k) + ", k of 0 or more");
    TD_TRY(needPlaces(context, -1));
    Shape shape = context.shape(0);
    shape[-1] = k;
    return std::vector{TensorType{context.dtype(0), shape}, TensorType{DType::I32, shape}};
}

void registerTopK(OpRegistry& registry) {
    OpDef op =
        tensorOp("topk", "the k largest elements of the last axis, and where they are (int32); of equal ones the "
                         "first come first; NaN counts as smallest");
    op.inputs = {{"x", kNumbers}};
    op.outputs = {"values", "indices"};
    op.outputTypes = {typeOfInput(0), always(DType::I32)};
    op.attributes = {required("k", AttributeKind::Int, "how many"),
                     optional("sorted", true, "largest first; else any order is allowed")};
    op.infer = inferTopK;
    op.gradient = [](GradientContext& g) {
        const Expr x = g.input(0);
        const int64_t last = x.rank() - 1;
        return std::vector{g.builder().emit("gather_grad", {g.dy(0), g.output(1)},
                                            {{"axis", last}, {"batch_dims", last}, {"shape", x.shape()}})};
    };
    define(registry, std::move(op));
}

void registerRunningSum(OpRegistry& registry) {
    OpDef op = tensorOp("cumsum", "y = sum of x up to here along the axis; reals are added in double");
    op.inputs = {{"x", kNumbers}};
    op.attributes = {axisAttribute(), optional("exclusive", false, "without the element itself"),
                     optional("reverse", false, "from the end")};
    op.infer = inferAlongAxis;
    op.cost = nullptr;
    op.gradient = [](GradientContext& g) {
        Attributes attributes = g.attributes();
        attributes.set("reverse", !attributes.flag("reverse"));
        return std::vector{g.builder().emit("cumsum", {g.dy()}, std::move(attributes))};
    };
    define(registry, std::move(op));
}

void registerRunningProduct(OpRegistry& registry) {
    OpDef op = tensorOp("cumprod", "y = product of x up to here along the axis");
    op.inputs = {{"x", kNumbers}};
    op.attributes = {axisAttribute()};
    op.infer = inferAlongAxis;
    op.cost = nullptr;
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("cumprod_grad", {g.dy(), g.input(0)}, g.attributes())};
    };
    define(registry, std::move(op));

    OpDef grad =
        tensorOp("cumprod_grad", "dx[i] = sum over k >= i of dy[k] * product of x[j], j <= k, j != i; exact with "
                                 "zeros, its own derivative is exact without");
    grad.inputs = {{"dy", kReals}, {"x", kReals}};
    grad.outputs = {"dx"};
    grad.attributes = {axisAttribute()};
    grad.cost = nullptr;
    grad.infer = [](const InferContext& context) -> Types {
        if (const auto axis = axisOf(context); !axis) return failure(axis.error());
        return inferAlike(context);
    };
    grad.decompose = [](Builder& builder, std::span<const Expr> in, const Attributes& attributes) {
        const Expr products = in[0] * builder.emit("cumprod", {in[1]}, attributes);
        const Expr later =
            builder.emit("cumsum", {products}, {{"axis", attributes.integer("axis")}, {"reverse", true}});
        return std::vector{later / in[1]};
    };
    define(registry, std::move(grad));
}
} // namespace

void registerOrderingOps(OpRegistry& registry);
void registerOrderingOps(OpRegistry& registry) {
    registerSort(registry);
    registerTopK(registry);
    registerRunningSum(registry);
    registerRunningProduct(registry);
}

} // namespace td::graph
