#pragma once

#include "engine/runtime/session.h"
#include "tests/bench/nets/nets.h"
#include "tests/support/graph_run.h"

#include <memory>
#include <string_view>
#include <vector>

namespace td::test {

enum class Rewriting : uint8_t {
    None, ///< the graph as it was written
    Full, ///< what programs do: fusions before the gradients, the training passes on known shapes
};

/// A net's whole training step. Errors: what the passes say.
[[nodiscard]] Result<bench::Net> trainingNet(std::string_view name, Rewriting rewriting);

/// A session over a net, its variables at their initial values. `options.lowering` is set by `rewriting` where it is
/// empty.
[[nodiscard]] Result<std::unique_ptr<runtime::Session>> trainingSession(std::string_view name, Rewriting rewriting,
                                                                        runtime::SessionOptions options = {});

/// Losses of `steps` steps, each on the next of `batches` batches.
[[nodiscard]] Result<std::vector<float>> losses(runtime::Session& session, std::string_view name, int64_t batch,
                                                int steps, int batches);

/// Copies of all variables.
[[nodiscard]] Outcome variablesOf(const runtime::Session& session);

} // namespace td::test
