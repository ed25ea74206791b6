#include "engine/runlog/file_index.h"

#include "engine/base/crc32c.h"
#include "engine/runlog/index_state.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace td::runlog::file_index {
namespace fs = std::filesystem;
namespace {

constexpr char kMagic[8] = {'T', 'D', 'I', 'N', 'D', 'E', 'X', '1'};
constexpr size_t kAlignment = 16;

constexpr uint32_t kVersion = 2; ///< one of another version is made anew

/// The start of the file; the points follow, then the description of all of them at `tableOffset`.
struct Header {
    char magic[8];
    uint32_t version = kVersion;
    uint32_t tableCrc = 0;
    uint64_t tableOffset = 0;
    uint64_t tableBytes = 0;
    FileStamp stamp;
};

uint64_t fnv1a(std::string_view text) {
    uint64_t h = 14695981039346656037ull;
    for (const char c : text) h = (h ^ static_cast<uint8_t>(c)) * 1099511628211ull;
    return h;
}

fs::path folder() { return cacheDirectory() / "runlog"; }

/// A file that is written in order, with its position.
class Output {
public:
    explicit Output(const fs::path& path) : m_path(path), m_fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {
        if (m_fd < 0) m_errno = errno;
    }
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    ~Output() {
        if (m_fd >= 0) ::close(m_fd);
    }
    void write(const void* data, size_t n) {
        const auto* p = static_cast<const char*>(data);
        for (size_t done = 0; done < n && m_errno == 0;) {
            const ssize_t w = ::write(m_fd, p + done, n - done);
            if (w < 0 && errno != EINTR) m_errno = errno;
            if (w > 0) done += static_cast<size_t>(w);
        }
        m_position += n;
    }
    void align() {
        static constexpr char kZero[kAlignment] = {};
        if (const size_t over = m_position % kAlignment; over != 0) write(kZero, kAlignment - over);
    }
    void rewriteHeader(const Header& header) {
        if (m_errno == 0 && ::pwrite(m_fd, &header, sizeof header, 0) != static_cast<ssize_t>(sizeof header)) m_errno = errno;
    }
    [[nodiscard]] uint64_t position() const { return m_position; }
    [[nodiscard]] int failed() const { return m_errno; }

private:
    fs::path m_path;
    int m_fd;
    int m_errno = 0;
    uint64_t m_position = 0;
};

/// A stretch of points of one type: where its three arrays lie.
struct Stretch {
    uint64_t points = 0, steps = 0, walls = 0, values = 0;
    DType dtype = DType::Float;
};

/// Writes the points of a column as one stretch for each run of equal dtypes.
std::vector<Stretch> writeScalars(Output& out, const ColumnView& view) {
    std::vector<std::vector<ScalarSpan>> groups;
    view.forEachSpan([&](const ScalarSpan& span) {
        if (groups.empty() || groups.back().back().dtype != span.dtype) groups.emplace_back();
        groups.back().push_back(span);
    });
    std::vector<Stretch> stretches;
    for (const auto& spans : groups) {
        Stretch s;
        s.dtype = spans.front().dtype;
        const auto each = [&](auto&& write) {
            out.align();
            const uint64_t at = out.position();
            for (const ScalarSpan& span : spans) write(span);
            return at;
        };
        s.steps = each([&](const ScalarSpan& span) { out.write(span.steps.data(), span.steps.size_bytes()); });
        s.walls = each([&](const ScalarSpan& span) { out.write(span.walls.data(), span.walls.size_bytes()); });
        s.values = each([&](const ScalarSpan& span) { out.write(span.values, span.size() * (isWide(s.dtype) ? 8 : 4)); });
        for (const ScalarSpan& span : spans) s.points += span.size();
        stretches.push_back(s);
    }
    return stretches;
}

class Mapping {
public:
    static std::shared_ptr<Mapping> open(const fs::path& path) {
        const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0) return nullptr;
        struct stat s {};
        std::shared_ptr<Mapping> mapping;
        if (::fstat(fd, &s) == 0 && s.st_size >= static_cast<off_t>(sizeof(Header))) {
            void* at = ::mmap(nullptr, static_cast<size_t>(s.st_size), PROT_READ, MAP_SHARED, fd, 0);
            if (at != MAP_FAILED) mapping = std::shared_ptr<Mapping>(new Mapping(static_cast<const uint8_t*>(at), static_cast<size_t>(s.st_size)));
        }
        ::futimens(fd, nullptr); // used now: the least recently used go first
        ::close(fd);
        return mapping;
    }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping() { ::munmap(const_cast<uint8_t*>(m_data), m_size); }
    /// The bytes [offset, offset + n), or null when they are not all there or not aligned.
    [[nodiscard]] const uint8_t* range(uint64_t offset, uint64_t count, uint64_t each) const {
        if (offset % 8 != 0 || offset > m_size || count > (m_size - offset) / each) return nullptr;
        return m_data + offset;
    }
    [[nodiscard]] std::string_view text(uint64_t offset, uint64_t n) const {
        if (offset > m_size || n > m_size - offset) return {};
        return {reinterpret_cast<const char*>(m_data) + offset, static_cast<size_t>(n)};
    }

private:
    Mapping(const uint8_t* data, size_t size) : m_data(data), m_size(size) {}
    const uint8_t* m_data;
    size_t m_size;
};

