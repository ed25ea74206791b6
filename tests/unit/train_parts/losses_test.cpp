#include "engine/graph/gradient.h"
#include "tests/unit/train_parts/step_graph.h"

#include <gtest/gtest.h>

#include <cmath>

namespace td {
namespace {
using graph::Expr;
using nn::Json;
using test::batchOf;
using test::StepGraph;

train::Loss lossOf(const char* name, const Json& config = Json::object()) {
    return train::builtins().losses.create(name, config).value();
}

/// The loss of logits that go through `op` first.
double lossBehind(StepGraph& step, const char* op, const char* loss, const Tensor& logits, const Tensor& target) {
    const Expr x = step.builder.input("x", batchOf({logits.extents()[1]}));
    TensorType type = target.type();
    type.shape[0] = Dim::symbol("B");
    const Expr y = step.builder.input("y", type);
    const Expr value = train::emitLoss(step.builder, lossOf(loss), y, graph::unary(op, x));
    step.graph.addOutput("loss", value.id);
    const auto outputs = step.run({logits, target});
    return outputs.empty() ? std::nan("") : outputs[0].at(0);
}
} // namespace

TEST(Losses, softmaxThatSaturatesKeepsItsExactLoss) {
    StepGraph step;
    const double loss = lossBehind(step, "softmax", "SparseCategoricalCrossentropy",
                                   Tensor::floats({1, 2}, {-500, 500}), Tensor::ints({1}, {0}));
    EXPECT_DOUBLE_EQ(loss, 1000) << "a clipped probability would give 16.1";
    EXPECT_EQ(step.count("softmax_cross_entropy"), 1);
    EXPECT_EQ(step.count("log"), 0);
}

TEST(Losses, sharesBehindSoftmaxAndSigmoidUseTheLogitsToo) {
    StepGraph shares, answers;
    EXPECT_DOUBLE_EQ(lossBehind(shares, "softmax", "CategoricalCrossentropy", Tensor::floats({1, 2}, {-500, 500}),
                                Tensor::floats({1, 2}, {1, 0})),
                     1000);
    EXPECT_DOUBLE_EQ(lossBehind(answers, "sigmoid", "BinaryCrossentropy", Tensor::floats({1, 1}, {-200}),
                                Tensor::floats({1, 1}, {1})),
                     200);
    EXPECT_EQ(shares.count("softmax_cross_entropy_dense"), 1);
    EXPECT_EQ(answers.count("sigmoid_cross_entropy"), 1);
}

TEST(Losses, fedProbabilitiesAreClipped) {
    StepGraph step;
    const Expr p = step.builder.input("p", batchOf({2})), y = step.builder.input("y", batchOf({}, DType::I32));
    const Expr value = train::emitLoss(step.builder, lossOf("SparseCategoricalCrossentropy"), y, p);
    step.graph.addOutput("loss", value.id);
    const auto outputs = step.run({Tensor::floats({1, 2}, {0, 1}), Tensor::ints({1}, {0})});
    ASSERT_EQ(outputs.size(), 1U);
    EXPECT_NEAR(outputs[0].at(0), -std::log(1e-7), 1e-4);
}

TEST(Losses, spellingThatDoesNotFitIsInfinitelyWrongAndHasNoGradient) {
    StepGraph step;
    const Expr x = step.builder.input("x", batchOf({3, 5})), y = step.builder.input("y", batchOf({3}, DType::I32));
    const Expr value = train::emitLoss(step.builder, lossOf("CTC", {{"reduction", "none"}}), y, x);
    const Expr with[] = {x};
    const Expr slope = graph::gradients(step.builder, value, with).front();
    ASSERT_FALSE(step.builder.error());
    step.graph.addOutput("loss", value.id);
    step.graph.addOutput("gradient", slope.id);
    const auto outputs = step.run({Tensor::zeros(DType::F32, {1, 3, 5}), Tensor::ints({1, 3}, {1, 1, 1})});
    ASSERT_EQ(outputs.size(), 2U);
    EXPECT_TRUE(std::isinf(outputs[0].at(0))) << "three equal labels need two blanks between them: five steps";
    for (int64_t i = 0; i < outputs[1].elements(); ++i)
        EXPECT_EQ(outputs[1].at(i), 0);
}

TEST(Losses, spellingOfUnknownLengthIsRefusedByName) {
    StepGraph step;
    const Expr x = step.builder.input("x", batchOf({Dim::symbol("T"), 5}));
    const Expr y = step.builder.input("y", batchOf({3}, DType::I32));
    (void)train::emitLoss(step.builder, lossOf("CTC"), y, x);
    ASSERT_TRUE(step.builder.error());
    EXPECT_EQ(step.builder.error()->code, ErrorCode::ShapeMismatch);
    EXPECT_EQ(step.builder.error()->fact("y_pred"), "(B,T,5)");
}

TEST(Losses, shapesThatDoNotFitNameTheLoss) {
    StepGraph step;
    const Expr x = step.builder.input("x", batchOf({4})), y = step.builder.input("y", batchOf({3}));
    EXPECT_FALSE(train::emitLoss(step.builder, lossOf("MeanSquaredError"), y, x));
    ASSERT_TRUE(step.builder.error());
    EXPECT_EQ(step.builder.error()->code, ErrorCode::ShapeMismatch);
    EXPECT_EQ(step.builder.error()->fact("layer"), "MeanSquaredError");
}

TEST(Losses, crossentropyIsChosenByTheShapes) {
    const auto chosen = [](const TensorType& target, const TensorType& prediction) {
        return train::lossFor("crossentropy", target, prediction, train::builtins())->def->className;
    };
    EXPECT_EQ(chosen(batchOf({1}), batchOf({1})), "BinaryCrossentropy");
    EXPECT_EQ(chosen(batchOf({}), batchOf({10})), "SparseCategoricalCrossentropy");
    EXPECT_EQ(chosen(batchOf({1}), batchOf({10})), "SparseCategoricalCrossentropy");
    EXPECT_EQ(chosen(batchOf({10}), batchOf({10})), "CategoricalCrossentropy");
    EXPECT_EQ(train::lossFor("mse", batchOf({1}), batchOf({1}), train::builtins())->def->className, "MeanSquaredError");
}

TEST(Losses, allTwentyTwoAreThereAndSpeak) {
    const auto& losses = train::builtins().losses.all();
    EXPECT_EQ(losses.size(), 22U);
    for (const auto& [name, def] : losses) {
        EXPECT_FALSE(def.about.empty()) << name;
        for (const auto& parameter : def.parameters)
            EXPECT_FALSE(parameter.about.empty()) << name << " " << parameter.name;
    }
}

} // namespace td
