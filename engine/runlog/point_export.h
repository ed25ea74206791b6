#pragma once

#include "engine/base/api.h"
#include "engine/runlog/inspect.h"
#include "engine/runlog/snapshot.h"

#include <string_view>
#include <vector>

namespace td::runlog {

enum class PointFormat : uint8_t { Csv, Json };

/// One scalar tag of one run.
struct PointSource {
    const RunSnapshot* run = nullptr;
    const TagSnapshot* tag = nullptr;
};

/// Writes all scalar points of some tags, every one with its exact step, wall time (seconds since 1970) and value;
/// points that a later session superseded are marked.
///
/// CSV:  run,tag,step,wall_time,value,superseded (RFC 4180; NaN, Infinity, -Infinity as words)
/// JSON: [{"run", "tag", "dtype", "points": [[step, wall_time, value, superseded], …]}, …]
/// Errors: Io when the sink refuses.
[[nodiscard]] TD_API Result<void> exportPoints(const std::vector<PointSource>& sources, PointFormat format,
                                               const TextSink& sink);

} // namespace td::runlog