bool adopt(FileColumns& columns, Column& column, const Mapping& mapping, const Stretch& s) {
    const auto* steps = mapping.range(s.steps, s.points, 8);
    const auto* walls = mapping.range(s.walls, s.points, 8);
    const auto* values = mapping.range(s.values, s.points, isWide(s.dtype) ? 8 : 4);
    if (!steps || !walls || !values || s.points == 0 || s.dtype > kLastDType) return false;
    for (uint64_t done = 0; done < s.points;) { // a chunk counts in 32 bits
        const auto n = static_cast<uint32_t>(std::min<uint64_t>(s.points - done, 1u << 30));
        column.adopt(columns.arena(), s.dtype, n, reinterpret_cast<const int64_t*>(steps) + done, reinterpret_cast<const double*>(walls) + done,
                     values + done * (isWide(s.dtype) ? 8 : 4));
        done += n;
    }
    return true;
}

bool takeColumns(IndexReader& in, const Mapping& mapping, FileColumns& columns) {
    for (uint64_t n = in.count(60); n > 0; --n) {
        ColumnInfo info = takeInfo(in);
        Column& column = columns.column(info.name);
        column.setInfo(std::move(info));
        for (uint64_t stretches = in.count(sizeof(Stretch)); stretches > 0; --stretches)
            if (!adopt(columns, column, mapping, in.take<Stretch>())) return false;
        const auto blobs = in.take<uint64_t>();
        const auto at = in.take<uint64_t>();
        const auto* entries = mapping.range(at, blobs, sizeof(BlobEntry));
        if (blobs > 0 && !entries) return false;
        for (uint64_t i = 0; i < blobs; ++i) column.append(columns.arena(), loadAs<BlobEntry>(entries + i * sizeof(BlobEntry)));
        const auto beforeFirst = in.take<uint64_t>(), beforeLast = in.take<uint64_t>();
        column.placeBlobs(beforeFirst, beforeLast);
    }
    return !in.failed();
}

/// A grown file still begins with what was indexed (LogFile compares the bytes at the seam); one of the same size must be of the same time.
bool fits(const FileStamp& indexed, const FileStamp& now) {
    if (indexed.device != now.device || indexed.inode != now.inode) return false;
    return indexed.sizeBytes == now.sizeBytes ? indexed.modifiedNs == now.modifiedNs : indexed.sizeBytes < now.sizeBytes;
}

} // namespace

