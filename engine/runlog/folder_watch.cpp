#include "engine/runlog/folder_watch.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace td::runlog {
namespace {

constexpr uint32_t kMask = IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CLOSE_WRITE | IN_ONLYDIR;

/// File systems whose other clients' writes inotify does not see. Source: linux/magic.h, statfs(2).
bool isRemote(const std::filesystem::path& directory) {
    struct statfs s {};
    if (::statfs(directory.c_str(), &s) != 0) return false;
    constexpr std::array<uint32_t, 8> kRemote{0x6969, 0xFF534D42, 0xFE534D42, 0x517B, 0x65735546, 0x01021997, 0x00C36400, 0x0BD00BD0};
    for (const uint32_t magic : kRemote)
        if (static_cast<uint32_t>(s.f_type) == magic) return true;
    return false;
}

} // namespace

FolderWatch::FolderWatch() : m_notify(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)), m_wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

FolderWatch::~FolderWatch() {
    if (m_notify >= 0) ::close(m_notify);
    if (m_wake >= 0) ::close(m_wake);
}

bool FolderWatch::add(const std::filesystem::path& directory) {
    if (m_notify < 0 || isRemote(directory)) return false;
    const int id = ::inotify_add_watch(m_notify, directory.c_str(), kMask);
    if (id < 0) return false;
    m_directories[id] = directory;
    return true;
}

void FolderWatch::wake() {
    const uint64_t one = 1;
    [[maybe_unused]] const auto n = ::write(m_wake, &one, sizeof one);
}

std::vector<FolderWatch::Change> FolderWatch::wait(int timeoutMs, bool& overflow) {
    overflow = false;
    pollfd fds[] = {{m_wake, POLLIN, 0}, {m_notify, POLLIN, 0}};
    ::poll(fds, m_notify >= 0 ? 2 : 1, timeoutMs);
    uint64_t count = 0;
    [[maybe_unused]] const auto drained = ::read(m_wake, &count, sizeof count);
    std::vector<Change> changes;
    alignas(inotify_event) char buffer[64 * 1024];
    for (;;) {
        const ssize_t n = m_notify >= 0 ? ::read(m_notify, buffer, sizeof buffer) : -1;
        if (n <= 0) break;
        for (ssize_t at = 0; at < n;) {
            inotify_event event;
            std::memcpy(&event, buffer + at, sizeof event);
            const char* name = buffer + at + sizeof event;
            at += static_cast<ssize_t>(sizeof event) + event.len;
            if (event.mask & IN_Q_OVERFLOW) overflow = true;
            const auto directory = m_directories.find(event.wd);
            if (directory == m_directories.end()) continue;
            if (event.len > 0) changes.push_back({directory->second, name, (event.mask & IN_ISDIR) != 0, (event.mask & (IN_DELETE | IN_MOVED_FROM)) != 0});
            if (event.mask & IN_IGNORED) m_directories.erase(event.wd);
        }
    }
    return changes;
}

} // namespace td::runlog
