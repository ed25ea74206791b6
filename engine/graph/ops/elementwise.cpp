#include "engine/graph/ops/infer.h"

/// Element by element: arithmetic, comparison, logic and the elementary functions.
namespace td::graph {

namespace {
OpDef unaryOp(std::string name, std::string about, DTypeSet dtypes) {
    OpDef op;
    op.name = std::move(name);
    op.family = "elementwise";
    op.about = std::move(about);
    op.inputs = {{"x", dtypes}};
    op.traits.isElementwise = true;
    op.infer = inferSame;
    op.mayAlias = {{0, 0}};
    return op;
}

using Gradient = std::vector<Expr> (*)(GradientContext&);

void addUnary(OpRegistry& registry, std::string name, std::string about, DTypeSet dtypes, Gradient gradient) {
    OpDef op = unaryOp(std::move(name), std::move(about), dtypes);
    op.gradient = gradient;
    define(registry, std::move(op));
}

void addBinary(OpRegistry& registry, std::string name, std::string about, bool isCommutative, Gradient gradient) {
    OpDef op = unaryOp(std::move(name), std::move(about), kNumbers);
    op.inputs = {{"a", kNumbers}, {"b", kNumbers}};
    op.traits.isCommutative = isCommutative;
    op.infer = inferBroadcast;
    op.mayAlias = {{0, 0}, {0, 1}};
    op.gradient = gradient;
    define(registry, std::move(op));
}

void registerArithmetic(OpRegistry& registry) {
    addBinary(registry, "add", "y = a + b, broadcasting", true, [](GradientContext& g) {
        return std::vector{sumTo(g.dy(), g.input(0).shape()), sumTo(g.dy(), g.input(1).shape())};
    });
    addBinary(registry, "sub", "y = a - b, broadcasting", false, [](GradientContext& g) {
        return std::vector{sumTo(g.dy(), g.input(0).shape()), sumTo(-g.dy(), g.input(1).shape())};
    });
    addBinary(registry, "mul", "y = a * b, broadcasting", true, [](GradientContext& g) {
        return std::vector{sumTo(g.dy() * g.input(1), g.input(0).shape()),
                           sumTo(g.dy() * g.input(0), g.input(1).shape())};
    });
    addBinary(registry, "div", "y = a / b, broadcasting; integers truncate toward zero, and x / 0 = 0 for them", false,
              [](GradientContext& g) {
                  const Expr da = g.dy() / g.input(1);
                  return std::vector{sumTo(da, g.input(0).shape()), sumTo(-(da * g.output()), g.input(1).shape())};
              });
    addUnary(registry, "neg", "y = -x", kNumbers, [](GradientContext& g) { return std::vector{-g.dy()}; });
}

void registerExponentials(OpRegistry& registry) {
    addUnary(registry, "exp", "y = e^x", kReals, [](GradientContext& g) { return std::vector{g.dy() * g.output()}; });
    addUnary(registry, "log", "y = ln x", kReals, [](GradientContext& g) { return std::vector{g.dy() / g.input(0)}; });
}
} // namespace

void registerElementwiseOps(OpRegistry& registry);
void registerElementwiseOps(OpRegistry& registry) {
    registerArithmetic(registry);
    registerExponentials(registry);
}

} // namespace td::graph