fs::path pathFor(const fs::path& log) {
    char name[32];
    std::snprintf(name, sizeof name, "%016llx.tdindex", static_cast<unsigned long long>(fnv1a(log.native())));
    return folder() / name;
}

Result<Loaded> load(const fs::path& log, const FileStamp& now, FileColumns& columns) {
    const fs::path path = pathFor(log);
    const auto mapping = Mapping::open(path);
    if (!mapping) return failure(ErrorCode::NotFound, {{"file", path.string()}});
    const auto* header = reinterpret_cast<const Header*>(mapping->range(0, sizeof(Header), 1));
    const auto table = mapping->text(header->tableOffset, header->tableBytes);
    if (std::memcmp(header->magic, kMagic, sizeof kMagic) != 0 || header->version != kVersion || table.empty() ||
        crc32c(table.data(), table.size()) != header->tableCrc || !fits(header->stamp, now))
        return failure(ErrorCode::Corrupt, {{"file", path.string()}});
    IndexReader in(table);
    const bool sameLog = in.text() == log.native();
    Loaded out{takeState(in), mapping};
    out.state.stamp = header->stamp;
    if (!sameLog || !takeColumns(in, *mapping, columns)) return failure(ErrorCode::Corrupt, {{"file", path.string()}});
    return out;
}

Result<void> store(const fs::path& log, const IndexedState& state, const FileColumns& columns) {
    const fs::path path = pathFor(log);
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    const fs::path aside = path.string() + "." + std::to_string(::getpid()) + ".tmp";
    Header header;
    std::memcpy(header.magic, kMagic, sizeof kMagic);
    header.stamp = state.stamp;
    IndexWriter table;
    table.put(log.native());
    putState(table, state);
    table.put(static_cast<uint64_t>(columns.columns().size()));
    int failed = 0;
    {
        Output out(aside);
        out.write(&header, sizeof header);
        for (const Column& column : columns.columns()) {
            putInfo(table, *column.info());
            const auto stretches = writeScalars(out, column.view());
            table.put(static_cast<uint64_t>(stretches.size()));
            for (const Stretch& s : stretches) table.put(s);
            out.align();
            table.put(column.view().blobCount);
            table.put(out.position());
            table.put(column.view().scalarsBeforeFirstBlob);
            table.put(column.view().scalarsBeforeLastBlob);
            column.view().forEachBlob([&](const BlobEntry& entry) { out.write(&entry, sizeof entry); });
        }
        header.tableOffset = out.position();
        header.tableBytes = table.bytes().size();
        header.tableCrc = crc32c(table.bytes().data(), table.bytes().size());
        out.write(table.bytes().data(), table.bytes().size());
        out.rewriteHeader(header);
        failed = out.failed();
    }
    if (failed == 0 && ::rename(aside.c_str(), path.c_str()) != 0) failed = errno;
    if (failed != 0) {
        ::unlink(aside.c_str());
        return failure(systemError(failed, "write", path.string()));
    }
    return {};
}

namespace {

struct Entry {
    fs::path path;
    uint64_t bytes;
    fs::file_time_type used;
};

std::vector<Entry> entries() {
    std::vector<Entry> out;
    std::error_code error;
    for (fs::directory_iterator at(folder(), error); !error && at != fs::directory_iterator(); at.increment(error)) {
        std::error_code gone;
        const auto bytes = at->file_size(gone);
        const auto used = at->last_write_time(gone);
        if (!gone) out.push_back({at->path(), bytes, used});
    }
    return out;
}

} // namespace

uint64_t sizeBytes() {
    uint64_t sum = 0;
    for (const Entry& e : entries()) sum += e.bytes;
    return sum;
}

void trim(uint64_t limitBytes) {
    auto all = entries();
    std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.used > b.used; });
    uint64_t kept = 0;
    for (const Entry& e : all) {
        kept += e.bytes;
        std::error_code ignored;
        if (kept > limitBytes) fs::remove(e.path, ignored);
    }
}

} // namespace td::runlog::file_index
