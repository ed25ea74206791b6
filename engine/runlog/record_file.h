#pragma once

#include "engine/base/result.h"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>

namespace td::runlog {

/// A file of records being written: stage() keeps a record in memory, commit() appends what is staged.
///
/// What is in the file are whole records, always: a write that the system cuts short is taken back to the last record's
/// end, and what did not fit stays staged for the next commit. Records beyond kMostStaged bytes that cannot be written
/// are dropped and counted.
///
/// Threads: one.
/// Errors:  DiskFull (no space, quota or file-size limit), Permission, Io.
class RecordFile {
public:
    static constexpr size_t kMostStaged = 64u << 20;

    /// Creates the file; an existing one is refused (InvalidArgument) unless it is a device.
    [[nodiscard]] static Result<RecordFile> create(const std::filesystem::path& path);
    RecordFile(RecordFile&& other) noexcept;
    RecordFile& operator=(RecordFile&&) = delete;
    ~RecordFile();

    void stage(std::string_view payload);
    [[nodiscard]] Result<void> commit();

    [[nodiscard]] size_t stagedBytes() const { return m_staged.size(); }
    [[nodiscard]] uint64_t droppedRecords() const { return m_dropped; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    RecordFile(int fd, std::filesystem::path path)
        : m_fd(fd)
        , m_path(std::move(path)) {}
    size_t writeStaged(int& errnoValue);
    void keepWholeRecords(size_t writtenBytes);

    int m_fd = -1;
    std::filesystem::path m_path;
    std::string m_staged;
    std::deque<size_t> m_recordBytes; ///< of each staged record, framing included
    uint64_t m_committedBytes = 0;
    uint64_t m_dropped = 0;
};

} // namespace td::runlog
