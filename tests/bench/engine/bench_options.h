#pragma once

#include "engine/base/result.h"
#include "tests/bench/engine/meter.h"

#include <string>

namespace td::bench {

/// What `bench_train` and `bench_infer` can be asked for.
struct BenchOptions {
    std::string net;
    int64_t batch = 0;
    int threads = 1;
    int pass = 1; ///< copied to the output: which round of a comparison this is
    MeterOptions meter;
    bool isHelpWanted = false;
    bool isPlanShown = false;    ///< prints the plan and ends
    bool arePassesShown = false; ///< prints what each pass makes of the graph (printed_passes.h), and ends
    bool isProfileShown = false; ///< prints where the time of a step goes instead of a JSON line
    bool isRecomputing = false;  ///< computes large cheap values again for the backward part
    bool areSpansOn = false;     ///< records spans while measuring: their cost is the difference
};

/// Errors: InvalidArgument naming the option, what was found and what is expected.
[[nodiscard]] Result<BenchOptions> readOptions(int argc, char** argv);

[[nodiscard]] std::string helpText();

} // namespace td::bench
