#pragma once

#include "engine/runtime/session.h"

#include <map>
#include <string>
#include <vector>

namespace td::test {

/// What a step leaves: outputs by name, variables by name.
using Outcome = std::map<std::string, Tensor>;

/// Tensors for the inputs of a graph, drawn from `seed`: reals in (-1, 1), integers in 0 … 3; every symbol is `batch`.
[[nodiscard]] std::vector<Tensor> drawnFeeds(const graph::Graph& graph, int64_t batch, unsigned seed = 1);

/// Runs one step over drawn feeds and drawn variables (in 0.5 … 1.5), with this lowering (SessionOptions).
[[nodiscard]] Result<Outcome> outcomeOf(const graph::Graph& graph, const std::vector<graph::Pass>& lowering,
                                        int64_t batch = 3);

/// The worst difference of two outcomes, relative to each tensor's largest element (or 1), with its name.
struct Worst {
    double difference = 0;
    std::string name;
};
[[nodiscard]] Worst worstOf(const Outcome& expected, const Outcome& found);

} // namespace td::test
