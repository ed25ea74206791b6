#include "engine/graph/ops/emit.h"
#include "engine/graph/ops/infer.h"

/// Cross-entropies that must be one operation to be exact. C classes on the last axis.
namespace td::graph {

namespace {
Shape withoutLast(Shape shape) {
    shape.erase(shape.rank() - 1);
    return shape;
}

/// (logits (…,C), labels (…)) → loss (…), probabilities (…,C)
Types inferLabels(const InferContext& context) {
    TD_TRY(context.needRankAtLeast(0, 1));
    const Shape rows = withoutLast(context.shape(0));
    if (context.shape(1) != rows) return context.mismatch(0, 1);
    return std::vector{TensorType{context.dtype(0), rows}, context.type(0)};
}

/// (dloss (…), probabilities (…,C), labels (…))
Types inferLabelsGrad(const InferContext& context) {
    TD_TRY(context.needRankAtLeast(1, 1));
    if (context.dtype(0) != context.dtype(1))
        return failure(ErrorCode::TypeMismatch,
                       {{"left", toString(context.type(0))}, {"right", toString(context.type(1))}});
    const Shape rows = withoutLast(context.shape(1));
    if (context.shape(0) != rows) return context.mismatch(0, 1);
    if (context.shape(2) != rows) return context.mismatch(2, 1);
    return std::vector{context.type(1)};
}

Types inferDense(const InferContext& context) {
    TD_TRY(context.needSameDType());
    TD_TRY(context.needRankAtLeast(0, 1));
    if (context.shape(0) != context.shape(1)) return context.mismatch(0, 1);
    return std::vector{TensorType{context.dtype(0), withoutLast(context.shape(0))}, context.type(0)};
}

Expr column(Expr rows) {
    Shape shape = rows.shape();
    shape.append(1);
    return reshape(rows, std::move(shape));
}

Expr alongClasses(std::string_view op, Expr x) {
    return x.builder->emit(op, {x}, {{"axis", int64_t{-1}}});
}

/// 1 at the label and 0 elsewhere, as `like` (…,C).
Expr oneHot(Expr labels, Expr like) {
    return labels.builder->emit("one_hot", {labels},
                                {{"depth", like.shape()[-1].value()}, {"axis", int64_t{-1}}, {"dtype", like.dtype()}});
}

std::vector<Expr> labelsDecomposed(Builder&, std::span<const Expr> inputs, const Attributes&) {
    const Expr logits = inputs[0];
    return {-sum(oneHot(inputs[1], logits) * alongClasses("log_softmax", logits), {-1}),
            alongClasses("softmax", logits)};
}

std::vector<Expr> labelsGradient(GradientContext& g) {
    Expr dx;
    if (g.dy()) dx = g.builder().emit("softmax_cross_entropy_grad", {g.dy(), g.output(1), g.input(1)});
    if (g.dy(1)) dx = plus(dx, g.builder().emit("softmax_grad", {g.dy(1), g.output(1)}, {{"axis", int64_t{-1}}}));
    return {dx, {}};
}

std::vector<Expr> labelsGradDecomposed(Builder&, std::span<const Expr> inputs, const Attributes&) {
    return {column(inputs[0]) * (inputs[1] - oneHot(inputs[2], inputs[1]))};
}

std::vector<Expr> denseDecomposed(Builder&, std::span<const Expr> inputs, const Attributes&) {
    return {-sum(inputs[1] * alongClasses("log_softmax", inputs[0]), {-1}), alongClasses("softmax", inputs[0])};
}

/// The targets need not sum to 1.
std::vector<Expr> denseGradient(GradientContext& g) {
    const Expr targets = g.input(1), probabilities = g.output(1);
    std::vector<Expr> found(2);
    if (g.dy()) {
        const Expr dloss = column(g.dy());
        found[0] = dloss * (probabilities * sum(targets, {-1}, true) - targets);
        if (g.wants(1)) found[1] = -(dloss * alongClasses("log_softmax", g.input(0)));
    }
    if (g.dy(1))
        found[0] = plus(found[0], g.builder().emit("softmax_grad", {g.dy(1), probabilities}, {{"axis", int64_t{-1}}}));
    return found;
}

std::vector<Expr> sigmoidGradient(GradientContext& g) {
    const Expr x = g.input(0), targets = g.input(1);
    return {sumTo(g.dy() * (unary("sigmoid", x) - targets), x.shape()), sumTo(-(g.dy() * x), targets.shape())};
}

std::vector<Expr> sigmoidDecomposed(Builder&, std::span<const Expr> inputs, const Attributes&) {
    return {unary("softplus", inputs[0]) - inputs[0] * inputs[1]};
}

/// `flops` for each of the logits or probabilities, which are the last output.
template <int flops>
Cost costPerClass(const InferContext& context, std::span<const TensorType> outputs) {
    return {flops * countOf(outputs.back().shape), bytesOf(context, outputs)};
}

OpDef lossOp(std::string name, std::string about) {
    OpDef op;
    op.name = std::move(name);
    op.family = "loss";
    op.about = std::move(about);
    return op;
}

OpDef labelsOp() {
    OpDef op =
        lossOp("softmax_cross_entropy", "loss (…) = -log(probabilities[label]), probabilities = softmax(logits (…,C)); "
                                        "a label outside 0 … C-1 is reported and counts as 0");
    op.inputs = {{"logits"}, {"labels", kIndices}};
    op.outputs = {"loss", "probabilities"};
    op.infer = inferLabels;
    op.gradient = labelsGradient;
    op.decompose = labelsDecomposed;
    op.traits.looksUp = true;
    op.cost = costPerClass<5>;
    op.flops = "5 for each probability";
    op.mayAlias = {{1, 0}};
    return op;
}

OpDef labelsGradOp() {
    OpDef op = lossOp("softmax_cross_entropy_grad", "dlogits (…,C) = dloss * (probabilities - onehot(labels))");
    op.inputs = {{"dloss"}, {"probabilities"}, {"labels", kIndices}};
    op.outputs = {"dlogits"};
    op.infer = inferLabelsGrad;
    op.decompose = labelsGradDecomposed;
    op.traits.looksUp = true;
    op.cost = costPerClass<2>;
    op.flops = "2 for each element of dlogits";
    op.mayAlias = {{0, 1}};
    return op;
}

OpDef denseOp() {
    OpDef op = lossOp("softmax_cross_entropy_dense",
                      "loss (…) = -sum(targets * log(probabilities)), probabilities = softmax(logits), both (…,C)");
    op.inputs = {{"logits"}, {"targets"}};
    op.outputs = {"loss", "probabilities"};
    op.infer = inferDense;
    op.gradient = denseGradient;
    op.decompose = denseDecomposed;
    op.cost = costPerClass<7>;
    op.flops = "7 for each probability";
    op.mayAlias = {{1, 0}};
    return op;
}

OpDef sigmoidOp() {
    OpDef op = lossOp("sigmoid_cross_entropy",
                      "loss = max(x, 0) - x * t + log(1 + exp(-|x|)), element by element, broadcasting");
    op.inputs = {{"logits"}, {"targets"}};
    op.outputs = {"loss"};
    op.traits.isElementwise = true;
    op.infer = inferBroadcast;
    op.gradient = sigmoidGradient;
    op.decompose = sigmoidDecomposed;
    op.cost = costPerClass<6>;
    op.flops = "6 for each element of loss";
    op.mayAlias = {{0, 0}, {0, 1}};
    return op;
}
} // namespace

void registerLossOps(OpRegistry& registry);
void registerLossOps(OpRegistry& registry) {
    define(registry, labelsOp());
    define(registry, labelsGradOp());
    define(registry, denseOp());
    define(registry, sigmoidOp());
}

} // namespace td::graph
