#include "engine/train/folder_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace td::train {

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
    FolderLock lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (lock.m_fd < 0) return failure(systemError(errno, "open", folder.string()));
    if (::flock(lock.m_fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return lock;
    return failure(ErrorCode::InvalidArgument,
                   {{"file", folder.string()},
                    {"found", "another process that trains there"},
                    {"expected", "its end (Ctrl+C saves and ends it), or another --logdir"}});
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    return *this;
}

FolderLock::~FolderLock() {
    if (m_fd >= 0) ::close(m_fd);
}

} // namespace td::train
