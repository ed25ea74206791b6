#include "engine/graph/gradient.h"
#include "tests/support/gradient_check.h"

#include <cmath>
#include <gtest/gtest.h>

namespace td::test {
namespace {

using graph::Builder;
using graph::Expr;
using graph::gradients;
using graph::Graph;

/// Values that are no pattern: sin(k i + phase).
Tensor waves(Extents extents, double k, double phase) {
    Tensor tensor = Tensor::zeros(DType::F64, std::move(extents));
    for (int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, std::sin(k * static_cast<double>(i) + phase));
    return tensor;
}

/// A graph under construction whose inputs have values.
struct Bench {
    Graph graph{graph::builtinOps()};
    Builder builder{graph};
    Feeds feeds;

    Expr input(const std::string& name, Extents extents, double phase) {
        const Tensor value = waves(std::move(extents), 1.3, phase);
        const Expr made = builder.input(name, value.type());
        feeds.insert_or_assign(made.id, value);
        return made;
    }
    Tensor valueOf(Expr of) {
        const auto found = evaluate(graph, feeds, std::span(&of.id, 1));
        EXPECT_TRUE(found) << describe(found.error());
        return found ? found->front() : Tensor();
    }
    std::string problem(Expr of, const std::vector<Expr>& with, double tolerance = 1e-6) {
        const auto slopes = gradients(builder, of, with);
        if (builder.error()) return describe(*builder.error());
        return differenceProblem(graph, feeds, of, with, slopes, tolerance);
    }
};

/// A net of two layers, its loss, and a penalty on the slope of its output by its input, as in WGAN-GP: the training
/// gradient needs second derivatives.
TEST(Gradients, aGradientPenaltyIsDifferentiatedAgain) {
    Bench bench;
    const Expr x = bench.input("x", {5, 3}, 0.1);
    const Expr w1 = bench.input("w1", {3, 4}, 0.7), b1 = bench.input("b1", {4}, 0.2);
    const Expr w2 = bench.input("w2", {4, 1}, 1.9), b2 = bench.input("b2", {1}, 0.4);
    const Expr target = bench.input("target", {5, 1}, 2.2);
    const Expr y = matmul(unary("tanh", matmul(x, w1) + b1), w2) + b2;
    const Expr slope = gradients(bench.builder, sum(y), std::span(&x, 1))[0];
    ASSERT_TRUE(slope);
    const Expr norm = bench.builder.emit("norm", {slope}, {{"axes", graph::Ints{1}}});
    const Expr penalty = mean(unary("square", norm - 1.0));
    const Expr loss = mean(unary("square", y - target)) + penalty * 10.0;
    EXPECT_EQ(bench.problem(loss, {w1, b1, w2, b2, x}), "");
}

/// The same through the fused layer, whose gradient reuses its result.
TEST(Gradients, denseLayersGoTwiceToo) {
    for (const char* activation : {"tanh", "sigmoid", "gelu", "silu"}) {
        Bench bench;
        const Expr x = bench.input("x", {3, 2}, 0.1), w = bench.input("w", {2, 4}, 0.7), b = bench.input("b", {4}, 0.3);
        const Expr y = bench.builder.emit("dense", {x, w, b}, {{"activation", std::string(activation)}});
        const Expr slope = gradients(bench.builder, weightedSum(y), std::span(&x, 1))[0];
        EXPECT_EQ(bench.problem(weightedSum(slope * slope), {x, w, b}), "") << activation;
    }
}

TEST(Gradients, ofTheTransformsOfAPictureAreRefusedWithTheReason) {
    Bench bench;
    const Expr images = bench.input("images", {1, 3, 3, 1}, 0.1), transforms = bench.input("transforms", {8}, 0.2);
    const Expr y = bench.builder.emit("affine_transform", {images, transforms});
    EXPECT_TRUE(gradients(bench.builder, sum(y), std::span(&images, 1))[0]);
    EXPECT_FALSE(gradients(bench.builder, sum(y), std::span(&transforms, 1))[0]);
    ASSERT_TRUE(bench.builder.error());
    EXPECT_EQ(bench.builder.error()->code, ErrorCode::Unsupported);
    EXPECT_EQ(bench.builder.error()->fact("op"), "affine_transform");
    EXPECT_EQ(bench.builder.error()->fact("input"), "transforms");
    EXPECT_NE(bench.builder.error()->fact("reason"), "");
}

TEST(Gradients, thirdDerivativesOfSmoothFunctions) {
    for (const char* op : {"tanh", "sigmoid", "exp", "sin", "gelu", "silu", "softplus", "mish", "erf"}) {
        Bench bench;
        const Expr x = bench.input("x", {4}, 0.1);
        Expr y = unary(op, x);
        for (int order = 0; order < 2; ++order)
            y = gradients(bench.builder, weightedSum(y), std::span(&x, 1))[0];
        EXPECT_EQ(bench.problem(weightedSum(y), {x}, 1e-5), "") << op;
    }
}

/// prelu goes through its decomposition; there the second input depends on the first, or is the same.
TEST(Gradients, inputsThatDependOnEachOtherAreCountedOnce) {
    Bench bench;
    const Expr x = bench.input("x", {5}, 0.3);
    const Expr alpha = x * x + 0.5;
    EXPECT_EQ(bench.problem(weightedSum(binary("prelu", x, alpha)), {x}), "");
    EXPECT_EQ(bench.problem(weightedSum(binary("prelu", x, x)), {x}), "");
    EXPECT_EQ(
        bench.problem(weightedSum(bench.builder.emit("einsum", {x, x}, {{"equation", std::string("i,i->")}})), {x}),
        "");
}

TEST(Gradients, sharedValuesAddUp) {
    Bench bench;
    const Expr x = bench.input("x", {3}, 0.3);
    const Expr y = x * x + unary("sin", x) * x;
    EXPECT_EQ(bench.problem(weightedSum(y), {x}), "");
}

TEST(Gradients, whatIsNotReachedHasNone) {
    Bench bench;
    const Expr x = bench.input("x", {3}, 0.3), other = bench.input("other", {3}, 0.9);
    const Expr stopped = unary("stop_gradient", x);
    const std::vector<Expr> with = {other, x};
    const auto slopes = gradients(bench.builder, sum(stopped * 2.0), with);
    EXPECT_FALSE(slopes[0]);
    EXPECT_FALSE(slopes[1]);
}

TEST(Gradients, theSeedWeighsTheOutput) {
    Bench bench;
    const Expr x = bench.input("x", {3}, 0.3), seed = bench.input("seed", {3}, 0.8);
    const Expr slope = gradients(bench.builder, x * x, std::span(&x, 1), seed)[0];
    const Tensor found = bench.valueOf(slope), at = bench.valueOf(x), weight = bench.valueOf(seed);
    for (int64_t i = 0; i < 3; ++i)
        EXPECT_NEAR(found.at(i), 2 * at.at(i) * weight.at(i), 1e-15);
}

/// A batch of unknown size: the graph is written once, then bound.
TEST(Gradients, symbolicBatchesAreDifferentiatedToo) {
    Graph graph(graph::builtinOps());
    Builder builder(graph);
    const Expr x = builder.input("x", {DType::F64, {Dim::symbol("B"), 3}});
    const Expr w = builder.input("w", {DType::F64, {3, 2}});
    const Expr loss = mean(unary("square", builder.emit("dense", {x, w, {}}, {{"activation", std::string("relu")}})));
    const auto slopes = gradients(builder, loss, std::vector{x, w});
    ASSERT_FALSE(builder.error()) << describe(*builder.error());
    EXPECT_EQ(slopes[0].shape().toString(), "(B,3)");
    EXPECT_EQ(slopes[1].shape().toString(), "(3,2)");
}

} // namespace
} // namespace td::test
