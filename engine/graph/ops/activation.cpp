#include "engine/graph/ops/activation.h"

#include "engine/graph/ops/elementwise.h"

#include <algorithm>
#include <array>
#include <numbers>

/// Activation functions, and the gradients that training runs through most.
namespace td::graph {

namespace {
constexpr std::array<std::string_view, 7> kActivations = {"linear", "relu", "relu6", "tanh", "sigmoid", "gelu", "silu"};
} // namespace

AttributeDef activationAttribute() {
    return optional("activation", std::string("linear"),
                    "applied to the result: linear, relu, relu6, tanh, sigmoid, gelu or silu");
}

Result<void> needActivation(const InferContext& context) {
    const std::string& given = context.attributes().text("activation");
    if (std::find(kActivations.begin(), kActivations.end(), given) != kActivations.end()) return {};
    return failure(ErrorCode::InvalidArgument, {{"attribute", "activation"},
                                                {"found", given},
                                                {"expected", "linear, relu, relu6, tanh, sigmoid, gelu or silu"}});
}

Expr activated(Expr z, const std::string& activation) {
    return activation == "linear" ? z : unary(activation, z);
}

Expr activationGradient(Expr dy, Expr y, const std::string& activation, const std::function<Expr()>& preActivation) {
    if (activation == "linear") return dy;
    const bool needsInput = activation == "gelu" || activation == "silu";
    return binary(activation + "_grad", dy, needsInput ? preActivation() : y);
}

namespace {
/// An operation (dy, <saved>) -> dx of equal shapes.
OpDef gradientOp(std::string name, std::string about, std::string saved) {
    OpDef op = unaryOp(std::move(name), std::move(about), kReals);
    op.inputs = {{"dy", kReals}, {std::move(saved), kReals}};
    op.infer = inferAlike;
    op.mayAlias = {{0, 0}, {0, 1}};
    return op;
}

void addActivation(OpRegistry& registry, std::string name, std::string about, Gradient gradient) {
    addUnary(registry, std::move(name), std::move(about), kReals, gradient);
}

void registerRectifiers(OpRegistry& registry) {
    addUnary(registry, "relu", "y = max(x, 0); gradient 0 at 0", kNumbers,
             [](GradientContext& g) { return std::vector{binary("relu_grad", g.dy(), g.output())}; });
    addActivation(registry, "relu6", "y = min(max(x, 0), 6); gradient 0 at 0 and 6",
                  [](GradientContext& g) { return std::vector{binary("relu6_grad", g.dy(), g.output())}; });
    OpDef relu = gradientOp("relu_grad", "dx = dy where y > 0, else 0; y is relu's result", "y");
    relu.gradient = [](GradientContext& g) { return std::vector{binary("relu_grad", g.dy(), g.input(1)), Expr{}}; };
    define(registry, std::move(relu));
    OpDef relu6 = gradientOp("relu6_grad", "dx = dy where 0 < y < 6, else 0; y is relu6's result", "y");
    relu6.gradient = [](GradientContext& g) { return std::vector{binary("relu6_grad", g.dy(), g.input(1)), Expr{}}; };
    define(registry, std::move(relu6));
}

void registerSigmoids(OpRegistry& registry) {
    addActivation(registry, "tanh", "y = (e^x - e^-x) / (e^x + e^-x)",
                  [](GradientContext& g) { return std::vector{binary("tanh_grad", g.dy(), g.output())}; });
    addActivation(registry, "sigmoid", "y = 1 / (1 + e^-x)",
                  [](GradientContext& g) { return std::vector{binary("sigmoid_grad", g.dy(), g.output())}; });
    OpDef tanh = gradientOp("tanh_grad", "dx = dy * (1 - y^2); y is tanh's result", "y");
    tanh.gradient = [](GradientContext& g) {
        const Expr y = g.input(1);
        return std::vector{binary("tanh_grad", g.dy(), y), g.dy() * g.input(0) * y * -2.0};
    };
    define(registry, std::move(tanh));
    OpDef sigmoid = gradientOp("sigmoid_grad", "dx = dy * y * (1 - y); y is sigmoid's result", "y");
    sigmoid.gradient = [](GradientContext& g) {
        const Expr y = g.input(1);
        return std::vector{binary("sigmoid_grad", g.dy(), y), g.dy() * g.input(0) * (1.0 - y * 2.0)};
    };
    define(registry, std::move(sigmoid));
}

constexpr double kCubic = 0.044715;                                           // of gelu's tanh form
const double kRootTwoOverPi = std::numbers::sqrt2 * std::numbers::inv_sqrtpi; // sqrt(2/pi)
const double kDensityAtZero = std::numbers::inv_sqrtpi / std::numbers::sqrt2; // 1/sqrt(2 pi)

/// dy * d(0.5 x (1 + tanh u))/dx with u = sqrt(2/pi) (x + 0.044715 x^3)
Expr approximateGeluSlope(Expr dy, Expr x) {
    const Expr squared = x * x;
    const Expr t = unary("tanh", (x + x * squared * kCubic) * kRootTwoOverPi);
    const Expr du = (squared * (3 * kCubic) + 1.0) * kRootTwoOverPi;
    return dy * ((t + 1.0) * 0.5 + x * (1.0 - t * t) * du * 0.5);
}

/// dy * (Phi(x) + x phi(x))
Expr geluSlope(Expr dy, Expr x) {
    const Expr below = unary("erfc", x * (-1 / std::numbers::sqrt2)) * 0.5;
    return dy * (below + x * unary("exp", x * x * -0.5) * kDensityAtZero);
}

AttributeDef approximateAttribute() {
    return optional("approximate", false, "use 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))");
}

void registerGelu(OpRegistry& registry) {
    OpDef gelu = unaryOp("gelu", "y = x * P(N(0,1) < x) = x/2 * (1 + erf(x / sqrt 2))", kReals);
    gelu.attributes = {approximateAttribute()};
    gelu.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("gelu_grad", {g.dy(), g.input(0)}, g.attributes())};
    };
    define(registry, std::move(gelu));
    OpDef slope = gradientOp("gelu_grad", "dx = dy * d gelu(x)/dx", "x");
    slope.attributes = {approximateAttribute()};
    slope.decompose = [](Builder&, std::span<const Expr> in, const Attributes& attributes) {
        return std::vector{attributes.flag("approximate") ? approximateGeluSlope(in[0], in[1])
                                                          : geluSlope(in[0], in[1])};
    };
    define(registry, std::move(slope));
}

void registerSilu(OpRegistry& registry) {
    addActivation(registry, "silu", "y = x * sigmoid(x)",
                  [](GradientContext& g) { return std::vector{binary("silu_grad", g.dy(), g.input(0))}; });
    OpDef slope = gradientOp("silu_grad", "dx = dy * s * (1 + x * (1 - s)) with s = sigmoid(x)", "x");
    slope.decompose = [](Builder&, std::span<const Expr> in, const Attributes&) {
        const Expr s = unary("sigmoid", in[1]);
        return std::vector{in[0] * (s * (in[1] * (1.0 - s) + 1.0))};
    };
    define(registry, std::move(slope));
}
} // namespace

void registerActivationOps(OpRegistry& registry);
void registerActivationOps(OpRegistry& registry) {
    registerRectifiers(registry);
    registerSigmoids(registry);
    registerGelu(registry);
    registerSilu(registry);
}

} // namespace td::graph
