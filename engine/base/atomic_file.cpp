#include "engine/base/atomic_file.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace td {
namespace {

void syncDirectoryOf(const std::filesystem::path& path) {
    const std::filesystem::path folder = path.parent_path();
    const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return; // the rename has happened; only its durability after a power cut is at stake
    ::fsync(fd);
    ::close(fd);
}

/// Two exports to one name at the same time must not share what lies aside.
std::string asideOf(const std::filesystem::path& path) {
    static std::atomic<unsigned> number{0};
    return path.string() + "." + std::to_string(::getpid()) + "-" + std::to_string(number++) + ".tmp";
}

/// The process in a name that `asideOf` made; 0 for other names.
pid_t writerOf(const std::string& name) {
    constexpr std::string_view kEnd = ".tmp";
    if (!name.ends_with(kEnd)) return 0;
    const size_t dash = name.rfind('-'), dot = dash == std::string::npos ? dash : name.rfind('.', dash);
    if (dot == std::string::npos) return 0;
    const std::string process = name.substr(dot + 1, dash - dot - 1),
                      number = name.substr(dash + 1, name.size() - dash - 1 - kEnd.size());
    for (const std::string& digits : {process, number})
        if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos)
            return 0;
    return static_cast<pid_t>(std::stol(process));
}

} // namespace

void removeAbandoned(const std::filesystem::path& folder) {
    std::error_code problem;
    const std::filesystem::directory_iterator end;
    for (std::filesystem::directory_iterator at(folder, problem); !problem && at != end; at.increment(problem)) {
        const pid_t writer = writerOf(at->path().filename().string());
        if (writer > 0 && ::kill(writer, 0) != 0 && errno == ESRCH) ::unlink(at->path().c_str());
    }
}

AtomicFile::AtomicFile(int fd, std::filesystem::path path, std::string aside)
    : m_fd(fd)
    , m_path(std::move(path))
    , m_aside(std::move(aside)) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_path(std::move(other.m_path))
    , m_aside(std::move(other.m_aside)) {}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    std::swap(m_path, other.m_path);
    std::swap(m_aside, other.m_aside);
    return *this;
}

AtomicFile::~AtomicFile() {
    if (m_fd < 0) return;
    ::close(m_fd);
    ::unlink(m_aside.c_str());
}

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& path) {
    std::error_code unknown; // whatever cannot be looked at is said by open
    const auto there = std::filesystem::status(path, unknown);
    if (std::filesystem::exists(there) && !std::filesystem::is_regular_file(there))
        return failure(ErrorCode::InvalidArgument,
                       {{"action", "create"}, {"file", path.string()}, {"expected", "a regular file"}});
    std::string aside = asideOf(path);
    const int fd = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0) return failure(systemError(errno, "create", path.string()));
    return AtomicFile(fd, path, std::move(aside));
}

Result<void> AtomicFile::write(std::string_view piece) {
    while (!piece.empty()) {
        const ssize_t n = ::write(m_fd, piece.data(), piece.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failure(systemError(errno, "write", m_path.string()));
        piece.remove_prefix(static_cast<size_t>(n));
    }
    return {};
}

Result<void> AtomicFile::commit() {
    Result<void> done;
    if (::fsync(m_fd) != 0) done = failure(systemError(errno, "sync", m_path.string()));
    if (::close(std::exchange(m_fd, -1)) != 0 && done) done = failure(systemError(errno, "close", m_path.string()));
    if (done && ::rename(m_aside.c_str(), m_path.c_str()) != 0)
        done = failure(systemError(errno, "rename", m_path.string()));
    if (!done) ::unlink(m_aside.c_str());
    if (done) syncDirectoryOf(m_path);
    return done;
}

} // namespace td
