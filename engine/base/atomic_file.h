#pragma once

#include "engine/base/api.h"
#include "engine/base/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace td {

/// A file that appears whole or not at all, written piece by piece: aside first, then synced and renamed by commit().
/// Without a commit what was written aside is removed and an older file of that name stays as it was.
///
/// Threads: one at a time.
/// Errors:  DiskFull, Permission, Io with the fact "file"; InvalidArgument where the name belongs to a folder or a
///          device: renaming over it would destroy it.
class TD_API AtomicFile {
public:
    [[nodiscard]] static Result<AtomicFile> create(const std::filesystem::path& path);
    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    ~AtomicFile();

    [[nodiscard]] Result<void> write(std::string_view piece);
    /// Nothing may be written afterwards.
    [[nodiscard]] Result<void> commit();

private:
    AtomicFile(int fd, std::filesystem::path path, std::string aside);
    int m_fd = -1; ///< -1: committed, or moved from
    std::filesystem::path m_path;
    std::string m_aside;
};

/// Removes what killed programs left aside in this folder: files that create() named for a process that is no more.
/// What cannot be removed stays.
TD_API void removeAbandoned(const std::filesystem::path& folder);

} // namespace td
