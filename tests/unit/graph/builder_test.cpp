#include "engine/graph/builder.h"

#include "engine/graph/gradient.h"
#include "engine/graph/op_registry.h"
#include "tests/support/same_graph.h"

#include <array>
#include <gtest/gtest.h>

namespace td::test {
namespace {

using namespace graph;

class Writing : public testing::Test {
protected:
    Expr input(const char* name, Shape shape, DType dtype = DType::F32) {
        return builder.input(name, {dtype, std::move(shape)});
    }
    std::vector<const Node*> nodes(std::string_view op) {
        std::vector<const Node*> found;
        for (const NodeId id : graph.order())
            if (graph.node(id).op->name == op) found.push_back(&graph.node(id));
        return found;
    }

    Graph graph{builtinOps()};
    Builder builder{graph};
};

TEST_F(Writing, theFirstErrorSticksAndNothingIsEmittedAfterIt) {
    const Expr x = input("x", {Dim::symbol("B"), 3});
    builder.setSource({"fc", "call"});
    const Expr wrong = matmul(x, x);
    EXPECT_FALSE(wrong);
    ASSERT_TRUE(builder.error());
    EXPECT_EQ(builder.error()->code, ErrorCode::ShapeMismatch);
    EXPECT_EQ(builder.error()->fact("layer"), "fc");
    const Error first = *builder.error();
    EXPECT_FALSE(unary("relu", x));
    EXPECT_FALSE(unary("no_such_operation", x));
    EXPECT_FALSE(transpose(wrong, {1, 0}) + wrong * 2.0 - sum(wrong));
    EXPECT_EQ(builder.emitAll("batch_norm_training", {x, {}, {}, {}}).size(), 3u);
    EXPECT_TRUE(graph.order().empty());
    EXPECT_EQ(*builder.error(), first);
    EXPECT_EQ(wrong.type(), TensorType{});
    EXPECT_TRUE(gradients(builder, x, std::array{x}).size() == 1);
}

TEST_F(Writing, scalarsTakeTheTypeOfTheOtherSide) {
    const Expr y = 2.0 * input("x", {4}, DType::F64) + 1.0;
    EXPECT_EQ(y.type(), (TensorType{DType::F64, {4}}));
    EXPECT_EQ((input("n", {}, DType::I64) + 1.0).dtype(), DType::I64);
    EXPECT_FALSE(builder.error());
}

TEST_F(Writing, sumToUndoesBroadcasting) {
    const Dim batch = Dim::symbol("B");
    const Expr x = input("x", {batch, 3, 4});
    for (const Shape& shape : {Shape{batch, 3, 4}, Shape{3, 4}, Shape{4}, Shape{}, Shape{1, 3, 1}, Shape{batch, 1, 4}})
        EXPECT_EQ(sumTo(x, shape).shape(), shape);
    EXPECT_FALSE(builder.error());
}

TEST_F(Writing, whatTheValueDoesNotDependOnHasNoGradient) {
    const Expr x = input("x", {2}), y = input("y", {2}), n = input("n", {2}, DType::I32);
    const auto found = gradients(builder, sum(unary("tanh", x)), std::array{x, y, n, Expr{}});
    ASSERT_FALSE(builder.error());
    EXPECT_TRUE(found[0]);
    EXPECT_FALSE(found[1]);
    EXPECT_FALSE(found[2]);
    EXPECT_FALSE(found[3]);
    EXPECT_EQ(found[0].type(), x.type());
}

TEST_F(Writing, theGradientOfAValueByItselfIsItsSeed) {
    const Expr x = input("x", {2}), seed = input("seed", {2});
    EXPECT_EQ(gradients(builder, x, std::array{x}, seed)[0].id, seed.id);
    EXPECT_EQ(gradients(builder, x, std::array{x})[0].shape(), x.shape());
}

TEST_F(Writing, aSharedSubexpressionIsDifferentiatedOnce) {
    const Expr x = input("x", {2});
    const Expr shared = unary("tanh", x);
    (void)gradients(builder, sum(shared * shared + shared), std::array{x});
    ASSERT_FALSE(builder.error());
    EXPECT_EQ(nodes("tanh_grad").size(), 1u);
}

TEST_F(Writing, theSeedIsWhereTheGradientStarts) {
    const Expr x = input("x", {2}), seed = input("seed", {2});
    const Expr y = unary("tanh", x);
    (void)gradients(builder, y, std::array{x}, seed);
    ASSERT_EQ(nodes("tanh_grad").size(), 1u);
    EXPECT_EQ(nodes("tanh_grad")[0]->inputs, (std::vector{seed.id, y.id}));
}

TEST_F(Writing, gradientNodesSayWhoseGradientTheyAre) {
    const Expr x = input("x", {2});
    builder.setSource({"act", "first"});
    const Expr y = unary("tanh", x);
    const NodeId forward = graph.value(y.id).producer;
    builder.setSource({"loss", "sum"});
    const Expr loss = sum(y);
    (void)gradients(builder, loss, std::array{x});
    ASSERT_EQ(nodes("tanh_grad").size(), 1u);
    EXPECT_EQ(nodes("tanh_grad")[0]->source, (Source{"act", "first", forward}));
    EXPECT_EQ(builder.source(), (Source{"loss", "sum"})) << "the builder's own source is as it was";
}

TEST_F(Writing, aMissingGradientNamesOperationLayerAndReason) {
    const Expr x = input("x", {4});
    builder.setSource({"best", "call"});
    const OpDef* hard = nullptr;
    for (const OpDef* op : builtinOps().all())
        if (!op->isDifferentiable() && op->family == "optimizer" && op->name == "sgd") hard = op;
    ASSERT_NE(hard, nullptr);
    const Expr rate = builder.scalar(0.1);
    const Expr next = builder.emit("sgd", {x, x, rate});
    (void)gradients(builder, sum(next), std::array{x});
    ASSERT_TRUE(builder.error());
    EXPECT_EQ(builder.error()->code, ErrorCode::Unsupported);
    EXPECT_EQ(builder.error()->fact("op"), "sgd");
    EXPECT_EQ(builder.error()->fact("layer"), "best");
    EXPECT_EQ(builder.error()->fact("reason"), hard->notDifferentiable);
}

/// (B + 2), (B + N) rows go in, and the gradient of each part has that part's size.
TEST_F(Writing, partsOfUnknownSizesHaveGradientsWhereverTheyStand) {
    const Expr open = input("open", {Dim::symbol("B"), 3}), known = input("known", {2, 3});
    for (const bool isFirst : {true, false}) {
        const std::array<Expr, 2> parts = isFirst ? std::array{open, known} : std::array{known, open};
        const Expr joined = builder.emit("concat", parts, {{"axis", int64_t{0}}});
        const auto found = gradients(builder, sum(joined * joined), std::array{open, known});
        ASSERT_FALSE(builder.error()) << describe(*builder.error());
        EXPECT_EQ(found[0].type(), open.type());
        EXPECT_EQ(found[1].type(), known.type());
    }
    const Expr other = input("other", {Dim::symbol("N"), 3});
    const Expr joined = builder.emit("concat", {open, other}, {{"axis", int64_t{0}}});
    const auto found = gradients(builder, sum(joined * joined), std::array{open, other});
    ASSERT_FALSE(builder.error()) << describe(*builder.error());
    EXPECT_EQ(found[0].type(), open.type());
    EXPECT_EQ(found[1].type(), other.type());
}

TEST_F(Writing, gradientsAreGraphThatCanBeDifferentiatedAgain) {
    const Expr x = input("x", {2});
    const Expr first = gradients(builder, sum(x * x * x), std::array{x})[0];
    const Expr second = gradients(builder, sum(first), std::array{x})[0];
    ASSERT_FALSE(builder.error());
    EXPECT_EQ(second.type(), x.type());
    EXPECT_TRUE(graph.verify());
}

} // namespace
} // namespace td::test
