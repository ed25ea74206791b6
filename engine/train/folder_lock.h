#pragma once

#include "engine/base/result.h"

#include <filesystem>

namespace td::train {

/// While it lives, no other training begins in this folder or goes on there: two would write over each other's
/// checkpoints.
///
/// The system keeps it for the open folder and lets go of it when the process ends, however that was; nothing is
/// written. Where a file system knows no locks, nobody is kept out.
class TD_API FolderLock {
public:
    /// Errors: InvalidArgument with "file" where another training has the folder.
    static Result<FolderLock> take(const std::filesystem::path& folder);
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;
    ~FolderLock();

private:
    explicit FolderLock(int fd)
        : m_fd(fd) {}
    int m_fd; ///< of the folder; -1: moved from, or there are no locks
};

} // namespace td::train
