#include "engine/graph/ops/activation.h"
#include "engine/graph/ops/emit.h"
#include "engine/graph/ops/infer.h"

/// Batch normalization over all axes but the last: training with its gradient, and inference.
namespace td::graph {

namespace {
constexpr double kEpsilon = 1e-3;
constexpr const char* kActivations = "linear, relu or relu6";

Result<void> checkActivation(const InferContext& context) {
    const std::string& name = context.attributes().text("activation");
    if (name == "linear" || name == "relu" || name == "relu6") return {};
    return failure(ErrorCode::InvalidArgument,
                   {{"attribute", "activation"}, {"expected", kActivations}, {"found", name}});
}

/// Inputs `first` … `last` that are present are vectors of x's channels.
Result<void> needChannels(const InferContext& context, int x, int first, int last) {
    for (int i = first; i <= last; ++i)
        if (context.has(i) && context.shape(i) != Shape{context.shape(x)[-1]}) return context.mismatch(i, x);
    return {};
}

TensorType channelsOf(const TensorType& x) {
    return {x.dtype, Shape{x.shape[-1]}};
}

Types inferTraining(const InferContext& context) {
    TD_TRY(context.needSameDType());
    TD_TRY(checkActivation(context));
    TD_TRY(context.needRankAtLeast(0, 2));
    TD_TRY(needChannels(context, 0, 1, 2));
    if (context.has(3) && context.shape(3) != context.shape(0)) return context.mismatch(3, 0);
    const TensorType channels = channelsOf(context.type(0));
    return std::vector{context.type(0), channels, channels};
}

/// (dy, x, y, gain?, mean, variance)
Types inferGrad(const InferContext& context) {
    TD_TRY(context.needSameDType());
    TD_TRY(checkActivation(context));
    TD_TRY(context.needRankAtLeast(1, 2));
    if (context.shape(0) != context.shape(1)) return context.mismatch(0, 1);
    if (context.shape(2) != context.shape(1)) return context.mismatch(2, 1);
    TD_TRY(needChannels(context, 1, 3, 5));
    const TensorType channels = channelsOf(context.type(1));
    std::vector types{context.type(1), channels, channels};
    if (context.attributes().flag("has_residual")) types.push_back(context.type(1));
    return types;
}

/// (x, gain?, bias?, mean, variance)
Types inferInference(const InferContext& context) {
    TD_TRY(context.needSameDType());
    TD_TRY(checkActivation(context));
    TD_TRY(context.needRankAtLeast(0, 2));
    TD_TRY(needChannels(context, 0, 1, 4));
    return std::vector{context.type(0)};
}

Expr scaled(Expr normal, Expr gain, Expr bias) {
    if (gain) normal = normal * gain;
    return bias ? normal + bias : normal;
}

Expr rootOf(Expr variance, const Attributes& attributes) {
    return unary("rsqrt", variance + attributes.real("epsilon"));
}

std::vector<Expr> trainingDecomposed(Builder&, std::span<const Expr> inputs, const Attributes& attributes) {
    const Expr x = inputs[0];
    const Ints axes = axesFrom(0, x.rank() - 1);
    const Expr average = mean(x, axes), centred = x - average;
    const Expr variance = mean(unary("square", centred), axes);
    const Expr z = plus(scaled(centred * rootOf(variance, attributes), inputs[1], inputs[2]), inputs[3]);
    return {activated(z, attributes.text("activation")), average, variance};
}

std::vector<Expr> trainingGradient(GradientContext& g) {
    std::vector<Expr> found(4);
    const bool isLinear = g.attributes().text("activation") == "linear";
    if (g.dy()) {
        Attributes given = g.attributes();
        given.set("has_residual", bool(g.input(3)) && !isLinear);
        const auto grads = g.builder().emitAll("batch_norm_grad",
                                               {g.dy(), g.input(0), g.output(), g.input(1), g.output(1), g.output(2)},
                                               std::move(given));
        found = {grads[0], g.input(1) ? grads[1] : Expr{}, g.input(2) ? grads[2] : Expr{}, Expr{}};
        if (g.input(3)) found[3] = isLinear ? g.dy() : grads[3];
    }
    return plusThroughOutputs(g, 1, trainingDecomposed, std::move(found));
}

std::vector<Expr> gradDecomposed(Builder&, std::span<const Expr> inputs, const Attributes& attributes) {
    const Expr x = inputs[1], gain = inputs[3], average = inputs[4], variance = inputs[5];
    const std::string& activation = attributes.text("activation");
    const Expr dz = activation == "linear" ? inputs[0] : binary(activation + "_grad", inputs[0], inputs[2]);
    const Ints axes = axesFrom(0, x.rank() - 1);
    const Expr root = rootOf(variance, attributes), normal = (x - average) * root;
    const Expr inner = dz - mean(dz, axes) - normal * mean(dz * normal, axes);
    std::vector<Expr> found{inner * (gain ? root * gain : root), sum(dz * normal, axes), sum(dz, axes)};
    if (attributes.flag("has_residual")) found.push_back(dz);
    return found;
}

std::vector<Expr> inferenceDecomposed(Builder&, std::span<const Expr> inputs, const Attributes& attributes) {
    const Expr normal = (inputs[0] - inputs[3]) * rootOf(inputs[4], attributes);
    return {activated(scaled(normal, inputs[1], inputs[2]), attributes.text("activation"))};
}

constexpr double kTrainingFlops = 7, kGradFlops = 11; ///< for each element
Cost trainingCost(const InferContext& context, std::span<const TensorType> outputs) {
    return {kTrainingFlops * countOf(outputs[0].shape), bytesOf(context, outputs)};
}
Cost gradCost(const InferContext& context, std::span<const TensorType> outputs) {
    return {kGradFlops * countOf(outputs[0].shape), bytesOf(context, outputs)};
}

OpDef normOp(std::string name, std::string about) {
    OpDef op;
    op.name = std::move(name);
    op.family = "nn";
    op.about = std::move(about);
    op.attributes = {optional("epsilon", kEpsilon, "added to the variance inside the root"),
                     optional("activation", std::string("linear"), kActivations)};
    return op;
}

OpDef trainingOp() {
    OpDef op = normOp(
        "batch_norm_training",
        "y = activation((x - mean) / sqrt(variance + epsilon) * gain + bias + residual); mean and variance (C, biased) "
        "over all axes of x (…,C) but the last");
    op.inputs = {{"x"},
                 {"gain", kReals, Arity::Optional},
                 {"bias", kReals, Arity::Optional},
                 {"residual", kReals, Arity::Optional}};
    op.outputs = {"y", "mean", "variance"};
    op.infer = inferTraining;
    op.gradient = trainingGradient;
    op.decompose = trainingDecomposed;
    op.cost = trainingCost;
    op.flops = "7 for each element of y";
    op.mayAlias = {{0, 0}, {0, 3}};
    return op;
}

OpDef gradOp() {
    OpDef op = normOp("batch_norm_grad", "dx, dgain, dbias of batch_norm_training; with has_residual also dresidual, "
                                         "which is dy where the activation let it through");
    op.inputs = {{"dy"}, {"x"}, {"y"}, {"gain", kReals, Arity::Optional}, {"mean"}, {"variance"}};
    op.outputs = {"dx", "dgain", "dbias", "dresidual"};
    op.attributes.push_back(optional("has_residual", false, "whether there is a fourth output, dresidual"));
    op.infer = inferGrad;
    op.decompose = gradDecomposed;
    op.cost = gradCost;
    op.flops = "11 for each element of dx";
    op.mayAlias = {{0, 0}, {0, 1}, {3, 0}};
    return op;
}

OpDef inferenceOp() {
    OpDef op = normOp("batch_norm_inference",
                      "y = activation((x - mean) / sqrt(variance + epsilon) * gain + bias), x (…,C), the others (C)");
    op.inputs = {{"x"}, {"gain", kReals, Arity::Optional}, {"bias", kReals, Arity::Optional}, {"mean"}, {"variance"}};
    op.infer = inferInference;
    op.decompose = inferenceDecomposed;
    op.mayAlias = {{0, 0}};
    return op;
}
} // namespace

void registerBatchNormOps(OpRegistry& registry);
void registerBatchNormOps(OpRegistry& registry) {
    define(registry, trainingOp());
    define(registry, gradOp());
    define(registry, inferenceOp());
}

} // namespace td::graph
