#include "engine/graph/ops/optimizer.h"

/// Gradient descent with and without momentum, its row-wise forms, Adagrad, the moving average and the global norm.
namespace td::graph {

namespace {
AttributeDef epsilonInside() {
    return optional("epsilon", 1e-7, "inside the root");
}
AttributeDef coupledDecay() {
    return optional("weight_decay", 0.0, "so much of param is added to grad (coupled)");
}

Expr decayed(Expr grad, Expr param, const Attributes& attributes) {
    const double decay = attributes.real("weight_decay");
    return decay == 0 ? grad : grad + param * decay;
}

std::vector<Expr> sgd(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    return {in[0] - in[2] * decayed(in[1], in[0], attributes)};
}

std::vector<Expr> sgdMomentum(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const double momentum = attributes.real("momentum");
    const Expr step = in[3] * decayed(in[2], in[0], attributes);
    const Expr velocity = in[1] * momentum - step;
    const Expr move = attributes.flag("nesterov") ? velocity * momentum - step : velocity;
    return {in[0] + move, velocity};
}

std::vector<Expr> adagrad(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const Expr total = in[1] + square(in[2]);
    return {in[0] - in[3] * in[2] / root(total + attributes.real("epsilon")), total};
}

/// The gradient of the whole table: rows that nobody names get 0, which moves nothing.
Expr tableGradient(Expr rows, Expr indices, Expr param) {
    return rows.builder->emit("gather_grad", {rows, indices},
                              {{"axis", int64_t{0}}, {"batch_dims", int64_t{0}}, {"shape", param.shape()}});
}

std::vector<Expr> sgdRows(Builder& builder, std::span<const Expr> in, const Attributes&) {
    const std::vector dense{in[0], tableGradient(in[1], in[2], in[0]), in[3]};
    return sgd(builder, dense, Attributes{{"weight_decay", 0.0}});
}

std::vector<Expr> adagradRows(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const Expr gradient = tableGradient(in[2], in[3], in[0]);
    const bool isEach = attributes.flag("square_each_row");
    const Expr total = in[1] + (isEach ? tableGradient(square(in[2]), in[3], in[0]) : square(gradient));
    return {in[0] - in[4] * gradient / root(total + attributes.real("epsilon")), total};
}

/// `rows` (indices…, param's trailing axes), then indices, then lr, where `rows` is input `at`.
Result<void> checkRows(const InferContext& context, int at) {
    TD_TRY(context.needRankAtLeast(0, 1));
    Shape expected = context.shape(at + 1);
    for (int i = 1; i < context.shape(0).rank(); ++i)
        expected.append(context.shape(0)[i]);
    TD_TRY(needShapes(context, at, at, expected));
    return needShapes(context, at + 2, at + 2, Shape{});
}

Types inferSgdRows(const InferContext& context) {
    TD_TRY(checkRows(context, 1));
    return std::vector{context.type(0)};
}

Types inferAdagradRows(const InferContext& context) {
    TD_TRY(needShapes(context, 1, 1, context.shape(0)));
    TD_TRY(checkRows(context, 2));
    return std::vector{context.type(0), context.type(1)};
}

OpDef sgdRowsOp() {
    OpDef op = stateOp("sgd_rows", "sgd on the rows of param (V,…) that indices name: row -= lr * the sum of its rows "
                                   "in rows_gradient (indices…,…); "
                                   "an index outside 0 … V-1 is reported and counts as 0");
    op.inputs = {{"param"}, {"rows_gradient"}, {"indices", kIndices}, {"lr"}};
    op.outputs = {"param"};
    op.infer = inferSgdRows;
    op.decompose = sgdRows;
    op.mustAlias = inOrder(1);
    op.traits.looksUp = true;
    return op;
}

OpDef adagradRowsOp() {
    OpDef op = stateOp("adagrad_rows",
                       "adagrad on the rows of param (V,…) that indices name; rows of one index are summed first; "
                       "an index outside 0 … V-1 is reported and counts as 0");
    op.inputs = {{"param"}, {"acc"}, {"rows_gradient"}, {"indices", kIndices}, {"lr"}};
    op.outputs = {"param", "acc"};
    op.attributes = {epsilonInside(), optional("square_each_row", false,
                                               "acc gets the squares of rows of one index before they are summed")};
    op.infer = inferAdagradRows;
    op.decompose = adagradRows;
    op.mustAlias = inOrder(2);
    op.traits.looksUp = true;
    return op;
}

Types inferEma(const InferContext& context) {
    TD_TRY(needShapes(context, 1, 1, context.shape(0)));
    return std::vector{context.type(1)};
}

OpDef emaOp() {
    OpDef op = stateOp("ema", "average = momentum * average + (1 - momentum) * param");
    op.inputs = {{"param"}, {"average"}};
    op.outputs = {"average"};
    op.attributes = {optional("momentum", 0.99, "what the average keeps of itself")};
    op.traits.isElementwise = true;
    op.infer = inferEma;
    op.decompose = [](Builder&, std::span<const Expr> in, const Attributes& attributes) {
        return std::vector{mixed(attributes.real("momentum"), in[1], in[0])};
    };
    op.mustAlias = {{0, 1}};
    return op;
}

Types inferGlobalNorm(const InferContext& context) {
    if (context.inputs() == 0)
        return failure(ErrorCode::InvalidArgument, {{"expected", "at least one input"}, {"found", "0"}});
    TD_TRY(context.needSameDType());
    return std::vector{TensorType{context.dtype(0), {}}};
}

std::vector<Expr> globalNorm(Builder&, std::span<const Expr> in, const Attributes&) {
    Expr total;
    for (const Expr& x : in)
        total = plus(total, sum(square(x)));
    return {root(total)};
}

/// x/norm, and 0 where all is 0.
std::vector<Expr> globalNormGradient(GradientContext& g) {
    const Expr norm = g.output(), zero = g.builder().scalar(0, norm.dtype()), one = g.builder().scalar(1, norm.dtype());
    const Expr isPositive = binary("greater", norm, zero);
    const Expr factor = select(isPositive, g.dy() / select(isPositive, norm, one), zero);
    std::vector<Expr> found;
    for (int i = 0; i < g.inputs(); ++i)
        found.push_back(g.input(i) * factor);
    return found;
}

OpDef globalNormOp() {
    OpDef op = stateOp("global_norm", "y = sqrt of the sum of the squares of all elements of all inputs");
    op.notDifferentiable.clear();
    op.inputs = {{"x", kReals, Arity::Many}};
    op.infer = inferGlobalNorm;
    op.gradient = globalNormGradient;
    op.decompose = globalNorm;
    return op;
}
} // namespace

void registerSgdOps(OpRegistry& registry);
void registerSgdOps(OpRegistry& registry) {
    defineRule(registry, {"sgd", "param -= lr * (grad + weight_decay * param)", {}, false, {coupledDecay()}, sgd});
    defineRule(registry, {"sgd_momentum",
                          "velocity = momentum * velocity - lr * g, g = grad + weight_decay * param; param += "
                          "velocity, or with nesterov momentum * velocity - lr * g",
                          {"velocity"},
                          false,
                          {required("momentum", AttributeKind::Double, "what the velocity keeps of itself"),
                           optional("nesterov", false, "look ahead along the velocity"), coupledDecay()},
                          sgdMomentum});
    defineRule(registry, {"adagrad",
                          "acc += grad^2; param -= lr * grad / sqrt(acc + epsilon)",
                          {"acc"},
                          false,
                          {epsilonInside()},
                          adagrad});
    define(registry, sgdRowsOp());
    define(registry, adagradRowsOp());
    define(registry, emaOp());
    define(registry, globalNormOp());
}

} // namespace td::graph
