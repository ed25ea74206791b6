#pragma once

#include "engine/base/api.h"
#include "engine/base/file.h"
#include "engine/runlog/column.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace td::runlog {

/// What a tag holds, as a person names it. Decided by the plugin name of the tag's first metadata, else by its first value.
enum class TagKind : uint8_t {
    Scalars, Histograms, Images, Audio, Text, PrCurves, HParams, Mesh, CustomScalars, Graph, KerasGraph, RunMetadata, Tensors, Empty,
};
[[nodiscard]] TD_API std::string_view name(TagKind kind);

/// SummaryMetadata of the first record of a tag that had any.
struct TagMetadata {
    bool present = false;
    std::string plugin;
    std::string pluginContent; ///< the plugin's own bytes
    std::string displayName;
    std::string description;
    int dataClass = 0;
    bool operator==(const TagMetadata&) const = default;
};

/// One tag of one run over all of the run's files. Immutable.
struct TagSnapshot {
    std::string name;
    TagKind kind = TagKind::Empty;
    TagMetadata metadata;
    std::vector<ValueKind> valueKinds; ///< in the order they first appeared
    std::vector<int64_t> shape;        ///< of the first tensor value; empty for rank 0 and for simple values
    DType dtype = DType::Invalid;      ///< of the first value
    /// A scalar's first type that is no real number ("complex64"); such values stay in the file.
    std::string undecodable;
    /// A scalar's first shape of more than one element; only element 0 is its value.
    std::vector<int64_t> severalShape;
    struct Part {
        uint32_t file = 0; ///< index into RunSnapshot::files
        ColumnView column;
    };
    std::vector<Part> parts; ///< one for each file that has the tag, in the order of the files' names

    [[nodiscard]] uint64_t pointCount() const {
        uint64_t n = 0;
        for (const auto& p : parts) n += p.column.size();
        return n;
    }
};

/// What is wrong or odd in a log. The code is stable and appears in `inspect`, `doctor` and the window's issue list.
enum class IssueCode : uint8_t {
    LengthCrc,        ///< a record's length does not match its checksum
    DataCrc,          ///< a record's bytes do not match their checksum
    HugeLength,       ///< a length with a right checksum that the file cannot hold
    TruncatedRecord,  ///< the file ends inside a record (a writer may still be at work)
    NotAnEvent,       ///< checksums hold, yet the payload is no Event message
    UnreadableFile,   ///< the system refuses to open or read it
    GzipDamaged,      ///< the packed stream ends early or is broken
    TwoWriters,       ///< files of one run were written at the same time
    Restart,          ///< a later session went on from a step that was there; older points from it on are superseded
    DuplicateSteps,   ///< one writer gave one tag the same step more than once
    DecreasingSteps,  ///< one writer's steps went back
    ClockJump,        ///< wall time went back by more than a second
    NanWallTime,      ///< wall time is not a number
    NonFiniteValues,  ///< NaN or infinite values of a scalar
    SecondFileVersion,///< a file_version record in the middle: files were joined
    MissingFileVersion,///< the first record is no file_version
    DuplicateRunName, ///< two folders give the same run name
    FileReplaced,     ///< the file under this name became another one; it was read anew
    FileTruncated,    ///< the file became shorter; it was read anew
    FileVanished,     ///< the file was deleted; what was read is kept
    BrokenLink,       ///< named like an event file, a link that leads nowhere; detail: where to
    NotAFile,         ///< named like an event file, but a "folder", "pipe", "socket" or "device" (detail)
    UndecodableValues,///< values of a scalar that are no real number; detail: their type
    ShapedScalars,    ///< values of a scalar with more than one element, of which the first is shown; detail: the shape
    EscapedName,      ///< a run's, file's or tag's name holds bytes that are no UTF-8
};
inline constexpr IssueCode kLastIssueCode = IssueCode::EscapedName;
[[nodiscard]] TD_API std::string_view name(IssueCode code);

enum class Severity : uint8_t { Note, Warning, Damage };
[[nodiscard]] TD_API Severity severity(IssueCode code);

/// A place in a file that could not be read as a record, and where reading went on.
struct RecordProblem {
    uint64_t offset = 0;
    uint64_t bytesSkipped = 0;
    std::optional<uint64_t> resumesAt; ///< nullopt: nothing good follows (yet)
    IssueCode code = IssueCode::LengthCrc;
    bool operator==(const RecordProblem&) const = default;
};

