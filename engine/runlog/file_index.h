#pragma once

#include "engine/base/result.h"
#include "engine/runlog/event_decoder.h"
#include "engine/runlog/file_columns.h"
#include "engine/runlog/snapshot.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace td::runlog {

/// Everything that reading an event file had found when it was indexed, but for the columns.
struct IndexedState {
    FileStamp stamp;
    uint64_t offset = 0;
    uint64_t records = 0;
    uint32_t footer = 0;
    std::vector<RecordProblem> problems;
    std::optional<RecordProblem> tail;
    FileFacts facts;
};

/// The index of one event file: a file under the XDG cache, keyed by the log's path and valid for its size and time.
/// Points lie in it as columns and are mapped, not read, so that opening costs the same for ten points and ten million.
/// Safe to delete at any time. Format: docs/formats/index.md.
///
/// Threads: any; two processes may write the same index, the last rename wins.
namespace file_index {

/// Where the index of `log` is or would be.
[[nodiscard]] std::filesystem::path pathFor(const std::filesystem::path& log);

/// Puts the indexed columns into `columns` and returns the rest with the mapping that the columns point into.
/// Errors: NotFound; Corrupt when the index is not one of ours for this log and stamp (it is then as good as not there).
struct Loaded {
    IndexedState state;
    std::shared_ptr<const void> mapping;
};
[[nodiscard]] Result<Loaded> load(const std::filesystem::path& log, const FileStamp& now, FileColumns& columns);

/// Writes aside and renames. Errors: DiskFull, Permission, Io; a log is read without an index as well.
[[nodiscard]] Result<void> store(const std::filesystem::path& log, const IndexedState& state, const FileColumns& columns);

/// Deletes the least recently used indexes until all together hold at most `limitBytes`.
TD_API void trim(uint64_t limitBytes);
/// Bytes that all indexes hold.
[[nodiscard]] TD_API uint64_t sizeBytes();

/// Logs smaller than this are read faster than an index is opened.
inline constexpr uint64_t kSmallestLog = 512 * 1024;

} // namespace file_index
} // namespace td::runlog
