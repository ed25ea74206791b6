#pragma once

#include "engine/runtime/row_slices.h"
#include "tests/bench/engine/bench_options.h"
#include "tests/bench/nets/nets.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace td::bench {

/// A session over a net, its variables at their initial values and the plan for the batch made.
struct PreparedNet {
    std::unique_ptr<runtime::Session> session;
    runtime::Plan* plan = nullptr;            ///< of a whole slice where the batch is run in slices
    std::optional<runtime::RowSlices> slices; ///< for inference
    std::vector<std::vector<Tensor>> batches; ///< 16 distinct ones
    double startToPlanSeconds = 0;
};
[[nodiscard]] Result<PreparedNet> prepareNet(const BenchOptions& options, Purpose purpose);

/// The net as it is given to a session. `observer` sees the forward passes, then "gradients": the whole step.
[[nodiscard]] Result<Net> wholeGraph(const BenchOptions& options, Purpose purpose,
                                     const graph::PassObserver& observer = {});
[[nodiscard]] std::vector<graph::Pass> loweringOf(Purpose purpose, const BenchOptions& options);
/// Of what is fed.
[[nodiscard]] std::vector<Extents> extentsOf(const BenchOptions& options, Purpose purpose);

/// Runs as the options say and prints one JSON line: what was measured, or "error". The program's exit status.
int runBench(int argc, char** argv, Purpose purpose);

} // namespace td::bench