/// One line of the issue list. Fields that do not apply are empty or zero.
struct Issue {
    IssueCode code = IssueCode::LengthCrc;
    std::string run;
    std::string file;   ///< name within the run's folder
    std::string tag;
    uint64_t count = 1; ///< how many of them, the first described here
    uint64_t offset = 0;
    uint64_t bytesSkipped = 0;
    std::optional<uint64_t> resumesAt;
    int64_t firstStep = 0;
    int64_t lastStep = 0;
    bool packed = false; ///< offsets count bytes of the unpacked data
    int64_t laterFirstStep = 0; ///< Restart: where the later session went on, and how far it came
    int64_t laterLastStep = 0;
    std::string detail; ///< a second file, an errno text: a fact, not a sentence
    bool operator==(const Issue&) const = default;
};

/// GraphDef, MetaGraphDef, RunMetadata bytes that stay in the file.
struct GraphEntry {
    enum class Kind : uint8_t { GraphDef, MetaGraphDef, RunMetadata } kind = Kind::GraphDef;
    std::string tag; ///< of tagged_run_metadata
    uint32_t file = 0;
    int64_t step = 0;
    double wall = 0;
    uint64_t recordOffset = 0;
    uint32_t recordBytes = 0;
    uint32_t valueOffset = 0;
    uint32_t valueBytes = 0;
};

struct SessionLogEntry {
    /// Any other number may stand in a file, too.
    enum class Status : int32_t { Unspecified, Start, Stop, Checkpoint } status = Status::Unspecified;
    uint32_t file = 0;
    int64_t step = 0;
    double wall = 0;
    std::string checkpointPath;
    std::string message;
    std::map<std::string, uint64_t> pointsBefore; ///< START only: scalar points each tag of this file had then
};

struct LogMessageEntry {
    int64_t step = 0;
    int level = 0;
    std::string message;
};

struct FileSnapshot {
    std::string name;      ///< within the run's folder
    std::filesystem::path path;
    FileStamp stamp;       ///< when last read
    uint64_t bytesRead = 0;
    uint64_t records = 0;
    bool packed = false;   ///< gzip
    bool complete = false; ///< all bytes there were at the last look have been read
    double firstWall = 0, lastWall = 0; ///< smallest and largest finite wall time of events other than file_version; 0 if none
    std::vector<RecordProblem> problems;
    std::shared_ptr<const void> memory; ///< keeps the columns alive
};

/// Deleted: all its files are gone; what was read of them is kept.
enum class RunState : uint8_t { Unknown, Running, Finished, Stalled, Crashed, Deleted };
[[nodiscard]] TD_API std::string_view name(RunState state);

/// Everything known of one run as of a commit. Immutable; snapshots share unchanged columns.
struct RunSnapshot {
    uint32_t id = 0;       ///< stable while the store lives
    uint64_t generation = 0;
    std::string name;      ///< folder below the root, with '/'; "." for the root itself; prefixed by the root's name where there are several
    std::string root;
    std::filesystem::path directory;
    RunState state = RunState::Unknown;
    bool loading = true;
    std::vector<FileSnapshot> files; ///< by name
    std::vector<TagSnapshot> tags;   ///< by name, bytewise
    std::vector<GraphEntry> graphs;
    std::vector<SessionLogEntry> sessions;
    std::vector<LogMessageEntry> messages;
    std::map<std::string, uint64_t> eventCounts; ///< by the name of Event's oneof field
    std::string fileVersion;
    std::string sourceWriter;
    std::vector<Issue> issues;

    /// The tag of this name, or null.
    [[nodiscard]] TD_API const TagSnapshot* tag(std::string_view tagName) const;
    [[nodiscard]] uint64_t pointCount() const {
        uint64_t n = 0;
        for (const auto& t : tags) n += t.pointCount();
        return n;
    }
};

struct LoadProgress {
    uint64_t bytesTotal = 0, bytesRead = 0;
    uint64_t bytesIndexed = 0; ///< of bytesRead: not read but taken from the index of an earlier reading
    uint32_t filesTotal = 0, filesDone = 0;
    uint64_t points = 0;
    /// The first reading of all that was there: how long it took, and of how many bytes. What comes later does not count.
    double elapsedS = 0;
    uint64_t firstBytes = 0, firstIndexed = 0;
    bool scanning = false; ///< the folders are still being walked
    bool loading = false;  ///< files are still being read for the first time
};

/// All runs of all roots as of a commit.
struct StoreSnapshot {
    uint64_t generation = 0;
    std::vector<std::shared_ptr<const RunSnapshot>> runs; ///< by name, digits compared as numbers; their ids stay
    LoadProgress progress;
    std::vector<Issue> issues; ///< of the tree itself: unreadable folders, equal run names
};

} // namespace td::runlog
