#include "engine/graph/ops/emit.h"
#include "engine/graph/ops/infer.h"

/// Softmax over one axis, its logarithm and its gradient; and local response normalization, which also couples the
/// cells of one axis.
namespace td::graph {

namespace {
Types inferAlongAxis(const InferContext& context) {
    TD_TRY(context.needSameDType());
    for (int i = 1; i < context.inputs(); ++i)
        if (context.shape(i) != context.shape(0)) return context.mismatch(i, 0);
    const auto axis = axisOf(context);
    if (!axis) return failure(axis.error());
    return std::vector{context.type(0)};
}

Types inferLrn(const InferContext& context) {
    TD_TRY(context.needRankAtLeast(0, 1));
    const int64_t radius = context.attributes().integer("depth_radius");
    if (radius < 0) return wrongAttribute("depth_radius", radius, "0 or more");
    return std::vector{context.type(0)};
}

Ints axisOf(const Attributes& attributes) {
    return {attributes.integer("axis")};
}

Expr shifted(Expr x, const Ints& axis) {
    return x - x.builder->emit("max", {x}, {{"axes", axis}, {"keepdims", true}});
}

std::vector<Expr> softmaxDecomposed(Builder&, std::span<const Expr> inputs, const Attributes& attributes) {
    const Expr powers = unary("exp", shifted(inputs[0], axisOf(attributes)));
    return {powers / sum(powers, axisOf(attributes), true)};
}

std::vector<Expr> logSoftmaxDecomposed(Builder&, std::span<const Expr> inputs, const Attributes& attributes) {
    const Expr below = shifted(inputs[0], axisOf(attributes));
    return {below - unary("log", sum(unary("exp", below), axisOf(attributes), true))};
}

std::vector<Expr> softmaxGradDecomposed(Builder&, std::span<const Expr> inputs, const Attributes& attributes) {
    return {inputs[1] * (inputs[0] - sum(inputs[0] * inputs[1], axisOf(attributes), true))};
}

/// The sum of squares over the neighbouring channels is a product with a band of ones.
std::vector<Expr> lrnDecomposed(Builder& builder, std::span<const Expr> inputs, const Attributes& attributes) {
    const Expr x = inputs[0];
    const Dim channels = x.shape()[-1];
    const int64_t radius = attributes.integer("depth_radius");
    const Expr ones = broadcastTo(builder.scalar(1, x.dtype()), Shape{channels, channels});
    const Expr band = builder.emit("band_part", {ones}, {{"lower", radius}, {"upper", radius}});
    const Expr squares = reshape(unary("square", x), Shape{-1, channels});
    const Expr sums = reshape(matmul(squares, band), x.shape());
    const Expr base = sums * attributes.real("alpha") + attributes.real("bias");
    return {x / binary("pow", base, builder.scalar(attributes.real("beta"), x.dtype()))};
}

OpDef axisOp(std::string name, std::string about) {
    OpDef op;
    op.name = std::move(name);
    op.family = "nn";
    op.about = std::move(about);
    op.inputs = {{"x"}};
    op.attributes = {optional("axis", int64_t{-1}, "along which the numbers compete")};
    op.infer = inferAlongAxis;
    op.mayAlias = {{0, 0}};
    op.cost = [](const InferContext& context, std::span<const TensorType> outputs) {
        constexpr double kFlops = 5; // for each element
        return Cost{kFlops * countOf(outputs[0].shape), bytesOf(context, outputs)};
    };
    op.flops = "5 for each element of y";
    return op;
}

OpDef softmaxOp() {
    OpDef op = axisOp("softmax", "y = exp(x - max) / sum(exp(x - max)) along one axis");
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("softmax_grad", {g.dy(), g.output()}, g.attributes())};
    };
    op.decompose = softmaxDecomposed;
    return op;
}

OpDef logSoftmaxOp() {
    OpDef op = axisOp("log_softmax", "y = x - max - log(sum(exp(x - max))) along one axis");
    op.gradient = [](GradientContext& g) {
        return std::vector{g.dy() - unary("exp", g.output()) * sum(g.dy(), axisOf(g.attributes()), true)};
    };
    op.decompose = logSoftmaxDecomposed;
    return op;
}

OpDef softmaxGradOp() {
    OpDef op = axisOp("softmax_grad", "dx = y * (dy - sum(dy * y)) along one axis");
    op.inputs = {{"dy"}, {"y"}};
    op.outputs = {"dx"};
    op.decompose = softmaxGradDecomposed;
    op.mayAlias = {{0, 0}, {0, 1}};
    return op;
}

OpDef lrnOp() {
    OpDef op;
    op.name = "lrn";
    op.family = "nn";
    op.about = "y = x / (bias + alpha * s)^beta, s the sum of x^2 over the channels c - depth_radius … c + "
               "depth_radius that exist";
    op.inputs = {{"x"}};
    op.attributes = {optional("depth_radius", int64_t{5}, "channels on either side"),
                     optional("bias", 1.0, "keeps the base away from 0"),
                     optional("alpha", 1.0, "weight of the squares"), optional("beta", 0.5, "exponent")};
    op.infer = inferLrn;
    op.decompose = lrnDecomposed;
    return op;
}
} // namespace

void registerSoftmaxOps(OpRegistry& registry);
void registerSoftmaxOps(OpRegistry& registry) {
    define(registry, softmaxOp());
    define(registry, logSoftmaxOp());
    define(registry, softmaxGradOp());
    define(registry, lrnOp());
}

} // namespace td::graph
