#pragma once

#include "engine/graph/graph.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace td::graph {

/// One rewriting of a graph that keeps what it computes (within rounding, and within what `about` says).
///
/// Contract: ids of nodes that stay are kept; new nodes carry the source of what they replace; no dead nodes are left by
/// a run of the whole list. Errors: Internal; of "shapes" what Graph::inferTypes says.
struct Pass {
    std::string_view name;
    std::string_view about;
    std::function<Result<void>(Graph&)> run;
};

/// Called before the first pass with an empty name, then after each pass that changed the text.
using PassObserver = std::function<void(std::string_view pass, const Graph& graph)>;

/// Runs passes in order and verifies the graph after each.
[[nodiscard]] TD_API Result<void> runPasses(Graph& graph, std::span<const Pass> passes,
                                            const PassObserver& observer = {});

/// Every pass by itself.
[[nodiscard]] TD_API std::span<const Pass> allPasses();
[[nodiscard]] TD_API const Pass* findPass(std::string_view name);

/// What a model's forward graph goes through before gradients are taken: fusions whose gradients are fused too.
[[nodiscard]] TD_API std::vector<Pass> forwardPasses();
/// What a whole training step goes through.
[[nodiscard]] TD_API std::vector<Pass> trainingPasses();
/// What an inference graph goes through; variables never change there.
[[nodiscard]] TD_API std::vector<Pass> inferencePasses();

} // namespace td::graph
