#pragma once

#include "engine/base/api.h"
#include "engine/runlog/inspect.h"
#include "engine/runlog/snapshot.h"

#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

namespace td::runlog {

enum class PointFormat : uint8_t { Csv, Json };

/// One scalar tag of one run.
struct PointSource {
    const RunSnapshot* run = nullptr;
    const TagSnapshot* tag = nullptr;
};

/// Whether there is any point to write or to draw.
[[nodiscard]] TD_API bool hasNumbers(const TagSnapshot& tag);

/// Told now and then how many of how many points are written; false stops the export.
using PointProgress = std::function<bool(uint64_t done, uint64_t total)>;

/// Writes all scalar points of some tags, every one with its exact step, wall time (seconds since 1970) and value;
/// points that a later session superseded are marked.
///
/// CSV:  run,tag,step,wall_time,value,superseded (RFC 4180; NaN, Infinity, -Infinity as words)
/// JSON: [{"run", "tag", "dtype", "points": [[step, wall_time, value, superseded], …]}, …]
/// Cost:   the text goes to the sink in blocks of 64 KiB and is never held as a whole.
/// Errors: Io when the sink refuses, Cancelled when the progress does.
[[nodiscard]] TD_API Result<void> exportPoints(const std::vector<PointSource>& sources, PointFormat format,
                                               const TextSink& sink, const PointProgress& progress = {});

/// The same into a file, which appears whole or not at all.
///
/// Errors: those of AtomicFile, and Cancelled.
[[nodiscard]] TD_API Result<void> exportPointsToFile(const std::vector<PointSource>& sources, PointFormat format,
                                                     const std::filesystem::path& path,
                                                     const PointProgress& progress = {});

} // namespace td::runlog
