#pragma once

#include "tests/bench/engine/engine_bench.h"

namespace td::bench {

/// Prints a net's graph as it is written, after each pass that changes it, after gradients and optimizer are written into
/// it, and at last where values lie before and after work in place, which is no rewriting of the graph.
[[nodiscard]] Result<void> printPasses(const BenchOptions& options, Purpose purpose);

} // namespace td::bench
