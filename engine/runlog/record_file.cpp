#include "engine/runlog/record_file.h"

#include "engine/runlog/record_framing.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace td::runlog {
namespace {

Error writeError(int errnoValue, const std::filesystem::path& path) {
    Error error = systemError(errnoValue, "write", path.string());
    if (errnoValue == EFBIG) error.code = ErrorCode::DiskFull; // a limit on file size is a full disk to who writes
    return error;
}

bool isDevice(const std::filesystem::path& path) {
    struct stat s {};
    return ::stat(path.c_str(), &s) == 0 && S_ISCHR(s.st_mode);
}

} // namespace

Result<RecordFile> RecordFile::create(const std::filesystem::path& path) {
    const int flags = isDevice(path) ? O_WRONLY : O_WRONLY | O_CREAT | O_EXCL;
    const int fd = ::open(path.c_str(), flags | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0 && errno == EEXIST)
        return failure(ErrorCode::InvalidArgument,
                       {{"action", "create"}, {"file", path.string()}, {"expected", "a name that is not taken"}});
    if (fd < 0) return failure(systemError(errno, "create", path.string()));
    return RecordFile(fd, path);
}

RecordFile::RecordFile(RecordFile&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_path(std::move(other.m_path))
    , m_staged(std::move(other.m_staged))
    , m_recordBytes(std::move(other.m_recordBytes))
    , m_committedBytes(other.m_committedBytes)
    , m_dropped(other.m_dropped) {}

RecordFile::~RecordFile() {
    if (m_fd >= 0) ::close(m_fd);
}

void RecordFile::stage(std::string_view payload) {
    const size_t before = m_staged.size();
    if (before > 0 && before + payload.size() > kMostStaged) {
        ++m_dropped;
        return;
    }
    appendRecord(m_staged, payload);
    m_recordBytes.push_back(m_staged.size() - before);
}

Result<void> RecordFile::commit() {
    int errnoValue = 0;
    const size_t written = writeStaged(errnoValue);
    keepWholeRecords(written);
    if (errnoValue == 0) return {};
    return failure(writeError(errnoValue, m_path));
}

size_t RecordFile::writeStaged(int& errnoValue) {
    size_t done = 0;
    while (done < m_staged.size()) {
        const ssize_t n = ::write(m_fd, m_staged.data() + done, m_staged.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            errnoValue = errno;
            break;
        }
        done += static_cast<size_t>(n);
    }
    return done;
}

void RecordFile::keepWholeRecords(size_t writtenBytes) {
    size_t whole = 0;
    while (!m_recordBytes.empty() && whole + m_recordBytes.front() <= writtenBytes) {
        whole += m_recordBytes.front();
        m_recordBytes.pop_front();
    }
    m_committedBytes += whole;
    m_staged.erase(0, whole);
    // Where even this fails, readers resynchronize at the next record; nothing more can be done from here.
    if (whole < writtenBytes && ::ftruncate(m_fd, static_cast<off_t>(m_committedBytes)) != 0) errno = 0;
}

} // namespace td::runlog
