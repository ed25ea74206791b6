#include "engine/graph/ops/activation.h"
#include "engine/graph/ops/window.h"

/// Convolution and its two gradients, which are linear in both their inputs and closed under differentiation.
namespace td::graph {

namespace {
/// The window's size, the leading axes of w (k…, Cin/groups, Cout); nothing if one is symbolic.
std::optional<Extents> kernelOf(const Shape& w) {
    const auto extents = w.extents();
    if (!extents || w.rank() < 3) return std::nullopt;
    return Extents(extents->begin(), extents->end() - 2);
}

tl::unexpected<Error> mismatched(const Shape& left, const Shape& right) {
    return failure(ErrorCode::ShapeMismatch, {{"left", left.toString()}, {"right", right.toString()}});
}

/// What conv makes of x and w, after checking that they go together.
Result<Shape> convolvedShape(const Attributes& attributes, const Shape& x, const Shape& w,
                             ShapeFrom from = ShapeFrom::TheInput) {
    const auto kernel = kernelOf(w);
    if (!kernel || x.rank() != w.rank()) return mismatched(x, w);
    const int64_t groups = attributes.integer("groups");
    if (groups < 1 || w[-1].value() % groups != 0)
        return failure(ErrorCode::InvalidArgument,
                       {{"attribute", "groups"},
                        {"expected", "1 or more, and a divisor of the " + w[-1].toString() + " output channels"},
                        {"found", std::to_string(groups)}});
    if (x[-1] != w[-2] * Dim(groups)) return mismatched(x, w);
    return windowOutput(attributes, x, *kernel, w[-1], from);
}

Types inferConv(const InferContext& context) {
    TD_TRY(context.needSameDType());
    TD_TRY(needActivation(context));
    auto y = convolvedShape(context.attributes(), context.shape(0), context.shape(1));
    if (!y) return failure(y.error());
    if (context.has(2) && context.shape(2) != Shape{context.shape(1)[-1]}) return context.mismatch(2, 1);
    return std::vector{TensorType{context.dtype(0), *std::move(y)}};
}

/// dy must be what conv would give for the x that `shape` promises.
Types inferBackwardData(const InferContext& context) {
    TD_TRY(context.needSameDType());
    const Shape& x = context.attributes().shape("shape");
    auto y = convolvedShape(context.attributes(), x, context.shape(1), ShapeFrom::TheAttribute);
    if (!y) return failure(y.error());
    if (*y != context.shape(0)) return context.mismatch(0, y->toString());
    return std::vector{TensorType{context.dtype(0), x}};
}

Types inferBackwardWeights(const InferContext& context) {
    TD_TRY(context.needSameDType());
    const Shape& w = context.attributes().shape("shape");
    auto y = convolvedShape(context.attributes(), context.shape(0), w);
    if (!y) return failure(y.error());
    if (*y != context.shape(1)) return context.mismatch(1, y->toString());
    return std::vector{TensorType{context.dtype(0), w}};
}

/// 2 operations for each product: outputs × window × channels of a group.
double products(const Shape& y, const Shape& w) {
    return 2 * countOf(y) * countOf(w) / std::max(1.0, static_cast<double>(w[-1].value()));
}
Cost convCost(const InferContext& context, std::span<const TensorType> outputs) {
    const double extra =
        (context.has(2) ? 1.0 : 0.0) + (context.attributes().text("activation") == "linear" ? 0.0 : 1.0);
    const Shape& y = outputs[0].shape;
    return {products(y, context.shape(1)) + extra * countOf(y), bytesOf(context, outputs)};
}
Cost backwardDataCost(const InferContext& context, std::span<const TensorType> outputs) {
    return {products(context.shape(0), context.shape(1)), bytesOf(context, outputs)};
}
Cost backwardWeightsCost(const InferContext& context, std::span<const TensorType> outputs) {
    return {products(context.shape(1), outputs[0].shape), bytesOf(context, outputs)};
}

/// Without activation.
Expr conv(Expr x, Expr w, const Attributes& attributes, Expr b = {}) {
    return x.builder->emit("conv", {x, w, b}, windowOnly(attributes));
}
Expr backwardData(Expr dy, Expr w, const Attributes& attributes, const Shape& shape) {
    Attributes given = windowOnly(attributes);
    given.set("shape", shape);
    return dy.builder->emit("conv_backward_data", {dy, w}, std::move(given));
}
Expr backwardWeights(Expr x, Expr dy, const Attributes& attributes, const Shape& shape) {
    Attributes given = windowOnly(attributes);
    given.set("shape", shape);
    return x.builder->emit("conv_backward_weights", {x, dy}, std::move(given));
}

Ints allButLast(int rank) {
    Ints axes;
    for (int i = 0; i + 1 < rank; ++i)
        axes.push_back(i);
    return axes;
}

std::vector<Expr> convGradient(GradientContext& g) {
    const Expr x = g.input(0), w = g.input(1), b = g.input(2);
    const auto before = [&] { return conv(x, w, g.attributes(), b); };
    const Expr dz = activationGradient(g.dy(), g.output(), g.attributes().text("activation"), before);
    std::vector<Expr> found(3);
    if (g.wants(0)) found[0] = backwardData(dz, w, g.attributes(), x.shape());
    if (g.wants(1)) found[1] = backwardWeights(x, dz, g.attributes(), w.shape());
    if (b && g.wants(2)) found[2] = sum(dz, allButLast(dz.rank()));
    return found;
}

/// The bias and the activation as nodes of their own.
std::vector<Expr> convDecomposed(Builder&, std::span<const Expr> inputs, const Attributes& attributes) {
    const Expr bare = conv(inputs[0], inputs[1], attributes);
    const Expr z = inputs[2] ? bare + inputs[2] : bare;
    return {activated(z, attributes.text("activation"))};
}

std::vector<AttributeDef> convAttributes() {
    auto defs = windowAttributes(WindowOf::Convolution);
    defs.push_back(optional("groups", int64_t{1}, "channels fall into so many groups that do not see each other"));
    return defs;
}

OpDef convOp() {
    OpDef op;
    op.name = "conv";
    op.family = "nn";
    op.about = "y (N,out…,Cout) = activation(x (N,in…,Cin) * w (k…,Cin/groups,Cout) + b (Cout)), 1 to 3 spatial axes; "
               "a correlation: the window is not turned";
    op.inputs = {{"x", kReals}, {"w", kReals}, {"b", kReals, Arity::Optional}};
    op.attributes = convAttributes();
    op.attributes.push_back(activationAttribute());
    op.infer = inferConv;
    op.gradient = convGradient;
    op.decompose = convDecomposed;
    op.cost = convCost;
    op.flops = "2 k... Cin/groups for each element of y, and 1 for each of bias and activation";
    return op;
}

OpDef backwardDataOp() {
    OpDef op;
    op.name = "conv_backward_data";
    op.family = "nn";
    op.about = "dx (N,in…,Cin) of conv(x, w) from dy (N,out…,Cout); also the transposed convolution";
    op.inputs = {{"dy", kReals}, {"w", kReals}};
    op.outputs = {"dx"};
    op.attributes = convAttributes();
    op.attributes.push_back(required("shape", AttributeKind::Shape, "of x"));
    op.infer = inferBackwardData;
    op.gradient = [](GradientContext& g) {
        return std::vector{conv(g.dy(), g.input(1), g.attributes()),
                           backwardWeights(g.dy(), g.input(0), g.attributes(), g.input(1).shape())};
    };
    op.cost = backwardDataCost;
    op.flops = "2 k... Cin/groups for each element of dy";
    return op;
}

OpDef backwardWeightsOp() {
    OpDef op;
    op.name = "conv_backward_weights";
    op.family = "nn";
    op.about = "dw (k…,Cin/groups,Cout) of conv(x, w) from x (N,in…,Cin) and dy (N,out…,Cout)";
    op.inputs = {{"x", kReals}, {"dy", kReals}};
    op.outputs = {"dw"};
    op.attributes = convAttributes();
    op.attributes.push_back(required("shape", AttributeKind::Shape, "of w; all sizes known"));
    op.infer = inferBackwardWeights;
    op.gradient = [](GradientContext& g) {
        return std::vector{backwardData(g.input(1), g.dy(), g.attributes(), g.input(0).shape()),
                           conv(g.input(0), g.dy(), g.attributes())};
    };
    op.cost = backwardWeightsCost;
    op.flops = "2 k... Cin/groups for each element of dy";
    return op;
}
} // namespace

void registerConvOps(OpRegistry& registry);
void registerConvOps(OpRegistry& registry) {
    define(registry, convOp());
    define(registry, backwardDataOp());
    define(registry, backwardWeightsOp());
}

} // namespace td::graph
