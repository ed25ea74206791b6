#include "tests/unit/train_parts/step_graph.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace td {
namespace {
using graph::Expr;
using nn::Json;
using test::StepGraph;

train::Optimizer optimizerOf(const char* name, const Json& config = Json::object()) {
    return train::builtins().optimizers.create(name, config).value();
}

/// A step over parameters (2) of 1, whose gradients are fed.
struct Learning : StepGraph {
    Expr rate = builder.input("rate", TensorType{});
    std::vector<train::Trained> trained;

    explicit Learning(const std::vector<std::string>& paths) {
        for (const std::string& path : paths) {
            const TensorType type{DType::F32, Shape{2}};
            const Expr gradient = builder.input("gradient of " + path, type);
            trained.push_back({path, builder.variable(path, type, true, Tensor::floats({2}, {1, 1})), gradient, {}});
        }
    }
    Result<train::OptimizerVariables> emit(const train::Optimizer& optimizer) {
        return train::emitOptimizer(builder, optimizer, trained, {rate});
    }
};

const Tensor kRate = Tensor::scalar(DType::F32, 0.5);
Tensor pair(float a, float b) {
    return Tensor::floats({2}, {a, b});
}
} // namespace

TEST(Optimizers, plainRuleIsOneOperationForEachParameter) {
    const std::pair<const char*, const char*> rules[] = {
        {"SGD", "sgd"}, {"Adam", "adam"}, {"AdamW", "adam"}, {"RMSprop", "rmsprop"}};
    for (const auto& [name, op] : rules) {
        Learning step({"a", "b", "c"});
        ASSERT_TRUE(step.emit(optimizerOf(name))) << name;
        EXPECT_EQ(step.count(op), 3) << name;
        EXPECT_EQ(step.count(), 4) << name << ": beside these only the count of steps";
    }
}

TEST(Optimizers, weightDecayOfPlainDescentStaysOneOperation) {
    Learning step({"a"});
    ASSERT_TRUE(step.emit(optimizerOf("SGD", {{"weight_decay", 0.1}})));
    EXPECT_EQ(step.count(), 2);
    (void)step.run({kRate, pair(1, 0)});
    EXPECT_NEAR(step.variable("a", 0), 1 - 0.05 - 0.5, 1e-6);
    EXPECT_NEAR(step.variable("a", 1), 1 - 0.05, 1e-6);
}

TEST(Optimizers, parameterWithoutGradientStaysAsItIs) {
    Learning step({"a", "b"});
    step.trained[1].gradient = {};
    ASSERT_TRUE(step.emit(optimizerOf("SGD", {{"weight_decay", 0.1}})));
    (void)step.run({kRate, pair(1, 1), pair(1, 1)});
    EXPECT_NEAR(step.variable("a"), 0.45, 1e-6);
    EXPECT_EQ(step.variable("b"), 1);
}

TEST(Optimizers, overflowChangesNothingButTheScale) {
    Learning step({"a"});
    const auto optimizer = optimizerOf(
        "LossScaleOptimizer", {{"inner_optimizer", "adam"}, {"initial_scale", 8}, {"dynamic_growth_steps", 2}});
    const Expr scale = train::emitLossScale(step.builder, optimizer);
    ASSERT_TRUE(scale);
    const auto variables = step.emit(optimizer);
    ASSERT_TRUE(variables);
    EXPECT_EQ(step.graph.value(scale.id).name, "optimizer/dynamic_scale") << "one variable for loss and gradients";
    (void)step.run({kRate, pair(8, 8)});
    const double after = step.variable("a"), moment = step.variable("optimizer/a_momentum");
    (void)step.run({kRate, pair(std::numeric_limits<float>::infinity(), 8)});
    EXPECT_EQ(step.variable("a"), after);
    EXPECT_EQ(step.variable("optimizer/a_momentum"), moment);
    EXPECT_EQ(step.variable(variables->iterations), 1);
    EXPECT_EQ(step.variable("optimizer/dynamic_scale"), 4);
    (void)step.run({kRate, pair(4, 4)});
    (void)step.run({kRate, pair(4, 4)});
    EXPECT_EQ(step.variable("optimizer/dynamic_scale"), 8) << "two finite steps in a row";
    EXPECT_EQ(step.variable(variables->iterations), 3);
}

