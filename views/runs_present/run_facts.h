#pragma once

#include "engine/runlog/payload.h"
#include "engine/runlog/snapshot.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace td::runs {

/// One hyperparameter's value as text: the shortest digits that give the number back, "true", "false", the text itself.
[[nodiscard]] std::string textOf(const runlog::HParam& parameter);

/// What the panel beside the charts says of the selected run.
struct RunFacts {
    struct File {
        std::string name;
        uint64_t bytes = 0;
    };
    std::vector<runlog::HParam> parameters; ///< by name
    std::vector<File> files;                ///< by name
    uint64_t totalBytes = 0;
    std::vector<runlog::Issue> problems; ///< of the run, worst first
    double durationS = 0;                ///< from the first to the last event of all files; 0 where unknown
    runlog::RunState state = runlog::RunState::Unknown;
    bool loading = false;
};

/// Reads hyperparameters from memory only. `issues`: of the run, where more is known than what was met while reading.
/// Threads: any.
[[nodiscard]] RunFacts factsOf(const runlog::RunSnapshot& run,
                               const std::optional<std::vector<runlog::Issue>>& issues = std::nullopt);

} // namespace td::runs
