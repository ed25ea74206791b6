#include "engine/base/file.h"

#include "engine/base/atomic_file.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace td {
namespace {

FileStamp toStamp(const struct stat& s) {
    return {s.st_dev, s.st_ino, static_cast<uint64_t>(s.st_size), s.st_mtim.tv_sec * 1'000'000'000ll + s.st_mtim.tv_nsec};
}

std::filesystem::path xdg(const char* variable, const char* fallback) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment while the program runs
    if (const char* value = std::getenv(variable); value && *value == '/') return std::filesystem::path(value) / "tensordesk";
    const char* home = std::getenv("HOME"); // NOLINT(concurrency-mt-unsafe): as above
    return std::filesystem::path(home && *home ? home : "/tmp") / fallback / "tensordesk";
}

} // namespace

Result<InputFile> InputFile::open(const std::filesystem::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return failure(systemError(errno, "open", path.string()));
    struct stat s {};
    if (::fstat(fd, &s) != 0 || !S_ISREG(s.st_mode)) {
        ::close(fd);
        return failure(ErrorCode::InvalidArgument, {{"action", "open"}, {"file", path.string()}, {"expected", "a regular file"}});
    }
    return InputFile(fd, path);
}

InputFile::InputFile(InputFile&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)), m_path(std::move(other.m_path)) {}

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
        return failure(ErrorCode::TooLarge, {{"file", path.string()}, {"bytes", std::to_string(stamp->sizeBytes)}, {"limit", std::to_string(limitBytes)}});
    std::string content(stamp->sizeBytes, '\0');
    auto n = file->readAt(0, {reinterpret_cast<uint8_t*>(content.data()), content.size()});
    if (!n) return failure(n.error());
    content.resize(*n);
    return content;
}

Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view content) {
    auto file = AtomicFile::create(path);
    if (!file) return failure(std::move(file).error());
    TD_TRY(file->write(content));
    return file->commit();
}

std::filesystem::path cacheDirectory() { return xdg("XDG_CACHE_HOME", ".cache"); }
std::filesystem::path dataDirectory() { return xdg("XDG_DATA_HOME", ".local/share"); }
std::filesystem::path configDirectory() { return xdg("XDG_CONFIG_HOME", ".config"); }

} // namespace td
