// The parsers that open a file by its name: packed logs, our own index, checkpoints.
#include "engine/base/crc32c.h"
#include "engine/runlog/byte_source.h"
#include "engine/runlog/file_index.h"
#include "engine/runlog/index_state.h"
#include "engine/runlog/tensor_bundle.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/table_image.h"
#include "tests/fuzz/targets.h"
#include "tests/support/scratch.h"

#include <algorithm>
#include <string>

namespace td::fuzz {

using namespace runlog;
namespace fs = std::filesystem;

namespace {

constexpr size_t kMostUnpackedBytes = 1 << 20; // a few bytes unpack to gigabytes

/// What a source yields when it is asked for `step` bytes at a time.
std::string unpackedBy(const InputFile& file, size_t step) {
    const auto source = gzipSource(file);
    std::string out;
    std::vector<uint8_t> block(step);
    while (out.size() < kMostUnpackedBytes) {
        const auto n = source->read(block);
        require(n.has_value() && *n <= step);
        if (*n == 0) break;
        out.append(reinterpret_cast<const char*>(block.data()), *n);
    }
    out.resize(std::min(out.size(), kMostUnpackedBytes));
    return out;
}

/// The index's header: see docs/formats/index.md.
constexpr size_t kVersionAt = 8, kCrcAt = 12, kTableAt = 16, kTableBytesAt = 24, kStampAt = 32, kHeaderBytes = 64;
const fs::path kLog = "/log";
constexpr FileStamp kStamp{1, 2, 3, 4};

template <class T>
void put(std::string& bytes, size_t at, const T& value) {
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

/// The input with those parts of the header put right that a fuzzer would have to guess.
std::string asIndex(Bytes input) {
    std::string bytes(asText(input));
    bytes.resize(std::max(bytes.size(), kHeaderBytes));
    bytes.replace(0, kVersionAt, "TDINDEX1");
    put(bytes, kVersionAt, uint32_t{2});
    put(bytes, kStampAt, kStamp);
    const auto* header = reinterpret_cast<const uint8_t*>(bytes.data());
    const auto at = loadAs<uint64_t>(header + kTableAt), size = loadAs<uint64_t>(header + kTableBytesAt);
    if (at <= bytes.size() && size <= bytes.size() - at) put(bytes, kCrcAt, crc32c(bytes.data() + at, size));
    return bytes;
}

/// The index of kLog, in a cache folder of its own.
class IndexPlace {
public:
    IndexPlace() {
        ::setenv("XDG_CACHE_HOME", m_cache.path().c_str(), 1);
        fs::create_directories(file_index::pathFor(kLog).parent_path());
        fs::create_symlink(m_file.path(), file_index::pathFor(kLog));
    }
    [[nodiscard]] const MemoryFile& file() const { return m_file; }

private:
    test::Scratch m_cache;
    MemoryFile m_file;
};

/// Touches every point and entry.
void walk(const FileColumns& columns) {
    volatile double sum = 0;
    for (const Column& column : columns.columns()) {
        uint64_t points = 0;
        column.view().forEachSpan([&](const ScalarSpan& span) {
            points += span.size();
            for (size_t i = 0; i < span.size(); ++i)
                sum = span.value(i) + span.walls[i] + static_cast<double>(span.steps[i]);
        });
        column.view().forEachBlob([&](const BlobEntry& entry) {
            ++points;
            sum = entry.wall;
        });
        require(points == column.view().size());
    }
}

} // namespace

void gzip(Bytes input) {
    static const MemoryFile kFile;
    kFile.setContent(input);
    const auto file = InputFile::open(kFile.path());
    require(file.has_value());
    require(unpackedBy(*file, 64 * 1024) == unpackedBy(*file, 977));
}

void index(Bytes input) {
    static const IndexPlace kPlace;
    kPlace.file().setContent(asBytes(asIndex(input)));
    FileColumns columns;
    if (const auto loaded = file_index::load(kLog, kStamp, columns)) walk(columns);
    IndexReader state(asText(input)), info(asText(input)); // without having to guess the table's place
    (void)takeState(state);
    (void)takeInfo(info);
}

void bundle(Bytes input) {
    static const test::Scratch kFolder;
    static const MemoryFile kFile;
    static const bool kLinked = [] {
        for (const char* name : {"checkpoint", "c.index", "c.data-00000-of-00001"})
            fs::create_symlink(kFile.path(), kFolder / name);
        return true;
    }();
    require(kLinked);
    for (const std::string& content : {std::string(asText(input)), tableOf(input)}) {
        kFile.setContent(asBytes(content));
        (void)latestCheckpoint(kFolder.path());
        const auto opened = TensorBundle::open(kFolder / "c");
        if (!opened) continue;
        for (const BundleEntry& entry : opened->entries())
            if (const auto tensor = opened->read(entry)) require(tensor->bytes.size() <= content.size());
    }
}

} // namespace td::fuzz
