#include "tests/fuzz/table_image.h"

#include "engine/base/crc32c.h"

namespace td::fuzz {
namespace {

template <class T>
std::string littleEndian(T value) {
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

std::string varint(uint64_t value) {
    std::string out;
    for (; value > 127; value >>= 7)
        out += static_cast<char>((value & 127) | 128);
    return out + static_cast<char>(value);
}

/// Appends a block with its trailer and returns its handle.
std::string appendBlock(std::string& table, std::string block) {
    const std::string handle = varint(table.size()) + varint(block.size());
    block += '\0'; // not compressed
    table += block + littleEndian(maskedCrc(crc32c(block.data(), block.size())));
    return handle;
}

/// One restart point, at the first entry.
const std::string kRestarts = littleEndian<uint32_t>(0) + littleEndian<uint32_t>(1);

} // namespace

std::string tableOf(runlog::Bytes entries) {
    std::string table;
    const std::string data = appendBlock(table, std::string(runlog::asText(entries)));
    const std::string metaIndex = appendBlock(table, kRestarts);
    const std::string key = "~";
    const std::string entry = varint(0) + varint(key.size()) + varint(data.size()) + key + data;
    std::string footer = metaIndex + appendBlock(table, entry + kRestarts);
    footer.resize(40);
    return table + footer + littleEndian<uint64_t>(0xdb4775248b80fb57ull);
}

} // namespace td::fuzz
