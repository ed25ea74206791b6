#include "engine/graph/ops/emit.h"
#include "engine/graph/ops/infer.h"

/// Normalization within one sample: over trailing axes (layer, root mean square) and over groups of channels.
namespace td::graph {

namespace {
/// The first normalized axis, counted from 0.
int firstAxis(const Attributes& attributes, int rank) {
    const auto axis = static_cast<int>(attributes.integer("axis"));
    return axis < 0 ? axis + rank : axis;
}

struct Split {
    Shape leading, trailing;
};
Result<Split> splitShape(const InferContext& context, int x) {
    const Shape& shape = context.shape(x);
    auto axis = normalizedAxis(context.attributes().integer("axis"), shape.rank());
    if (!axis) return failure(axis.error());
    Split split;
    for (int i = 0; i < shape.rank(); ++i)
        (i < *axis ? split.leading : split.trailing).append(shape[i]);
    return split;
}

/// (x, gain?, bias?): one of the normalized axes' shape each.
Result<Split> checkedForward(const InferContext& context) {
    TD_TRY(context.needSameDType());
    auto split = splitShape(context, 0);
    if (!split) return split;
    for (int i = 1; i < context.inputs(); ++i)
        if (context.has(i) && context.shape(i) != split->trailing)
            return context.mismatch(i, split->trailing.toString());
    return split;
}

Types inferLayerNorm(const InferContext& context) {
    auto split = checkedForward(context);
    if (!split) return failure(split.error());
    const TensorType statistics{context.dtype(0), split->leading};
    return std::vector{context.type(0), statistics, statistics};
}

Types inferRmsNorm(const InferContext& context) {
    auto split = checkedForward(context);
    if (!split) return failure(split.error());
    return std::vector{context.type(0), TensorType{context.dtype(0), split->leading}};
}

/// (dy, x, gain?, mean, rstd)
Types inferLayerNormGrad(const InferContext& context) {
    TD_TRY(context.needSameDType());
    auto split = splitShape(context, 1);
    if (!split) return failure(split.error());
    if (context.shape(0) != context.shape(1)) return context.mismatch(0, 1);
    if (context.has(2) && context.shape(2) != split->trailing) return context.mismatch(2, split->trailing.toString());
    for (int i = 3; i <= 4; ++i)
        if (context.shape(i) != split->leading) return context.mismatch(i, split->leading.toString());
    const TensorType gain{context.dtype(0), split->trailing};
    return std::vector{context.type(1), gain, gain};
}

Types inferGroupNorm(const InferContext& context) {
    TD_TRY(context.needSameDType());
    TD_TRY(context.needRankAtLeast(0, 2));
    const Dim& channels = context.shape(0)[-1];
    const int64_t groups = context.attributes().integer("groups");
    if (groups < 1 || !channels.isKnown() || channels.value() % groups != 0)
        return context.mismatch(0, "channels that fall into " + std::to_string(groups) + " groups");
    for (int i = 1; i < context.inputs(); ++i)
        if (context.has(i) && context.shape(i) != Shape{channels}) return context.mismatch(i, 0);
    return std::vector{context.type(0)};
}

/// Statistics of the leading shape, shaped to broadcast against x.
Expr spread(Expr statistics, Expr x, const Ints& axes) {
    return reshape(statistics, onesOn(x.shape(), axes));
}

Expr affine(Expr normal, Expr gain, Expr bias) {
    if (gain) normal = normal * gain;
    return bias ? normal + bias : normal;
}

struct Moments {
    Expr mean, rstd; ///< of the leading shape
};
Moments momentsOf(Expr x, const Ints& axes, double epsilon) {
    const Expr average = mean(x, axes);
    const Expr variance = mean(unary("square", x - spread(average, x, axes)), axes);
    return {average, unary("rsqrt", variance + epsilon)};
}

Ints axesOf(Expr x, const Attributes& attributes) {
    return axesFrom(firstAxis(attributes, x.rank()), x.rank());
}

std::vector<Expr> layerNormDecomposed(Builder&, std::span<const Expr> inputs, const Attributes& attributes) {
    const Expr x = inputs[0];
    const Ints axes = axesOf(x, attributes);
    const Moments moments = momentsOf(x, axes, attributes.real("epsilon"));
    const Expr normal = (x - spread(moments.mean, x, axes)) * spread(moments.rstd, x, axes);
    return {affine(normal, inputs[1], inputs[2]), moments.mean, moments.rstd};
}

std::vector<Expr> layerNormGradient(GradientContext& g) {
    const Expr x = g.input(0);
    std::vector<Expr> found(3);
    if (g.dy()) {
        const auto grads = g.builder().emitAll("layer_norm_grad", {g.dy(), x, g.input(1), g.output(1), g.output(2)},
                                               {{"axis", g.attributes().integer("axis")}});
        found = {grads[0], g.input(1) ? grads[1] : Expr{}, g.input(2) ? grads[2] : Expr{}};
    }
    return plusThroughOutputs(g, 1, layerNormDecomposed, std::move(found));
}

std::vector<Expr> layerNormGradDecomposed(Builder&, std::span<const Expr> inputs, const Attributes& attributes) {
    const Expr dy = inputs[0], x = inputs[1], gain = inputs[2];
    const Ints axes = axesOf(x, attributes);
    const Expr root = spread(inputs[4], x, axes), normal = (x - spread(inputs[3], x, axes)) * root;
    const Expr scaled = gain ? dy * gain : dy;
    const Expr inner = scaled - mean(scaled, axes, true) - normal * mean(scaled * normal, axes, true);
    const Ints rows = axesFrom(0, firstAxis(attributes, x.rank()));
    if (rows.empty()) return {inner * root, dy * normal, dy};
    return {inner * root, sum(dy * normal, rows), sum(dy, rows)};
}

Expr meanSquareRoot(Expr x, const Ints& axes, double epsilon) {
    return unary("rsqrt", mean(unary("square", x), axes) + epsilon);
}

std::vector<Expr> rmsNormDecomposed(Builder&, std::span<const Expr> inputs, const Attributes& attributes) {
    const Expr x = inputs[0];
    const Ints axes = axesOf(x, attributes);
    const Expr root = meanSquareRoot(x, axes, attributes.real("epsilon"));
    return {affine(x * spread(root, x, axes), inputs[1], {}), root};
}

/// From the saved root; what comes in through the root itself goes its own way.
std::vector<Expr> rmsNormGradient(GradientContext& g) {
    const Expr x = g.input(0), gain = g.input(1);
    const Ints axes = axesOf(x, g.attributes());
    std::vector<Expr> found(2);
    if (g.dy()) {
        const Expr root = spread(g.output(1), x, axes), normal = x * root;
        const Expr scaled = gain ? g.dy() * gain : g.dy();
        found[0] = (scaled - normal * mean(scaled * normal, axes, true)) * root;
        if (gain) found[1] = sumTo(g.dy() * normal, gain.shape());
    }
    return plusThroughOutputs(g, 1, rmsNormDecomposed, std::move(found));
}

/// x (N,…,C) as (N, cells, groups, C/groups), so that a group's members lie on axes 1 and 3.
std::vector<Expr> groupNormDecomposed(Builder&, std::span<const Expr> inputs, const Attributes& attributes) {
    const Expr x = inputs[0];
    const int64_t groups = attributes.integer("groups"), members = x.shape()[-1].value() / groups;
    Dim cells(1);
    for (int i = 1; i + 1 < x.rank(); ++i)
        cells = cells * x.shape()[i];
    const Expr grouped = reshape(x, Shape{x.shape()[0], cells, groups, members});
    const Expr centred = grouped - mean(grouped, {1, 3}, true);
    const Expr variance = mean(unary("square", centred), {1, 3}, true);
    const Expr normal = centred * unary("rsqrt", variance + attributes.real("epsilon"));
    return {affine(reshape(normal, x.shape()), inputs[1], inputs[2])};
}

constexpr double kForwardFlops = 7, kGradFlops = 12; ///< for each element
Cost forwardCost(const InferContext& context, std::span<const TensorType> outputs) {
    return {kForwardFlops * countOf(outputs[0].shape), bytesOf(context, outputs)};
}
Cost gradCost(const InferContext& context, std::span<const TensorType> outputs) {
    return {kGradFlops * countOf(outputs[0].shape), bytesOf(context, outputs)};
}

AttributeDef axisAttribute() {
    return optional("axis", int64_t{-1}, "the first normalized axis; all after it are too");
}
AttributeDef epsilonAttribute(double fallback) {
    return optional("epsilon", fallback, "added inside the root");
}

OpDef normOp(std::string name, std::string about) {
    OpDef op;
    op.name = std::move(name);
    op.family = "nn";
    op.about = std::move(about);
    op.inputs = {{"x"}, {"gain", kReals, Arity::Optional}, {"bias", kReals, Arity::Optional}};
    op.cost = forwardCost;
    op.flops = "7 for each element of y";
    return op;
}

OpDef layerNormOp() {
    OpDef op = normOp("layer_norm", "y = (x - mean) * rstd * gain + bias, rstd = 1/sqrt(variance + epsilon), biased "
                                    "variance, over the trailing axes; "
                                    "gain and bias have the trailing axes' shape, mean and rstd the leading ones'");
    op.outputs = {"y", "mean", "rstd"};
    op.attributes = {axisAttribute(), epsilonAttribute(1e-3)};
    op.infer = inferLayerNorm;
    op.gradient = layerNormGradient;
    op.decompose = layerNormDecomposed;
    op.mayAlias = {{0, 0}};
    return op;
}

OpDef layerNormGradOp() {
    OpDef op = normOp("layer_norm_grad", "dx, dgain, dbias of layer_norm from its saved mean and rstd");
    op.inputs = {{"dy"}, {"x"}, {"gain", kReals, Arity::Optional}, {"mean"}, {"rstd"}};
    op.outputs = {"dx", "dgain", "dbias"};
    op.attributes = {axisAttribute()};
    op.infer = inferLayerNormGrad;
    op.decompose = layerNormGradDecomposed;
    op.cost = gradCost;
    op.flops = "12 for each element of dx";
    op.mayAlias = {{0, 0}, {0, 1}};
    return op;
}

OpDef rmsNormOp() {
    OpDef op = normOp("rms_norm", "y = x * rstd * gain, rstd = 1/sqrt(mean(x^2) + epsilon) over the trailing axes");
    op.inputs = {{"x"}, {"gain", kReals, Arity::Optional}};
    op.outputs = {"y", "rstd"};
    op.attributes = {axisAttribute(), epsilonAttribute(1e-6)};
    op.infer = inferRmsNorm;
    op.gradient = rmsNormGradient;
    op.decompose = rmsNormDecomposed;
    op.mayAlias = {{0, 0}};
    return op;
}

OpDef groupNormOp() {
    OpDef op = normOp(
        "group_norm",
        "y = (x - mean) / sqrt(variance + epsilon) * gain + bias, x (N,…,C), the moments over all cells and C/groups "
        "channels of one sample; gain and bias (C)");
    op.attributes = {required("groups", AttributeKind::Int, "how many parts the channels fall into"),
                     epsilonAttribute(1e-3)};
    op.infer = inferGroupNorm;
    op.decompose = groupNormDecomposed;
    return op;
}
} // namespace

void registerLayerNormOps(OpRegistry& registry);
void registerLayerNormOps(OpRegistry& registry) {
    define(registry, layerNormOp());
    define(registry, layerNormGradOp());
    define(registry, rmsNormOp());
    define(registry, groupNormOp());
}

} // namespace td::graph
