#pragma once

#include "engine/base/api.h"
#include "engine/runlog/snapshot.h"

#include <span>
#include <string>

namespace td::runlog {

/// Why a tag with `undecodable` values has no chart, or one that lacks some of them.
[[nodiscard]] TD_API std::string undrawableText(const TagSnapshot& tag);

/// English for command lines: what is the matter and where, what was done about it, and what to do. One line.
[[nodiscard]] TD_API std::string describe(const Issue& issue);

/// A report for people, grouped by run, the worst first within a run.
[[nodiscard]] TD_API std::string doctorText(std::span<const Issue> issues, const StoreSnapshot& store);

/// {"runs", "files", "points", "issues": [{"code", "severity", "run", "file", "tag", "count", …, "message"}]}
[[nodiscard]] TD_API std::string doctorJson(std::span<const Issue> issues, const StoreSnapshot& store);

} // namespace td::runlog
