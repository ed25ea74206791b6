#include "tests/unit/train_parts/step_graph.h"

#include <gtest/gtest.h>

namespace td {
namespace {
using graph::Expr;
using nn::Json;
using test::batchOf;
using test::StepGraph;

/// An object's class, an argument, and a value that it does not take.
struct Refusal {
    const char* className;
    const char* argument;
    Json config;
};

void expectNamed(const Error& error, const char* kind, const Refusal& refusal) {
    EXPECT_EQ(error.code, ErrorCode::InvalidArgument) << refusal.className;
    EXPECT_EQ(error.fact(kind), refusal.className);
    EXPECT_EQ(error.fact("argument"), refusal.argument) << refusal.className;
    EXPECT_FALSE(error.fact("value").empty()) << refusal.className;
    EXPECT_FALSE(error.fact("expected").empty()) << refusal.className;
}

/// What creating or emitting says.
std::optional<Error> lossError(const Refusal& refusal) {
    const auto loss = train::builtins().losses.create(refusal.className, refusal.config);
    if (!loss) return loss.error();
    StepGraph step;
    const Expr x = step.builder.input("x", batchOf({3}));
    (void)train::emitLoss(step.builder, *loss, x, x);
    return step.builder.error();
}

std::optional<Error> metricError(const Refusal& refusal) {
    const auto metric = train::builtins().metrics.create(refusal.className, refusal.config);
    if (!metric) return metric.error();
    const auto states = train::metricStates(*metric, batchOf({3}), batchOf({3}));
    if (!states) return states.error();
    return std::nullopt;
}

std::optional<Error> optimizerError(const Refusal& refusal) {
    const auto optimizer = train::builtins().optimizers.create(refusal.className, refusal.config);
    if (!optimizer) return optimizer.error();
    StepGraph step;
    const Expr rate = step.builder.input("rate", TensorType{});
    const TensorType type{DType::F32, Shape{2, 2}};
    const Expr gradient = step.builder.input("gradient", type);
    const auto made = train::emitOptimizer(step.builder, *optimizer,
                                           {{"w", step.builder.variable("w", type, true), gradient, {}}}, {rate});
    if (!made) return made.error();
    return std::nullopt;
}

using Ask = std::optional<Error> (*)(const Refusal&);
void expectRefused(const char* kind, Ask ask, const std::vector<Refusal>& refusals) {
    for (const Refusal& refusal : refusals) {
        const auto error = ask(refusal);
        ASSERT_TRUE(error) << refusal.className << " took " << refusal.config.dump();
        expectNamed(*error, kind, refusal);
    }
}
} // namespace

TEST(Refusals, argumentsOfLosses) {
    expectRefused("loss", lossError,
                  {{"MeanSquaredError", "reduction", {{"reduction", "median"}}},
                   {"Huber", "delta", {{"delta", 0}}},
                   {"BinaryCrossentropy", "label_smoothing", {{"label_smoothing", 1.5}}},
                   {"CategoricalFocalCrossentropy", "alpha", {{"alpha", "much"}}},
                   {"CategoricalGeneralizedCrossEntropy", "q", {{"q", 1}}},
                   {"Dice", "axis", {{"axis", "all"}}},
                   {"CosineSimilarity", "axis", {{"axis", 0.5}}}});
}

TEST(Refusals, argumentsOfMetrics) {
    expectRefused("metric", metricError,
                  {{"Precision", "thresholds", {{"thresholds", Json::array({0.1, 2})}}},
                   {"Recall", "top_k", {{"top_k", 0}}},
                   {"AUC", "curve", {{"curve", "round"}}},
                   {"AUC", "num_thresholds", {{"num_thresholds", 1}}},
                   {"AUC", "num_labels", {{"num_labels", 3}}},
                   {"SensitivityAtSpecificity", "specificity", {{"specificity", 1.1}}},
                   {"FBetaScore", "beta", {{"beta", 0}}},
                   {"F1Score", "average", {{"average", "mean"}}},
                   {"IoU", "target_class_ids", {{"num_classes", 2}, {"target_class_ids", Json::array({2})}}},
                   {"R2Score", "num_regressors", {{"num_regressors", -1}}},
                   {"MeanMetricWrapper", "fn", {{"fn", "no_such_loss"}}},
                   {"TopKCategoricalAccuracy", "k", {{"k", 0}}}});
}

TEST(Refusals, argumentsOfOptimizers) {
    const Json inner{
        {"inner_optimizer", {{"class_name", "LossScaleOptimizer"}, {"config", {{"inner_optimizer", "sgd"}}}}}};
    expectRefused("optimizer", optimizerError,
                  {{"SGD", "momentum", {{"momentum", 1.5}}},
                   {"SGD", "clipvalue", {{"clipnorm", 1}, {"clipvalue", 1}}},
                   {"Adam", "beta_1", {{"beta_1", -0.1}}},
                   {"Adam", "gradient_accumulation_steps", {{"gradient_accumulation_steps", 1}}},
                   {"Adam", "ema_momentum", {{"use_ema", true}, {"ema_momentum", 2}}},
                   {"AdamW", "weight_decay", {{"weight_decay", nullptr}}},
                   {"Adagrad", "initial_accumulator_value", {{"initial_accumulator_value", -1}}},
                   {"Ftrl", "learning_rate_power", {{"learning_rate_power", 0.5}}},
                   {"Muon", "exclude_layers", {{"exclude_layers", Json::array({"("})}}},
                   {"LossScaleOptimizer", "inner_optimizer", inner},
                   {"MultiOptimizer", "optimizer_map", {{"optimizer_map", {{"default_optimizer", "MultiOptimizer"}}}}},
                   {"MultiOptimizer", "optimizer_map", {{"optimizer_map", Json::array()}}}});
}

TEST(Refusals, rateThatIsNoSchedule) {
    const auto unknown = train::learningRate("warm_up_somehow", 0);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().fact("schedule"), "warm_up_somehow");
    const Json endless{{"class_name", "ExponentialDecay"},
                       {"config", {{"initial_learning_rate", 0.1}, {"decay_steps", 0}, {"decay_rate", 0.5}}}};
    const auto bad = train::learningRate(endless, 0);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().fact("schedule"), "ExponentialDecay");
    EXPECT_EQ(bad.error().fact("argument"), "decay_steps");
    EXPECT_FALSE(train::learningRate(Json::array({1}), 0));
    EXPECT_FALSE(train::learningRate(nullptr, 0));
}

} // namespace td
