#pragma once

#include "engine/runlog/log_file.h"
#include "engine/runlog/snapshot.h"

#include <memory>
#include <vector>

namespace td::runlog {

/// Who a run is; the rest comes out of its files.
struct RunIdentity {
    uint32_t id = 0;
    std::string name;
    std::string root;
    std::filesystem::path directory;
};

/// One run out of what its files published, in the order of their names. A file may be null (not read yet).
[[nodiscard]] std::shared_ptr<RunSnapshot> mergeRun(const RunIdentity& identity, const std::vector<std::shared_ptr<const PublishedFile>>& files);

/// What a tag holds, by the plugin of its first metadata, else by its first value.
[[nodiscard]] TagKind tagKind(const TagMetadata& metadata, const std::vector<ValueKind>& kinds, bool hasScalars);

/// How a run stands, at `nowNs` since 1970.
///
/// A session end or STOP says it. Without one, the last write tells: within a minute running; within half an hour stalled;
/// later finished, or crashed when the last record is half written.
[[nodiscard]] RunState runState(const RunSnapshot& run, int64_t nowNs);

} // namespace td::runlog
