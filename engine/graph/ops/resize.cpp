#include "engine/graph/ops/tensor.h"

/// Pictures in another size, and the gradient of that.
namespace td::graph {

namespace {
Result<void> needMethod(const InferContext& context) {
    const std::string& method = context.attributes().text("method");
    if (method == "nearest" || method == "bilinear" || method == "bicubic") return {};
    return failure(ErrorCode::InvalidArgument,
                   {{"attribute", "method"}, {"found", method}, {"expected", "nearest, bilinear or bicubic"}});
}

AttributeDef methodAttribute() {
    return optional(
        "method", std::string("bilinear"),
        "nearest, bilinear or bicubic (Keys, a = -0.5; weights outside are dropped, the rest renormalized)");
}

Types inferResize(const InferContext& context) {
    TD_TRY(context.needRank(0, 4));
    TD_TRY(needMethod(context));
    if (isInteger(context.dtype(0)) && context.attributes().text("method") != "nearest")
        return failure(ErrorCode::TypeMismatch, {{"input", "x"},
                                                 {"found", std::string(name(context.dtype(0)))},
                                                 {"expected", "float32 or float64, or the method nearest"}});
    const Ints& size = context.attributes().integers("size");
    if (size.size() != 2 || size[0] < 0 || size[1] < 0) return wrongAttribute("size", size, "new height and width");
    Shape shape = context.shape(0);
    for (int i = 0; i < 2; ++i) {
        const int64_t wanted = size[static_cast<size_t>(i)];
        if (shape[i + 1].is(0) && wanted > 0) return context.mismatch(0, "at least one row and column");
        shape[i + 1] = wanted;
    }
    return std::vector{TensorType{context.dtype(0), std::move(shape)}};
}

Types inferResizeGrad(const InferContext& context) {
    TD_TRY(context.needRank(0, 4));
    TD_TRY(needMethod(context));
    const Shape &dy = context.shape(0), &x = context.attributes().shape("shape");
    if (x.rank() != 4 || x[0] != dy[0] || x[3] != dy[3])
        return context.mismatch(0, "batch and channels of " + x.toString());
    return std::vector{TensorType{context.dtype(0), x}};
}
} // namespace

void registerResizeOps(OpRegistry& registry);
void registerResizeOps(OpRegistry& registry) {
    OpDef resize =
        tensorOp("resize", "pictures (N,H,W,C) in another height and width; centres of cells stand half a cell "
                           "from their edge; whole numbers by nearest alone");
    resize.inputs = {{"x", kNumbers}};
    resize.attributes = {required("size", AttributeKind::IntList, "new height and width"), methodAttribute()};
    resize.infer = inferResize;
    resize.cost = nullptr;
    resize.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit(
            "resize_grad", {g.dy()}, {{"method", g.attributes().text("method")}, {"shape", g.input(0).shape()}})};
    };
    define(registry, std::move(resize));

    OpDef grad = tensorOp("resize_grad", "dx = what each cell of x gave to the cells of dy, by resize's weights");
    grad.inputs = {{"dy", kReals}};
    grad.outputs = {"dx"};
    grad.attributes = {methodAttribute(), required("shape", AttributeKind::Shape, "shape of dx")};
    grad.infer = inferResizeGrad;
    grad.cost = nullptr;
    grad.gradient = [](GradientContext& g) {
        const Shape& dy = g.input(0).shape();
        if (!dy[1].isKnown() || !dy[2].isKnown()) {
            g.builder().fail(Error(ErrorCode::Unsupported, {{"op", "resize_grad"}, {"reason", "a symbolic size"}}));
            return std::vector<Expr>{};
        }
        return std::vector{g.builder().emit(
            "resize", {g.dy()},
            {{"size", Ints{dy[1].value(), dy[2].value()}}, {"method", g.attributes().text("method")}})};
    };
    define(registry, std::move(grad));
}

} // namespace td::graph