TEST(Optimizers, partsAskForRatesOfTheirOwn) {
    Learning step({"dense/kernel", "dense/bias", "out/kernel"});
    const Json map{{"default_optimizer", {{"class_name", "SGD"}, {"config", {{"learning_rate", 0.25}}}}},
                   {"optimizer_map", {{".*/bias", {{"class_name", "Lion"}, {"config", {{"learning_rate", 0.125}}}}}}}};
    const auto variables = step.emit(optimizerOf("MultiOptimizer", {{"optimizer_map", map}}));
    ASSERT_TRUE(variables);
    ASSERT_EQ(variables->rates.size(), 2U);
    std::vector<double> rates;
    for (const auto& input : variables->rates)
        rates.push_back(*train::learningRate(input.argument, 0));
    EXPECT_EQ(rates, (std::vector<double>{0.125, 0.25}));
    EXPECT_EQ(step.count("sgd"), 2);
    EXPECT_EQ(step.count("lion"), 1);
}

TEST(Optimizers, parameterThatTwoPatternsMatchIsRefusedByName) {
    Learning step({"dense/kernel"});
    const Json map{{"default_optimizer", "sgd"}, {"optimizer_map", {{"dense.*", "adam"}, {".*kernel", "lion"}}}};
    const auto variables = step.emit(optimizerOf("MultiOptimizer", {{"optimizer_map", map}}));
    ASSERT_FALSE(variables);
    EXPECT_EQ(variables.error().fact("weight"), "dense/kernel");
}

TEST(Optimizers, averageFollowsTheParameterFromItsFirstValue) {
    Learning step({"a"});
    const auto variables = step.emit(optimizerOf("SGD", {{"use_ema", true}, {"ema_momentum", 0.5}}));
    ASSERT_TRUE(variables);
    const std::string average = variables->averages.at("a");
    (void)step.run({kRate, pair(1, 1)});
    EXPECT_NEAR(step.variable(average), 0.5, 1e-6) << "a copy at first";
    (void)step.run({kRate, pair(1, 1)});
    EXPECT_NEAR(step.variable(average), 0.25, 1e-6) << "half of 0.5 and half of 0";
}

TEST(Optimizers, accumulationMovesOnlyWithTheLastOfItsBatches) {
    Learning step({"a"});
    const auto variables = step.emit(optimizerOf("SGD", {{"gradient_accumulation_steps", 2}}));
    ASSERT_TRUE(variables);
    (void)step.run({kRate, pair(1, 0)});
    EXPECT_EQ(step.variable("a"), 1);
    (void)step.run({kRate, pair(3, 0)});
    EXPECT_NEAR(step.variable("a"), 0, 1e-6) << "0.5 times the mean of 1 and 3";
    EXPECT_EQ(step.variable("optimizer/a_gradient_accumulator"), 0);
    EXPECT_EQ(step.variable(variables->iterations), 2) << "schedules count batches";
}

TEST(Optimizers, infiniteGradientIsNotHiddenByTheGlobalNorm) {
    Learning step({"a"});
    ASSERT_TRUE(step.emit(optimizerOf("SGD", {{"global_clipnorm", 1}})));
    (void)step.run({kRate, pair(std::numeric_limits<float>::infinity(), 1)});
    EXPECT_TRUE(std::isnan(step.variable("a", 1)));
}

TEST(Optimizers, allOfThemAreThereAndSpeak) {
    const auto& optimizers = train::builtins().optimizers.all();
    EXPECT_EQ(optimizers.size(), 16U) << "14 rules and two around others";
    EXPECT_EQ(train::builtins().schedules.all().size(), 6U);
    for (const auto& [name, def] : optimizers) {
        EXPECT_FALSE(def.about.empty()) << name;
        for (const auto& parameter : def.parameters)
            EXPECT_FALSE(parameter.about.empty()) << name << " " << parameter.name;
    }
}

} // namespace td
