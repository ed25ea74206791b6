#include "engine/graph/gradient.h"
#include "engine/graph/op_registry.h"
#include "engine/train/expressions.h"
#include "tests/unit/train/line_up.h"

#include <array>
#include <fstream>
#include <gtest/gtest.h>

/// A training step that somebody wrote himself: TrainerOptions::writer gives the graph of it.
namespace td::test {

namespace {
using train::Program;

/// The loss of this step: squares of the distance to smoothed targets, and how steep the model is in its inputs.
graph::Expr penalizedLoss(graph::Builder& builder, graph::Expr input, graph::Expr output, graph::Expr target) {
    const std::array with{input};
    const graph::Expr slope = graph::gradients(builder, graph::sum(output), with)[0];
    const graph::Expr penalty = graph::mean(graph::sum(train::square(slope), {-1}));
    return graph::mean(train::square(output - (target * 0.9 + 0.05))) + penalty * 0.5;
}

/// Forward part, loss, gradients and optimizer, with the names that `Program` asks for. Evaluation stays the standard one.
Result<Program> writePenalized(const nn::Model& model, nn::Weights& weights, const train::Setup& setup,
                               const train::ProgramOptions& options) {
    if (options.purpose != train::Purpose::Train) return train::writeProgram(model, weights, setup, options);
    Program program{graph::Graph(graph::builtinOps()), {"loss"}, {}, {}, {}};
    graph::Builder builder(program.graph);
    nn::Emission emission(builder, weights, nn::builtins(), {true, options.seed});
    const nn::Flows inputs = nn::inputFlows(builder, model), outputs = model.emit(emission, inputs);
    const graph::Expr target = builder.input("target", options.targets.at(0));
    const graph::Expr rate = builder.input("learning_rate", {DType::F32, {}});
    const graph::Expr loss = penalizedLoss(builder, inputs[0].value, outputs[0].value, target);
    emission.finish();
    if (builder.error()) return failure(*builder.error());
    program.graph.addOutput("loss", loss.id);

    std::vector<graph::Expr> parameters;
    for (const auto& weight : weights.all())
        parameters.push_back(emission.variable(weight.path));
    const auto gradients = graph::gradients(builder, loss, parameters);
    std::vector<train::Trained> trained;
    for (size_t i = 0; i < parameters.size(); ++i)
        trained.push_back({weights.all()[i].path, parameters[i], gradients[i], {}});
    auto optimizer = train::builtins().optimizers.create(setup.optimizer);
    if (!optimizer) return failure(optimizer.error());
    auto variables = train::emitOptimizer(builder, *optimizer, trained, {rate});
    if (!variables) return failure(variables.error());
    program.optimizer = *std::move(variables);
    return program;
}

nn::Model twoDense() {
    nn::ModelBuilder builder("custom");
    auto at = builder.input("x", {DType::F32, Shape{Dim::symbol("B"), Dim(3)}});
    at = builder.add("Dense", {{"units", 4}, {"activation", "tanh"}, {"name", "hidden"}}, {at});
    at = builder.add("Dense", {{"units", 1}, {"name", "value"}}, {at});
    return builder.finish({at}).value();
}

/// What Keras computed: tests/data/custom_step/gradient_penalty.py.
nn::Json reference() {
    return nn::Json::parse(std::ifstream(TD_TEST_DATA "/custom_step/gradient_penalty.json"));
}
} // namespace

TEST(CustomStep, LearnsAsTheSameStepDoesInKeras) {
    const nn::Json expected = reference();
    train::Setup setup;
    setup.optimizer = {{"class_name", "SGD"},
                       {"config", {{"learning_rate", expected["learning_rate"]}, {"momentum", expected["momentum"]}}}};
    setup.loss = "mse"; // of evaluations
    train::TrainerOptions options;
    options.writer = writePenalized;
    auto made = train::Trainer::create(twoDense(), setup, options);
    ASSERT_TRUE(made) << describe(made.error());
    train::Trainer& trainer = **made;
    train::TensorMap start;
    for (const auto& weight : trainer.weights().all())
        start[weight.path] = Tensor::floats(weight.extents, expected["weights"][weight.path]);
    ASSERT_TRUE(trainer.setWeights(start));

    data::Batch batch;
    batch.features = {Tensor::floats({6, 3}, expected["inputs"])};
    batch.labels = {Tensor::floats({6, 1}, expected["targets"])};
    batch.rows = {0, 1, 2, 3, 4, 5};
    for (const auto& loss : expected["losses"]) {
        const auto logs = trainer.trainOnBatch(batch);
        ASSERT_TRUE(logs) << describe(logs.error());
        EXPECT_NEAR(logs->at("loss"), loss.get<double>(), 1e-6);
    }
    for (const auto& [path, values] : expected["weights_after"].items()) {
        const Tensor& weight = trainer.weights().find(path)->value;
        ASSERT_EQ(static_cast<size_t>(weight.elements()), values.size()) << path;
        for (size_t i = 0; i < values.size(); ++i)
            EXPECT_NEAR(weight.at(static_cast<int64_t>(i)), values[i].get<double>(), 2e-6) << path << " " << i;
    }
}

TEST(CustomStep, WhatItsWriterFailsWithEndsTheTraining) {
    train::TrainerOptions options;
    options.writer = [](const nn::Model&, nn::Weights&, const train::Setup&, const train::ProgramOptions&) {
        return Result<Program>(failure(ErrorCode::Unsupported, {{"step", "of my own"}}));
    };
    auto trainer = train::Trainer::create(smallModel(), plainSetup(), options);
    ASSERT_TRUE(trainer);
    auto loader = shuffledLoader();
    const auto result = (*trainer)->fit(loader, nullptr, {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().fact("step"), "of my own");
}

} // namespace td::test
