#include "tests/unit/train_parts/step_graph.h"

#include <gtest/gtest.h>

namespace td {
namespace {
using graph::Expr;
using nn::Json;
using test::batchOf;
using test::StepGraph;

std::string chosen(const Json& spec, const TensorType& target, const TensorType& prediction) {
    const auto metric = train::metricFor(spec, target, prediction, train::builtins());
    return metric ? metric->def->className : describe(metric.error());
}
} // namespace

TEST(Metrics, accuracyIsChosenByTheShapes) {
    EXPECT_EQ(chosen("accuracy", batchOf({1}), batchOf({1})), "BinaryAccuracy");
    EXPECT_EQ(chosen("acc", batchOf({}), batchOf({10})), "SparseCategoricalAccuracy");
    EXPECT_EQ(chosen("accuracy", batchOf({1}), batchOf({10})), "SparseCategoricalAccuracy");
    EXPECT_EQ(chosen("accuracy", batchOf({10}), batchOf({10})), "CategoricalAccuracy");
    EXPECT_EQ(chosen("Accuracy", batchOf({7}), batchOf({7, 10})), "SparseCategoricalAccuracy");
    EXPECT_EQ(chosen({{"class_name", "Accuracy"}, {"config", Json::object()}}, batchOf({1}), batchOf({1})), "Accuracy");
}

TEST(Metrics, logsCallAMetricByTheNameItWasAskedFor) {
    const auto named = [](const Json& spec) {
        return train::metricFor(spec, batchOf({10}), batchOf({10}), train::builtins())->config.text("name");
    };
    EXPECT_EQ(named("acc"), "acc");
    EXPECT_EQ(named("mse"), "mse");
    EXPECT_EQ(named({{"class_name", "AUC"}, {"config", {{"name", "area"}}}}), "area");
    EXPECT_EQ(named({{"class_name", "AUC"}, {"config", Json::object()}}), "auc");
}

TEST(Metrics, nameOfALossGivesTheMeanOfItsValues) {
    EXPECT_EQ(chosen("huber", batchOf({1}), batchOf({1})), "MeanMetricWrapper");
    EXPECT_NE(chosen("nothing_like_it", batchOf({1}), batchOf({1})).find("nothing_like_it"), std::string::npos);
}

/// The expected number is numpy's corrcoef of all elements.
TEST(Metrics, aCorrelationMayGoOverSeveralAxes) {
    StepGraph step;
    const Expr y = step.builder.input("y", batchOf({3})), p = step.builder.input("p", batchOf({3}));
    const auto spec = [](const Json& axis) {
        return Json{{"class_name", "PearsonCorrelation"}, {"config", {{"axis", axis}}}};
    };
    const auto metric = train::metricFor(spec(Json::parse("[0, 1]")), y.type(), p.type(), train::builtins());
    ASSERT_TRUE(metric) << describe(metric.error());
    const auto emitted = train::emitMetric(step.builder, *metric, "m/", y, p);
    ASSERT_TRUE(emitted) << describe(emitted.error());
    step.graph.addOutput("correlation", emitted->result.id);
    const auto result = step.run(
        {Tensor::floats({2, 3}, {0, 1, 0.5f, 1, 1, 0}), Tensor::floats({2, 3}, {0.1f, 0.9f, 0.5f, 1, 0.4f, 0.2f})});
    ASSERT_EQ(result.size(), 1U);
    EXPECT_NEAR(result[0].at(0), 0.8253132573, 1e-6);
    for (const char* axis : {"[]", "[0, 0]", "[0, 2]", "\"x\"", "[0.5]"}) {
        const auto wrong = train::metricFor(spec(Json::parse(axis)), y.type(), p.type(), train::builtins());
        EXPECT_FALSE(wrong && train::metricStates(*wrong, y.type(), p.type())) << axis;
    }
}

TEST(Metrics, maskedSamplesDoNotCount) {
    StepGraph step;
    const Expr y = step.builder.input("y", batchOf({3}, DType::I32)), p = step.builder.input("p", batchOf({3, 2}));
    const Expr mask = step.builder.input("mask", batchOf({3}, DType::Bool));
    const auto metric = train::metricFor("accuracy", y.type(), p.type(), train::builtins());
    const auto emitted = train::emitMetric(step.builder, *metric, "m/", y, p, {}, mask);
    ASSERT_TRUE(emitted);
    step.graph.addOutput("accuracy", emitted->result.id);
    const double kept[] = {1, 1, 0};
    const std::vector<Tensor> feeds{Tensor::ints({1, 3}, {0, 1, 1}), Tensor::floats({1, 3, 2}, {1, 0, 1, 0, 1, 0}),
                                    Tensor::of<double>(DType::Bool, {1, 3}, kept)};
    ASSERT_EQ(step.run(feeds).size(), 1U);
    EXPECT_NEAR(step.run(feeds)[0].at(0), 0.5, 1e-6) << "the first is right, the second wrong, the third masked";
}

TEST(Metrics, resultGoesOverAllBatchesUntilItsVariablesAreSetBack) {
    StepGraph step;
    const Expr x = step.builder.input("x", batchOf({}));
    const auto metric = train::builtins().metrics.create("Mean", Json::object());
    const auto emitted = train::emitMetric(step.builder, *metric, "m/", x, {});
    ASSERT_TRUE(emitted);
    step.graph.addOutput("mean", emitted->result.id);
    (void)step.run({Tensor::floats({2}, {1, 2})});
    EXPECT_NEAR(step.run({Tensor::floats({1}, {6})})[0].at(0), 3, 1e-6);
    for (size_t i = 0; i < emitted->variables.size(); ++i)
        step.session->variable(emitted->variables[i])->set(0, emitted->states[i].initial);
    EXPECT_NEAR(step.run({Tensor::floats({1}, {6})})[0].at(0), 6, 1e-6);
}

TEST(Metrics, classesThatAreNotKnownAreRefusedByName) {
    const TensorType open = batchOf({Dim::symbol("C")});
    for (const char* name : {"F1Score", "R2Score"}) {
        const auto metric = train::builtins().metrics.create(name, Json::object());
        const auto states = train::metricStates(*metric, open, open);
        ASSERT_FALSE(states) << name;
        EXPECT_EQ(states.error().fact("metric"), name);
        EXPECT_EQ(states.error().fact("found"), "(B,C) and (B,C)");
    }
}

TEST(Metrics, allFortyFourAreThereAndSpeak) {
    const auto& metrics = train::builtins().metrics.all();
    EXPECT_EQ(metrics.size(), 45U) << "the 44 and MeanMetricWrapper";
    for (const auto& [name, def] : metrics) {
        EXPECT_FALSE(def.about.empty()) << name;
        for (const auto& parameter : def.parameters)
            EXPECT_FALSE(parameter.about.empty()) << name << " " << parameter.name;
    }
}

} // namespace td
