#include "engine/runlog/tensor_bundle.h"

#include "engine/base/crc32c.h"
#include "engine/base/file.h"
#include "engine/runlog/text_message.h"
#include "engine/runlog/wire.h"

#include <cstdio>

namespace td::runlog {
namespace fs = std::filesystem;
namespace {

constexpr size_t kFooterBytes = 48, kBlockTrailerBytes = 5;
constexpr uint64_t kTableMagic = 0xdb4775248b80fb57ull;
constexpr uint64_t kLargestTensorBytes = 1ull << 30;

Error corrupt(const fs::path& file, const char* expected) {
    return {ErrorCode::Corrupt, {{"file", file.string()}, {"expected", expected}}};
}

/// Where a block lies: two varints.
struct BlockHandle {
    uint64_t offset = 0, size = 0;
    bool read(WireCursor& cursor) { return cursor.varint(offset) && cursor.varint(size); }
};

/// The bytes of a block without its trailer, after its checksum was compared; empty where it is none.
std::optional<std::string_view> block(std::string_view table, const BlockHandle& handle) {
    if (handle.offset > table.size() || handle.size + kBlockTrailerBytes > table.size() - handle.offset ||
        handle.size > table.size())
        return std::nullopt;
    const std::string_view bytes = table.substr(handle.offset, handle.size + 1);
    const bool compressed = bytes.back() != 0;
    const uint32_t stored = loadAs<uint32_t>(asBytes(table).data() + handle.offset + bytes.size());
    if (compressed || maskedCrc(crc32c(bytes.data(), bytes.size())) != stored) return std::nullopt;
    return bytes.substr(0, handle.size);
}

/// Calls `visit(key, value)` for each entry of a block; keys share prefixes with the one before.
template <class Visit>
bool forEachEntry(std::string_view bytes, Visit&& visit) {
    if (bytes.size() < 4) return false;
    const uint64_t restarts = loadAs<uint32_t>(asBytes(bytes).data() + bytes.size() - 4);
    if ((restarts + 1) * 4 > bytes.size()) return false;
    const Bytes entries = asBytes(bytes.substr(0, bytes.size() - (restarts + 1) * 4));
    std::string key;
    for (size_t at = 0; at < entries.size();) {
        WireCursor cursor(entries.subspan(at));
        uint64_t shared = 0, fresh = 0, valueBytes = 0;
        if (!cursor.varint(shared) || !cursor.varint(fresh) || !cursor.varint(valueBytes) || shared > key.size())
            return false;
        at = static_cast<size_t>(cursor.position() - entries.data());
        if (fresh > entries.size() - at || valueBytes > entries.size() - at - fresh) return false;
        key.resize(shared);
        key += asText(entries.subspan(at, fresh));
        if (!visit(std::string_view(key), entries.subspan(at + fresh, valueBytes))) return false;
        at += fresh + valueBytes;
    }
    return true;
}

/// BundleEntryProto: dtype 1, shape 2, shard_id 3, offset 4, size 5, crc32c 6, slices 7.
bool decodeEntry(Bytes message, BundleEntry& out) {
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);) {
        if (f.number == 1 && f.type == WireType::Varint)
            out.dtype = f.varint < 256 ? static_cast<DType>(f.varint) : DType::Invalid;
        if (f.number == 3 && f.type == WireType::Varint) out.shard = static_cast<uint32_t>(f.varint);
        if (f.number == 4 && f.type == WireType::Varint) out.offset = f.varint;
        if (f.number == 5 && f.type == WireType::Varint) out.bytes = f.varint;
        if (f.number != 2 || f.type != WireType::Bytes) continue;
        WireCursor shape(f.bytes);
        for (WireField s; shape.next(s);) {
            if (s.number != 2 || s.type != WireType::Bytes) continue;
            int64_t size = 0;
            WireCursor dim(s.bytes);
            for (WireField d; dim.next(d);)
                if (d.number == 1 && d.type == WireType::Varint) size = d.asInt64();
            out.shape.push_back(size);
        }
    }
    return !cursor.failed();
}

