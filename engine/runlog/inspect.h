#pragma once

#include "engine/base/api.h"
#include "engine/base/result.h"
#include "engine/runlog/run_store.h"
#include "engine/runlog/snapshot.h"

#include <functional>
#include <span>
#include <string_view>

namespace td::runlog {

/// Takes the next piece of text; false says that it could not (a full disk, a closed pipe) and ends the writing.
using TextSink = std::function<bool(std::string_view)>;

/// Everything that is in some runs, as JSON: {"runs": {RUN: {"format", "files", "tags", "events", …}}}.
///
/// RUN is the run's name. A `projector_config.pbtxt` below a root is an entry of its own, under its path. Numbers are
/// exact or in double; NaN and infinities are the strings "NaN", "Infinity", "-Infinity"; names that are no
/// UTF-8 are escaped (escapedName). Written run by run: memory does not grow with their number.
///
/// Threads: any; reads the runs' files.
/// Errors:  Io when the sink refuses. A value that cannot be read is said beside its tag.
/// Format:  docs/formats/inspect.md
[[nodiscard]] TD_API Result<void> inspectJson(const StoreSnapshot& store, std::span<const Root> roots,
                                              const TextSink& sink);

/// One run of it, as inspectJson writes it.
[[nodiscard]] TD_API std::string inspectRunJson(const RunSnapshot& run);

/// The same for people: a table a run, tags with their kind, points, steps and last values.
[[nodiscard]] TD_API Result<void> inspectText(const StoreSnapshot& store, const TextSink& sink);

} // namespace td::runlog
