#include "engine/graph/ops/optimizer.h"

/// Optimizers with a rate for each weight: RMSprop and its variants, Adadelta, Ftrl, Adafactor.
namespace td::graph {

namespace {
constexpr const char* kInsideRoot = "inside the root";

Expr rootPlus(Expr x, const Attributes& attributes) {
    return root(x + attributes.real("epsilon"));
}

/// (param, v, grad, lr)
std::vector<Expr> rmsprop(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const Expr v = mixed(attributes.real("rho"), in[1], square(in[2]));
    return {in[0] - in[3] * in[2] / rootPlus(v, attributes), v};
}

/// (param, v, velocity, grad, lr)
std::vector<Expr> rmspropMomentum(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const Expr v = mixed(attributes.real("rho"), in[1], square(in[3]));
    const Expr velocity = in[2] * attributes.real("momentum") + in[4] * in[3] / rootPlus(v, attributes);
    return {in[0] - velocity, v, velocity};
}

/// (param, v, mean, velocity, grad, lr)
std::vector<Expr> rmspropCentered(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const double rho = attributes.real("rho");
    const Expr v = mixed(rho, in[1], square(in[4])), average = mixed(rho, in[2], in[4]);
    const Expr velocity =
        in[3] * attributes.real("momentum") + in[5] * in[4] / rootPlus(v - square(average), attributes);
    return {in[0] - velocity, v, average, velocity};
}

/// (param, acc_grad, acc_delta, grad, lr)
std::vector<Expr> adadelta(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const double rho = attributes.real("rho");
    const Expr gradients = mixed(rho, in[1], square(in[3]));
    const Expr delta = -(rootPlus(in[2], attributes) * in[3] / rootPlus(gradients, attributes));
    return {in[0] + in[4] * delta, gradients, mixed(rho, in[2], square(delta))};
}

Expr toPower(Expr x, double power) {
    return binary("pow", x, x.builder->scalar(power, x.dtype()));
}

/// (param, acc, linear, grad, lr)
std::vector<Expr> ftrl(Builder& builder, std::span<const Expr> in, const Attributes& attributes) {
    const Expr param = in[0], grad = in[3], lr = in[4];
    const double power = -attributes.real("learning_rate_power"), l1 = attributes.real("l1");
    const Expr shrunk = grad + param * (2 * attributes.real("shrinkage"));
    const Expr total = in[1] + square(grad), totalPower = toPower(total, power);
    const Expr linear = in[2] + shrunk - (totalPower - toPower(in[1], power)) / lr * param;
    const Expr quadratic = totalPower / lr + (2 * attributes.real("l2") + attributes.real("beta") / lr);
    const Expr low = builder.scalar(-l1, param.dtype()), high = builder.scalar(l1, param.dtype());
    const Expr clipped = binary("minimum", binary("maximum", linear, low), high);
    return {(clipped - linear) / quadratic, total, linear};
}

Expr meanRoot(Expr x) {
    return root(mean(square(x)));
}

/// The step of Adafactor from the gradient over its root, clipped.
Expr factorStep(Expr param, Expr direction, Expr lr, Expr step, const Attributes& attributes) {
    Builder& builder = *param.builder;
    const auto number = [&](double value) { return builder.scalar(value, param.dtype()); };
    const Expr rate = binary("minimum", lr, unary("rsqrt", cast(step, param.dtype())));
    const Expr alpha = binary("maximum", number(attributes.real("epsilon_2")), meanRoot(param)) * rate;
    const Expr length = binary("maximum", number(1), meanRoot(direction) / attributes.real("clip_threshold"));
    return param - alpha * (direction / length);
}

/// 1 − t^beta_2_decay.
Expr factorDecay(Expr step, DType dtype, const Attributes& attributes) {
    return 1.0 - toPower(cast(step, dtype), attributes.real("beta_2_decay"));
}

Expr mixedBy(Expr decay, Expr old, Expr next) {
    return decay * old + (1.0 - decay) * next;
}

/// (param, row, column, grad, lr, step)
std::vector<Expr> adafactor(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const Expr param = in[0], decay = factorDecay(in[5], param.dtype(), attributes);
    const Expr squares = square(in[3]) + attributes.real("epsilon_1");
    const Expr row = mixedBy(decay, in[1], mean(squares, {-1})), column = mixedBy(decay, in[2], mean(squares, {-2}));
    Shape rowShape = row.shape(), columnShape = column.shape();
    rowShape.append(1);
    columnShape.insert(columnShape.rank() - 1, 1);
    const Expr share = row / mean(row, {-1}, true);
    const Expr v = reshape(share, rowShape) * reshape(column, columnShape);
    return {factorStep(param, in[3] / root(v), in[4], in[5], attributes), row, column};
}

/// (param, v, grad, lr, step)
std::vector<Expr> adafactorFull(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const Expr squares = square(in[2]) + attributes.real("epsilon_1");
    const Expr v = mixedBy(factorDecay(in[4], in[0].dtype(), attributes), in[1], squares);
    return {factorStep(in[0], in[2] / root(v), in[3], in[4], attributes), v};
}

/// `row` lacks param's last axis, `column` the last but one.
Types inferAdafactor(const InferContext& context) {
    TD_TRY(context.needRankAtLeast(0, 2));
    const Shape& param = context.shape(0);
    Shape row = param, column = param;
    row.erase(param.rank() - 1);
    column.erase(param.rank() - 2);
    TD_TRY(needShapes(context, 1, 1, row));
    TD_TRY(needShapes(context, 2, 2, column));
    TD_TRY(needShapes(context, 3, 3, param));
    TD_TRY(needShapes(context, 4, 5, Shape{}));
    return std::vector{context.type(0), context.type(1), context.type(2)};
}

Types inferAdafactorFull(const InferContext& context) {
    TD_TRY(needShapes(context, 1, 2, context.shape(0)));
    TD_TRY(needShapes(context, 3, 4, Shape{}));
    return std::vector{context.type(0), context.type(1)};
}

std::vector<AttributeDef> rmspropAttributes(bool hasMomentum) {
    std::vector defs{optional("rho", 0.9, "decay of the moving means"), optional("epsilon", 1e-7, kInsideRoot)};
    if (hasMomentum) defs.push_back(optional("momentum", 0.0, "what the velocity keeps of itself"));
    return defs;
}

std::vector<AttributeDef> adafactorAttributes() {
    return {optional("beta_2_decay", -0.8, "exponent of step in the decay of the squares"),
            optional("epsilon_1", 1e-30, "added to the squared gradient"),
            optional("epsilon_2", 1e-3, "least size that a weight counts with"),
            optional("clip_threshold", 1.0, "largest root mean square of a step before it is scaled")};
}

void defineRmsprop(OpRegistry& registry) {
    defineRule(registry, {"rmsprop",
                          "v = moving mean of grad^2; param -= lr * grad / sqrt(v + epsilon)",
                          {"v"},
                          false,
                          rmspropAttributes(false),
                          rmsprop});
    defineRule(registry, {"rmsprop_momentum",
                          "rmsprop whose steps add up: velocity = momentum * velocity + lr * grad / sqrt(v + epsilon); "
                          "param -= velocity",
                          {"v", "velocity"},
                          false,
                          rmspropAttributes(true),
                          rmspropMomentum});
    defineRule(registry, {"rmsprop_centered",
                          "rmsprop_momentum with the variance v - mean^2 in the root",
                          {"v", "mean", "velocity"},
                          false,
                          rmspropAttributes(true),
                          rmspropCentered});
}

void defineAdafactor(OpRegistry& registry) {
    defineRule(registry,
               {"adafactor",
                "adafactor_full with v from the moving means of grad^2 + epsilon_1 over the last axis (row) and the "
                "last but one (column): row / mean(row) * column",
                {"row", "column"},
                true,
                adafactorAttributes(),
                adafactor},
               inferAdafactor);
    defineRule(registry,
               {"adafactor_full",
                "b = 1 - step^beta_2_decay; v = b * v + (1-b) * (grad^2 + epsilon_1); u = grad / sqrt(v); "
                "param -= max(epsilon_2, rms(param)) * min(lr, 1/sqrt(step)) * u / max(1, rms(u) / clip_threshold)",
                {"v"},
                true,
                adafactorAttributes(),
                adafactorFull},
               inferAdafactorFull);
}
} // namespace

void registerAdaptiveRateOps(OpRegistry& registry);
void registerAdaptiveRateOps(OpRegistry& registry) {
    defineRmsprop(registry);
    defineAdafactor(registry);
    defineRule(registry, {"adadelta",
                          "delta = -sqrt(acc_delta + epsilon) / sqrt(acc_grad + epsilon) * grad, both moving means of "
                          "squares, acc_grad's the new one; param += lr * delta",
                          {"acc_grad", "acc_delta"},
                          false,
                          {optional("rho", 0.95, "decay of the moving means"), optional("epsilon", 1e-7, kInsideRoot)},
                          adadelta});
    defineRule(registry, {"ftrl",
                          "p = -learning_rate_power; n = acc + grad^2; linear += grad + 2 * shrinkage * param - (n^p - "
                          "acc^p) / lr * param; acc = n; "
                          "param = (clip(linear, -l1, l1) - linear) / (n^p / lr + 2 * l2 + beta / lr)",
                          {"acc", "linear"},
                          false,
                          {optional("learning_rate_power", -0.5, "0 or less; 0 keeps the rate"),
                           optional("l1", 0.0, "pulls weights to 0"), optional("l2", 0.0, "shrinks weights"),
                           optional("shrinkage", 0.0, "L2 that acts on the gradient alone"),
                           optional("beta", 0.0, "adds beta / lr to the divisor")},
                          ftrl});
}

} // namespace td::graph
