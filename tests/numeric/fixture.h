#pragma once

#include "engine/graph/graph.h"
#include "engine/nn/json.h"
#include "engine/tensor/tensor.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

/// Runs cases that Keras computed (JSON Lines, one case a line, one file per class) through the engine.
namespace td::fixtures {

using nn::Json;

enum class Verdict : uint8_t { Passed, Failed, Skipped };
struct Outcome {
    Verdict verdict = Verdict::Passed;
    std::string reason;
};
inline Outcome passed() {
    return {};
}
inline Outcome failed(std::string reason) {
    return {Verdict::Failed, std::move(reason)};
}
inline Outcome skipped(std::string reason) {
    return {Verdict::Skipped, std::move(reason)};
}

/// How one family ("layer", "loss" …) is run.
using Runner = Outcome (*)(const Json& test);
/// Families by name; each part adds its own (`registerLayerFixtures` …).
using Runners = std::map<std::string, Runner>;

/// {"dtype", "shape", "data"} as a tensor. Errors: InvalidArgument.
[[nodiscard]] Result<Tensor> readTensor(const Json& json);

/// How far two tensors may be apart.
struct Tolerance {
    double relative = 1e-5;
    bool isOfLargest = false; ///< relative to the largest element of the tensor (gradients), not to each (at least 1)
    double least =
        0.1; ///< what the largest element counts as at least: sums of larger numbers that cancel are not exactly 0
};
/// Empty if they agree (NaN equals NaN); otherwise what differs most.
[[nodiscard]] std::string difference(const std::string& what, const Tensor& found, const Tensor& expected,
                                     Tolerance tolerance = {});

/// Runs a graph once. Feeds by input name; variables start from their initial values.
struct GraphResult {
    std::vector<Tensor> outputs;             ///< in the order of the graph's outputs
    std::map<std::string, Tensor> variables; ///< by name, after the run
};
[[nodiscard]] Result<GraphResult> runGraph(graph::Graph graph, const std::map<std::string, Tensor>& feeds);

} // namespace td::fixtures
