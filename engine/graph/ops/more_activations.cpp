#include "engine/graph/ops/elementwise.h"

/// The rest of the activation functions; their gradients are those of the formulas they are made of.
namespace td::graph {

namespace {
using Inputs = std::span<const Expr>;

Expr positive(Expr x) {
    return unary("relu", x);
}
/// min(x, 0): e^x of it never overflows, so that the branch not taken spoils no gradient.
Expr negative(Expr x) {
    return binary("minimum", x, x.builder->scalar(0, x.dtype()));
}
Expr scalarLike(Expr x, double value) {
    return x.builder->scalar(value, x.dtype());
}
/// min(max(x + 3, 0), 6) / 6
Expr hardSigmoid(Expr x) {
    return unary("relu6", x + 3.0) / 6.0;
}

void registerLeaky(OpRegistry& registry) {
    addComposed(registry, "leaky_relu", "y = x where x > 0, else negative_slope * x",
                {optional("negative_slope", 0.2, "slope for x <= 0")}, [](Builder&, Inputs in, const Attributes& a) {
                    return std::vector{select(isPositive(in[0]), in[0], in[0] * a.real("negative_slope"))};
                });
    OpDef prelu = binaryOp("prelu", "y = x where x > 0, else alpha * x; alpha broadcasts", kReals);
    prelu.inputs = {{"x", kReals}, {"alpha", kReals}};
    prelu.decompose = [](Builder&, Inputs in, const Attributes&) {
        return std::vector{select(isPositive(in[0]), in[0], in[0] * in[1])};
    };
    define(registry, std::move(prelu));
}

void registerExponentialUnits(OpRegistry& registry) {
    addComposed(registry, "elu", "y = x where x > 0, else alpha * (e^x - 1)",
                {optional("alpha", 1.0, "minus the limit for x -> -infinity")},
                [](Builder&, Inputs in, const Attributes& a) {
                    return std::vector{positive(in[0]) + unary("expm1", negative(in[0])) * a.real("alpha")};
                });
    addComposed(registry, "selu", "y = 1.0507 * (x where x > 0, else 1.67326 * (e^x - 1))", {},
                [](Builder&, Inputs in, const Attributes&) {
                    constexpr double kAlpha = 1.6732632423543772848170429916717;
                    constexpr double kScale = 1.0507009873554804934193349852946;
                    const Expr isUp = binary("greater_equal", in[0], in[0].builder->scalar(0, in[0].dtype()));
                    return std::vector{select(isUp, in[0], unary("expm1", negative(in[0])) * kAlpha) * kScale};
                });
    addComposed(registry, "celu", "y = x where x > 0, else alpha * (e^(x/alpha) - 1)",
                {optional("alpha", 1.0, "minus the limit for x -> -infinity, not 0")},
                [](Builder&, Inputs in, const Attributes& a) {
                    const double alpha = a.real("alpha");
                    return std::vector{positive(in[0]) + unary("expm1", negative(in[0]) / alpha) * alpha};
                });
}

void registerSmooth(OpRegistry& registry) {
    addUnary(registry, "softplus", "y = ln(1 + e^x), without overflow", kReals,
             [](GradientContext& g) { return std::vector{g.dy() * unary("sigmoid", g.input(0))}; });
    addComposed(registry, "log_sigmoid", "y = ln(sigmoid(x)) = -softplus(-x)", {},
                [](Builder&, Inputs in, const Attributes&) { return std::vector{-unary("softplus", -in[0])}; });
    addComposed(registry, "mish", "y = x * tanh(softplus(x))", {}, [](Builder&, Inputs in, const Attributes&) {
        return std::vector{in[0] * unary("tanh", unary("softplus", in[0]))};
    });
    addComposed(registry, "softsign", "y = x / (1 + |x|)", {}, [](Builder&, Inputs in, const Attributes&) {
        return std::vector{in[0] / (unary("abs", in[0]) + 1.0)};
    });
    addComposed(registry, "squareplus", "y = (x + sqrt(x^2 + b)) / 2", {optional("b", 4.0, "how round the corner is")},
                [](Builder&, Inputs in, const Attributes& a) {
                    return std::vector{(in[0] + unary("sqrt", in[0] * in[0] + a.real("b"))) * 0.5};
                });
    addComposed(registry, "tanh_shrink", "y = x - tanh(x)", {},
                [](Builder&, Inputs in, const Attributes&) { return std::vector{in[0] - unary("tanh", in[0])}; });
}

void registerHard(OpRegistry& registry) {
    addComposed(registry, "hard_sigmoid", "y = min(max(x + 3, 0), 6) / 6", {},
                [](Builder&, Inputs in, const Attributes&) { return std::vector{hardSigmoid(in[0])}; });
    addComposed(registry, "hard_silu", "y = x * min(max(x + 3, 0), 6) / 6", {},
                [](Builder&, Inputs in, const Attributes&) { return std::vector{in[0] * hardSigmoid(in[0])}; });
    addComposed(registry, "hard_tanh", "y = x held between -1 and 1", {}, [](Builder& b, Inputs in, const Attributes&) {
        return std::vector{b.emit("clip", {in[0]}, {{"min", -1.0}, {"max", 1.0}})};
    });
}

void registerShrinks(OpRegistry& registry) {
    addComposed(registry, "threshold", "y = x where x > threshold, else value",
                {required("threshold", AttributeKind::Double, "x must be above it to stay"),
                 required("value", AttributeKind::Double, "what the others become")},
                [](Builder&, Inputs in, const Attributes& a) {
                    const Expr stays = binary("greater", in[0], scalarLike(in[0], a.real("threshold")));
                    return std::vector{select(stays, in[0], scalarLike(in[0], a.real("value")))};
                });
    addComposed(registry, "hard_shrink", "y = x where |x| > threshold, else 0",
                {optional("threshold", 0.5, "half the width of the flat part")},
                [](Builder&, Inputs in, const Attributes& a) {
                    const Expr stays = binary("greater", unary("abs", in[0]), scalarLike(in[0], a.real("threshold")));
                    return std::vector{select(stays, in[0], scalarLike(in[0], 0))};
                });
    addComposed(registry, "soft_shrink", "y = sign(x) * max(|x| - threshold, 0)",
                {optional("threshold", 0.5, "half the width of the flat part")},
                [](Builder&, Inputs in, const Attributes& a) {
                    const double t = a.real("threshold");
                    return std::vector{positive(in[0] - t) - positive(-in[0] - t)};
                });
}

void registerSparse(OpRegistry& registry) {
    addComposed(registry, "sparse_plus", "y = 0 where x <= -1, (x + 1)^2 / 4 where x < 1, else x", {},
                [](Builder& b, Inputs in, const Attributes&) {
                    const Expr held = b.emit("clip", {in[0]}, {{"min", -1.0}, {"max", 1.0}}) + 1.0;
                    return std::vector{held * held * 0.25 + positive(in[0] - 1.0)};
                });
    addComposed(registry, "sparse_sigmoid", "y = (x + 1) / 2 held between 0 and 1", {},
                [](Builder&, Inputs in, const Attributes&) {
                    const Expr x = in[0], none = scalarLike(x, 0), all = scalarLike(x, 1);
                    const Expr isLow = binary("less_equal", x, -all), isHigh = binary("greater_equal", x, all);
                    return std::vector{select(isLow, none, select(isHigh, all, (x + 1.0) * 0.5))};
                });
}
} // namespace

void registerMoreActivationOps(OpRegistry& registry);
void registerMoreActivationOps(OpRegistry& registry) {
    registerLeaky(registry);
    registerExponentialUnits(registry);
    registerSmooth(registry);
    registerHard(registry);
    registerShrinks(registry);
    registerSparse(registry);
}

} // namespace td::graph