/// BundleHeaderProto: num_shards 1.
uint32_t decodeShards(Bytes message) {
    uint32_t shards = 1;
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);)
        if (f.number == 1 && f.type == WireType::Varint) shards = static_cast<uint32_t>(f.varint);
    return shards;
}

} // namespace

std::optional<fs::path> latestCheckpoint(const fs::path& folder) {
    static constexpr FieldSchema kFields[] = {
        {1, "modelCheckpointPath", FieldSchema::Type::String},
        {2, "allModelCheckpointPaths", FieldSchema::Type::String, true},
        {3, "allModelCheckpointTimestamps", FieldSchema::Type::Double, true},
        {4, "lastPreservedTimestamp", FieldSchema::Type::Double},
    };
    static constexpr MessageSchema kState{"CheckpointState", kFields};
    const auto text = readWholeFile(folder / "checkpoint", 1u << 20);
    const auto state = text ? textToJson(*text, kState) : Result<Json>(failure(text.error()));
    if (!state || !state->contains("modelCheckpointPath")) return std::nullopt;
    const fs::path prefix = folder / (*state)["modelCheckpointPath"].get<std::string>();
    std::error_code error;
    if (!fs::exists(prefix.string() + ".index", error)) return std::nullopt;
    return prefix;
}

Result<TensorBundle> TensorBundle::open(const fs::path& prefix) {
    const fs::path path = prefix.string() + ".index";
    const auto table = readWholeFile(path);
    if (!table) return failure(table.error());
    if (table->size() < kFooterBytes) return failure(corrupt(path, "a table's footer"));
    const Bytes footer = asBytes(*table).last(kFooterBytes);
    WireCursor cursor(footer);
    BlockHandle metaIndex, index;
    if (loadAs<uint64_t>(footer.data() + kFooterBytes - 8) != kTableMagic || !metaIndex.read(cursor) ||
        !index.read(cursor))
        return failure(corrupt(path, "a table's footer"));
    TensorBundle bundle(prefix);
    const auto readData = [&](std::string_view key, Bytes value) {
        if (key.empty()) {
            bundle.m_shards = decodeShards(value);
            return true;
        }
        BundleEntry entry;
        entry.name = key;
        const bool good = decodeEntry(value, entry);
        bundle.m_entries.push_back(std::move(entry));
        return good;
    };
    const auto readBlock = [&](std::string_view, Bytes value) {
        WireCursor at(value);
        BlockHandle handle;
        const auto bytes = handle.read(at) ? block(*table, handle) : std::nullopt;
        return bytes && forEachEntry(*bytes, readData);
    };
    const auto indexBytes = block(*table, index);
    if (!indexBytes || !forEachEntry(*indexBytes, readBlock))
        return failure(corrupt(path, "uncompressed blocks of a table"));
    return bundle;
}

Result<Tensor> TensorBundle::read(const BundleEntry& entry) const {
    char suffix[40];
    std::snprintf(suffix, sizeof suffix, ".data-%05u-of-%05u", entry.shard, m_shards);
    const fs::path path = m_prefix.string() + suffix;
    if (elementBytes(entry.dtype) == 0)
        return failure(ErrorCode::Unsupported, {{"file", path.string()}, {"tensor", entry.name}});
    if (entry.bytes > kLargestTensorBytes)
        return failure(ErrorCode::TooLarge, {{"file", path.string()}, {"bytes", std::to_string(entry.bytes)}});
    const auto file = InputFile::open(path);
    if (!file) return failure(file.error());
    const auto stamp = file->stamp();
    if (!stamp) return failure(stamp.error());
    if (entry.offset > stamp->sizeBytes || entry.bytes > stamp->sizeBytes - entry.offset)
        return failure(corrupt(path, "the tensor's bytes"));
    Tensor tensor{entry.dtype, entry.shape, std::string(entry.bytes, '\0'), {}};
    const auto n = file->readAt(entry.offset, {reinterpret_cast<uint8_t*>(tensor.bytes.data()), tensor.bytes.size()});
    if (!n) return failure(n.error());
    tensor.bytes.resize(*n);
    return tensor;
}

} // namespace td::runlog
