#pragma once

#include "engine/base/api.h"
#include "engine/runlog/snapshot.h"

#include <span>
#include <string>
#include <vector>

namespace td::runlog {

/// Everything that is wrong or odd in one run: what reading it found (damaged records, unreadable files, wall times)
/// and what its points show (restarts, two writers, steps that repeat or fall, values that are no numbers).
///
/// One issue stands for all of its kind in a file or a tag: `count` says how many, the rest describes the first.
/// Threads: any. Walks all scalar points: about 5 ns each.
[[nodiscard]] TD_API std::vector<Issue> diagnose(const RunSnapshot& run);

/// The issues of the tree and of all runs, run by run in the order of the snapshot.
[[nodiscard]] TD_API std::vector<Issue> diagnose(const StoreSnapshot& store);

} // namespace td::runlog
