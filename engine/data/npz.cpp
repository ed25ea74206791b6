#include "engine/data/file_bytes.h"
#include "engine/data/npy.h"

#include <algorithm>
#include <zlib.h>

namespace td::data {
namespace {

uint64_t littleEndian(std::string_view bytes, size_t at, size_t width) {
    uint64_t value = 0;
    for (size_t i = 0; i < width; ++i)
        value |= static_cast<uint64_t>(static_cast<uint8_t>(bytes[at + i])) << (8 * i);
    return value;
}

/// One entry of the central directory. Source: PKWARE APPNOTE 4.3.12 and 4.5.3.
struct Member {
    std::string name;
    uint64_t method = 0, crc = 0, packedBytes = 0, bytes = 0, localOffset = 0;
    size_t headerBytes = 0; ///< of this entry
};

/// Sizes and the offset that did not fit 32 bits follow in this order in the extra field 1.
void readZip64(std::string_view extra, Member& member) {
    while (extra.size() >= 4) {
        const size_t size = littleEndian(extra, 2, 2);
        if (size + 4 > extra.size()) return;
        if (littleEndian(extra, 0, 2) == 1) {
            size_t at = 4;
            for (uint64_t* value : {&member.bytes, &member.packedBytes, &member.localOffset})
                if (*value == 0xFFFFFFFF && at + 8 <= 4 + size) {
                    *value = littleEndian(extra, at, 8);
                    at += 8;
                }
            return;
        }
        extra.remove_prefix(4 + size);
    }
}

std::optional<Member> memberAt(std::string_view zip, size_t at) {
    constexpr size_t kFixed = 46;
    if (at > zip.size() || zip.size() - at < kFixed || zip.substr(at, 4) != "PK\1\2") return std::nullopt;
    const size_t nameBytes = littleEndian(zip, at + 28, 2), extraBytes = littleEndian(zip, at + 30, 2);
    Member member;
    member.headerBytes = kFixed + nameBytes + extraBytes + littleEndian(zip, at + 32, 2);
    if (zip.size() - at < member.headerBytes) return std::nullopt;
    member.name = zip.substr(at + kFixed, nameBytes);
    member.method = littleEndian(zip, at + 10, 2);
    member.crc = littleEndian(zip, at + 16, 4);
    member.packedBytes = littleEndian(zip, at + 20, 4);
    member.bytes = littleEndian(zip, at + 24, 4);
    member.localOffset = littleEndian(zip, at + 42, 4);
    readZip64(zip.substr(at + kFixed + nameBytes, extraBytes), member);
    return member;
}

/// Where the central directory begins, by the record at the end, before which up to 64 KiB of comment may lie.
std::optional<size_t> directoryOf(std::string_view zip) {
    const size_t at = zip.rfind("PK\5\6");
    if (at == std::string_view::npos || zip.size() - at < 22) return std::nullopt;
    const uint64_t offset = littleEndian(zip, at + 16, 4);
    if (offset != 0xFFFFFFFF) return offset;
    const size_t at64 = zip.rfind("PK\6\6", at);
    if (at64 == std::string_view::npos || zip.size() - at64 < 56) return std::nullopt;
    return littleEndian(zip, at64 + 48, 8);
}

Result<std::string> contentOf(std::string_view zip, const Member& member, uint64_t limitBytes,
                              const std::string& file) {
    const auto bad = [&](ErrorCode code, std::string_view problem) {
        return failure(fileError(code, problem, file, {{"member", member.name}}));
    };
    const uint64_t at = member.localOffset;
    if (at > zip.size() || zip.size() - at < 30) return bad(ErrorCode::Corrupt, "Truncated");
    const uint64_t begin = at + 30 + littleEndian(zip, at + 26, 2) + littleEndian(zip, at + 28, 2);
    if (begin > zip.size() || zip.size() - begin < member.packedBytes) return bad(ErrorCode::Corrupt, "Truncated");
    if (member.bytes > limitBytes) return bad(ErrorCode::TooLarge, "TooLarge");
    const std::string_view packed = zip.substr(begin, member.packedBytes);
    if (member.method != 0 && member.method != 8) return bad(ErrorCode::Unsupported, "UnknownPacking");
    auto content = member.method == 0 ? Result<std::string>(std::string(packed))
                                      : inflated(packed, Packing::Raw, std::min(limitBytes, member.bytes), file);
    if (!content) return content;
    const auto crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(content->data()), content->size());
    if (crc != member.crc || content->size() != member.bytes) return bad(ErrorCode::Corrupt, "ChecksumMismatch");
    return content;
}

/// "../../escape.npy" is the array "escape": nothing is ever written under such a name.
std::string arrayName(std::string name) {
    name.erase(0, name.find_last_of("/\\") + 1);
    if (name.ends_with(".npy")) name.resize(name.size() - 4);
    return name;
}

} // namespace

Result<std::vector<NamedArray>> readNpz(std::string_view zip, const std::string& file, uint64_t limitBytes,
                                        Problems& problems) {
    const auto directory = directoryOf(zip);
    if (!directory || !memberAt(zip, *directory))
        return failure(fileError(ErrorCode::Corrupt, "BadArchive", file, {{"expected", "a zip archive of arrays"}}));
    std::vector<NamedArray> arrays;
    uint64_t leftBytes = limitBytes;
    size_t at = *directory;
    while (const auto member = memberAt(zip, at)) {
        at += member->headerBytes;
        auto content = contentOf(zip, *member, leftBytes, file);
        if (!content && content.error().code == ErrorCode::TooLarge) return failure(std::move(content).error());
        auto read = content ? readNpy(*content, file + ":" + member->name, arrayName(member->name), problems)
                            : Result<std::vector<NamedArray>>(failure(content.error()));
        if (!read) {
            problems.add({ProblemKind::NotAnArray, file, 0, 0, "an array",
                          member->name + ": " + std::string(read.error().fact("problem"))});
            continue;
        }
        leftBytes -= std::min<uint64_t>(leftBytes, content->size());
        arrays.insert(arrays.end(), std::make_move_iterator(read->begin()), std::make_move_iterator(read->end()));
    }
    if (arrays.empty())
        return failure(
            fileError(ErrorCode::Corrupt, "NoArrays", file, {{"expected", "at least one array of numbers"}}));
    return arrays;
}

} // namespace td::data
