#include "engine/base/file.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace td {
namespace {

FileStamp toStamp(const struct stat& s) {
    return {s.st_dev, s.st_ino, static_cast<uint64_t>(s.st_size),
            s.st_mtim.tv_sec * 1'000'000'000ll + s.st_mtim.tv_nsec};
}

std::filesystem::path xdg(const char* variable, const char* fallback) {
    if (const char* value = std::getenv(variable); value && *value == '/')
        return std::filesystem::path(value) / "tensordesk";
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home && *home ? home : "/tmp") / fallback / "tensordesk";
}

Result<void> writeAll(int fd, std::string_view content, const std::string& path) {
    while (!content.empty()) {
        const ssize_t n = ::write(fd, content.data(), content.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failure(systemError(errno, "write", path));
        content.remove_prefix(static_cast<size_t>(n));
    }
    return {};
}

void syncDirectoryOf(const std::filesystem::path& path) {
    const int fd =
        ::open(path.parent_path().empty() ? "." : path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return; // the rename has happened; only its durability after a power cut is at stake
    ::fsync(fd);
    ::close(fd);
}

} // namespace

Result<InputFile> InputFile::open(const std::filesystem::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return failure(systemError(errno, "open", path.string()));
    struct stat s {};
    if (::fstat(fd, &s) != 0 || !S_ISREG(s.st_mode)) {
        ::close(fd);
        return failure(ErrorCode::InvalidArgument,
                       {{"action", "open"}, {"file", path.string()}, {"expected", "a regular file"}});
    }
    return InputFile(fd, path);
}

InputFile::InputFile(InputFile&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_path(std::move(other.m_path)) {}

InputFile& InputFile::operator=(InputFile&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    std::swap(m_path, other.m_path);
    return *this;
}

InputFile::~InputFile() {
    if (m_fd >= 0) ::close(m_fd);
}

Result<size_t> InputFile::readAt(uint64_t offset, std::span<uint8_t> into) const {
    size_t done = 0;
    while (done < into.size()) {
        const ssize_t n = ::pread(m_fd, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failure(systemError(errno, "read", m_path.string()));
        if (n == 0) break;
        done += static_cast<size_t>(n);
    }
    return done;
}

Result<FileStamp> InputFile::stamp() const {
    struct stat s {};
    if (::fstat(m_fd, &s) != 0) return failure(systemError(errno, "stat", m_path.string()));
    return toStamp(s);
}

Result<FileStamp> stampOf(const std::filesystem::path& path) {
    struct stat s {};
    if (::stat(path.c_str(), &s) != 0) return failure(systemError(errno, "stat", path.string()));
    return toStamp(s);
}

Result<std::string> readWholeFile(const std::filesystem::path& path, uint64_t limitBytes) {
    auto file = InputFile::open(path);
    if (!file) return failure(file.error());
    auto stamp = file->stamp();
    if (!stamp) return failure(stamp.error());
    if (stamp->sizeBytes > limitBytes)
        return failure(ErrorCode::TooLarge, {{"file", path.string()},
                                             {"bytes", std::to_string(stamp->sizeBytes)},
                                             {"limit", std::to_string(limitBytes)}});
    std::string content(stamp->sizeBytes, '\0');
    auto n = file->readAt(0, {reinterpret_cast<uint8_t*>(content.data()), content.size()});
    if (!n) return failure(n.error());
    content.resize(*n);
    return content;
}

Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view content) {
    const std::string aside = path.string() + "." + std::to_string(::getpid()) + ".tmp";
    const int fd = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0) return failure(systemError(errno, "create", path.string()));
    Result<void> done = writeAll(fd, content, path.string());
    if (done && ::fsync(fd) != 0) done = failure(systemError(errno, "sync", path.string()));
    if (::close(fd) != 0 && done) done = failure(systemError(errno, "close", path.string()));
    if (done && ::rename(aside.c_str(), path.c_str()) != 0) done = failure(systemError(errno, "rename", path.string()));
    if (!done) ::unlink(aside.c_str());
    if (done) syncDirectoryOf(path);
    return done;
}

std::filesystem::path cacheDirectory() {
    return xdg("XDG_CACHE_HOME", ".cache");
}
std::filesystem::path dataDirectory() {
    return xdg("XDG_DATA_HOME", ".local/share");
}
std::filesystem::path configDirectory() {
    return xdg("XDG_CONFIG_HOME", ".config");
}

} // namespace td
