#pragma once

#include "engine/base/api.h"
#include "engine/base/result.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace td {

/// What identifies one state of a file: if any of these changed, its bytes may have too. Times are ns since 1970.
struct FileStamp {
    uint64_t device = 0;
    uint64_t inode = 0;
    uint64_t sizeBytes = 0;
    int64_t modifiedNs = 0;
    bool operator==(const FileStamp&) const = default;
};

/// A user's file, opened read-only and read by position: it may grow, shrink or vanish while we hold it.
///
/// Threads: any number of readers.
/// Errors:  NotFound, Permission, Io, each with the fact "file".
class TD_API InputFile {
public:
    [[nodiscard]] static Result<InputFile> open(const std::filesystem::path& path);
    InputFile(InputFile&& other) noexcept;
    InputFile& operator=(InputFile&& other) noexcept;
    ~InputFile();

    /// Reads up to `into.size()` bytes at `offset`; fewer only at the end of the file.
    [[nodiscard]] Result<size_t> readAt(uint64_t offset, std::span<uint8_t> into) const;
    /// The stamp of the open file (not of whatever now has its name).
    [[nodiscard]] Result<FileStamp> stamp() const;
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    InputFile(int fd, std::filesystem::path path)
        : m_fd(fd)
        , m_path(std::move(path)) {}
    int m_fd = -1;
    std::filesystem::path m_path;
};

/// The stamp of whatever has this name now.
[[nodiscard]] TD_API Result<FileStamp> stampOf(const std::filesystem::path& path);

/// The whole file. Errors: TooLarge above `limitBytes`.
[[nodiscard]] TD_API Result<std::string> readWholeFile(const std::filesystem::path& path,
                                                       uint64_t limitBytes = 1ull << 30);

/// Writes aside, syncs, renames: readers see the old file or the new one, never a part. Errors: DiskFull, Permission,
/// Io.
[[nodiscard]] TD_API Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view content);

/// Where our own files live: $XDG_CACHE_HOME/tensordesk (or ~/.cache/tensordesk) and the like; not created.
[[nodiscard]] TD_API std::filesystem::path cacheDirectory();
[[nodiscard]] TD_API std::filesystem::path dataDirectory();
[[nodiscard]] TD_API std::filesystem::path configDirectory();

} // namespace td
