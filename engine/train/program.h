#pragma once

#include "engine/nn/model.h"
#include "engine/runtime/session.h"
#include "engine/train/setup.h"

#include <set>
#include <string>
#include <vector>

namespace td::train {

enum class Purpose : uint8_t { Train, Evaluate, Predict };

/// Inputs of a step beyond the model's own, and what it gives.
struct ProgramOptions {
    Purpose purpose = Purpose::Train;
    bool hasSampleWeights = false; ///< an input "sample_weight" (B) for the first output, or one for each
    uint64_t seed = 0;
    /// Types of the targets, one for each output; the batch is "B".
    std::vector<TensorType> targets = {};
    /// Also gives every trained weight's gradient as an output "gradient/<path>".
    bool hasGradients = false;
};

/// A metric of the program and where its state is.
struct MetricPlace {
    std::string name; ///< as logs call it: "accuracy", "kind_accuracy"
    Metric metric;
    std::vector<StateSpec> states;
    std::vector<std::string> variables; ///< of the graph, in the order of `states`
};

/// A whole step as one graph: forward, losses, metrics and, for training, gradients and optimizer.
///
/// Inputs in order: the model's inputs, one target for each output ("target", "target:<output>"), sample weights, "learning_rate" (training only).
/// Outputs in order: "loss" (with regularization), then for several outputs each one's "<name>_loss"; for prediction the model's outputs.
/// Variables: the model's weights by path, "optimizer/…", "metrics/…", "random_state".
struct Program {
    graph::Graph graph;
    std::vector<std::string> lossNames; ///< "loss" first
    std::vector<MetricPlace> metrics;
    OptimizerVariables optimizer;
    std::vector<std::string> gradients; ///< paths, in the order of the outputs after the losses
};

/// Errors: of layers, losses, metrics, optimizers (naming layer or argument); InvalidArgument where the number of losses and outputs differ.
[[nodiscard]] TD_API Result<Program> writeProgram(const nn::Model& model, nn::Weights& weights, const Setup& setup,
                                                  const ProgramOptions& options,
                                                  const Catalogues& catalogues = builtins(),
                                                  const nn::Catalogues& parts = nn::builtins());

/// How the sessions of such graphs are made: with the passes that need known sizes.
[[nodiscard]] TD_API runtime::SessionOptions stepSession(int threads, bool isTraining,
                                                         const std::map<std::string, Tensor, std::less<>>& shared);

/// The numbers of a program's metrics from their states: a graph whose inputs are the states, in order, and whose outputs are the results.
[[nodiscard]] TD_API Result<graph::Graph> writeResults(const std::vector<MetricPlace>& metrics);

} // namespace td::train
