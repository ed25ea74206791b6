#pragma once

#include "engine/runlog/run_store.h"
#include "engine/runlog/snapshot.h"

#include <memory>
#include <string>
#include <vector>

namespace td::cli {

/// What was read from the paths of a command line.
struct Loaded {
    std::unique_ptr<runlog::RunStore> store; ///< null when nothing could be opened; the reason was printed
    std::shared_ptr<const runlog::StoreSnapshot> snapshot;
    std::vector<runlog::Root> roots; ///< those that are there, with the names that their runs carry
    bool someMissing = false;        ///< a path was not there, which was said; the others were read
};

/// Reads every run below `paths` to the end, with a progress bar on standard error when that is a terminal and it takes
/// longer than half a second.
[[nodiscard]] Loaded load(const std::vector<std::string>& paths);

/// The exit code for what was read: kUnusableInput when there is no run, which is said; else kFine or kIssuesFound.
[[nodiscard]] int exitCodeOf(const Loaded& loaded, bool issuesFound);

} // namespace td::cli
