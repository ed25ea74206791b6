#include "engine/graph/ops/elementwise.h"

#include <numbers>

/// The elementary functions of one variable, element by element.
namespace td::graph {

namespace {
void registerExponentials(OpRegistry& registry) {
    addUnary(registry, "exp", "y = e^x", kReals, [](GradientContext& g) { return std::vector{g.dy() * g.output()}; });
    addUnary(registry, "expm1", "y = e^x - 1, exact near 0", kReals,
             [](GradientContext& g) { return std::vector{g.dy() * (g.output() + 1.0)}; });
    addUnary(registry, "log", "y = ln x", kReals, [](GradientContext& g) { return std::vector{g.dy() / g.input(0)}; });
    addUnary(registry, "log1p", "y = ln(1 + x), exact near 0", kReals,
             [](GradientContext& g) { return std::vector{g.dy() / (g.input(0) + 1.0)}; });
    addUnary(registry, "sqrt", "y = square root of x", kReals,
             [](GradientContext& g) { return std::vector{g.dy() * 0.5 / g.output()}; });
    addUnary(registry, "rsqrt", "y = 1 / square root of x", kReals, [](GradientContext& g) {
        const Expr y = g.output();
        return std::vector{g.dy() * (y * y * y) * -0.5};
    });
    addUnary(registry, "square", "y = x * x", kNumbers,
             [](GradientContext& g) { return std::vector{g.dy() * g.input(0) * 2.0}; });
    addUnary(registry, "reciprocal", "y = 1 / x", kReals,
             [](GradientContext& g) { return std::vector{-(g.dy() * g.output() * g.output())}; });
}

void registerTrigonometry(OpRegistry& registry) {
    addUnary(registry, "sin", "y = sin x", kReals,
             [](GradientContext& g) { return std::vector{g.dy() * unary("cos", g.input(0))}; });
    addUnary(registry, "cos", "y = cos x", kReals,
             [](GradientContext& g) { return std::vector{-(g.dy() * unary("sin", g.input(0)))}; });
    addUnary(registry, "tan", "y = tan x", kReals,
             [](GradientContext& g) { return std::vector{g.dy() * (g.output() * g.output() + 1.0)}; });
    addUnary(registry, "asin", "y = arc sine of x in [-1, 1]", kReals,
             [](GradientContext& g) { return std::vector{g.dy() * unary("rsqrt", 1.0 - g.input(0) * g.input(0))}; });
    addUnary(registry, "acos", "y = arc cosine of x in [-1, 1]", kReals,
             [](GradientContext& g) { return std::vector{-(g.dy() * unary("rsqrt", 1.0 - g.input(0) * g.input(0)))}; });
    addUnary(registry, "atan", "y = arc tangent of x", kReals,
             [](GradientContext& g) { return std::vector{g.dy() / (g.input(0) * g.input(0) + 1.0)}; });
}

void registerHyperbolics(OpRegistry& registry) {
    addUnary(registry, "sinh", "y = (e^x - e^-x) / 2", kReals,
             [](GradientContext& g) { return std::vector{g.dy() * unary("cosh", g.input(0))}; });
    addUnary(registry, "cosh", "y = (e^x + e^-x) / 2", kReals,
             [](GradientContext& g) { return std::vector{g.dy() * unary("sinh", g.input(0))}; });
    addUnary(registry, "asinh", "y = inverse of sinh", kReals,
             [](GradientContext& g) { return std::vector{g.dy() * unary("rsqrt", g.input(0) * g.input(0) + 1.0)}; });
    addUnary(registry, "acosh", "y = inverse of cosh, x >= 1", kReals,
             [](GradientContext& g) { return std::vector{g.dy() * unary("rsqrt", g.input(0) * g.input(0) - 1.0)}; });
    addUnary(registry, "atanh", "y = inverse of tanh, |x| < 1", kReals,
             [](GradientContext& g) { return std::vector{g.dy() / (1.0 - g.input(0) * g.input(0))}; });
}

/// dy * d erf(x)/dx
Expr errorFunctionSlope(GradientContext& g) {
    return g.dy() * unary("exp", -(g.input(0) * g.input(0))) * (2 * std::numbers::inv_sqrtpi);
}

void registerErrorFunctions(OpRegistry& registry) {
    addUnary(registry, "erf", "y = 2 / sqrt(pi) * integral of e^(-t^2) from 0 to x", kReals,
             [](GradientContext& g) { return std::vector{errorFunctionSlope(g)}; });
    addUnary(registry, "erfc", "y = 1 - erf x, exact for large x", kReals,
             [](GradientContext& g) { return std::vector{-errorFunctionSlope(g)}; });
}

void registerSteps(OpRegistry& registry) {
    addUnary(registry, "neg", "y = -x", kNumbers, [](GradientContext& g) { return std::vector{-g.dy()}; });
    addUnary(registry, "abs", "y = |x|; gradient 0 at 0", kNumbers,
             [](GradientContext& g) { return std::vector{g.dy() * unary("sign", g.input(0))}; });
    addUnary(registry, "sign", "y = -1, 0 or 1; gradient 0", kNumbers, noGradient);
    addUnary(registry, "floor", "y = largest whole number <= x; gradient 0", kReals, noGradient);
    addUnary(registry, "ceil", "y = smallest whole number >= x; gradient 0", kReals, noGradient);
    addUnary(registry, "round", "y = nearest whole number, halves to the even one; gradient 0", kReals, noGradient);
}

void addTest(OpRegistry& registry, std::string name, std::string about) {
    OpDef op = unaryOp(std::move(name), std::move(about), kReals);
    op.infer = inferTest;
    op.outputTypes = {always(DType::Bool)};
    op.mayAlias.clear();
    op.notDifferentiable = "the result is true or false";
    define(registry, std::move(op));
}
} // namespace

void registerElementaryOps(OpRegistry& registry);
void registerElementaryOps(OpRegistry& registry) {
    registerExponentials(registry);
    registerTrigonometry(registry);
    registerHyperbolics(registry);
    registerErrorFunctions(registry);
    registerSteps(registry);
    addTest(registry, "is_nan", "y = x is not a number");
    addTest(registry, "is_inf", "y = x is infinite");
    addTest(registry, "is_finite", "y = x is neither infinite nor NaN");
}

} // namespace td::graph
