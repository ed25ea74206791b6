#pragma once

#include "engine/base/result.h"
#include "engine/runlog/event_decoder.h"
#include "engine/runlog/file_columns.h"
#include "engine/runlog/snapshot.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace td::runlog {

/// Memory a reading thread lends to the file it reads at the moment.
struct ReadingMemory {
    RegionPool regions;
    std::vector<uint8_t> buffer;
};

/// One column as published: what is known of the tag, and a view of its points.
struct PublishedColumn {
    std::shared_ptr<const ColumnInfo> info;
    ColumnView view;
};

/// Everything of one file as of a commit; immutable and cheap to copy around.
struct PublishedFile {
    FileSnapshot snapshot;
    std::vector<PublishedColumn> columns; ///< in order of first appearance
    std::shared_ptr<const FileFacts> facts;
};

/// One event file that is read from its first byte and then followed as it grows.
///
/// Threads: one reader at a time; what publish() returned may be used from any thread, also after the LogFile is gone.
class LogFile {
public:
    explicit LogFile(std::filesystem::path path);

    enum class Outcome : uint8_t {
        UpToDate, ///< every byte there is has been seen
        Stopped,  ///< the stop token said so; read on later
        Replaced, ///< another file has this name now, or it became shorter or other bytes: begin anew with a new LogFile
    };
    /// Reads all complete records there are. `onBlock` is called about every `kCommitBytes`.
    /// Errors: NotFound, Permission, Io; what was read before stays.
    [[nodiscard]] Result<Outcome> read(ReadingMemory& memory, const std::stop_token& stop, const std::function<void()>& onBlock);

    [[nodiscard]] std::shared_ptr<const PublishedFile> publish() const;
    [[nodiscard]] uint64_t bytesRead() const { return m_offset; }
    [[nodiscard]] const FileStamp& stamp() const { return m_stamp; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] uint64_t readOffset() const { return m_offset; } ///< where the next read() begins

    /// Takes up where the index of this file stands, if there is one that fits. Before the first read().
    bool restoreFromIndex();
    /// Writes the index where it would help: a large file, all of it read, and more than the index knows.
    void saveIndex();

    static constexpr uint64_t kCommitBytes = 4u << 20;

private:
    struct Content { ///< what published views point into
        FileColumns columns;
        std::shared_ptr<const void> index; ///< the mapping that restored columns point into
    };
    [[nodiscard]] bool stillTheSame(const InputFile& file, const FileStamp& now) const;
    Result<Outcome> readRecords(const InputFile& file, ReadingMemory& memory, const std::stop_token& stop, const std::function<void()>& onBlock);
    void rememberFooter(const InputFile& file);

    std::filesystem::path m_path;
    std::shared_ptr<Content> m_content = std::make_shared<Content>();
    FileFacts m_facts;
    std::vector<RecordProblem> m_problems;
    std::optional<RecordProblem> m_tail;
    FileStamp m_stamp;
    uint64_t m_offset = 0; ///< where the next record begins
    uint64_t m_records = 0;
    uint32_t m_footer = 0; ///< the four bytes before m_offset: if they changed, the file was rewritten
    uint64_t m_indexedOffset = 0;
    bool m_packed = false;
    bool m_packedDamaged = false;
    bool m_opened = false;
    bool m_complete = false;
};

} // namespace td::runlog
