#include "engine/data/file_bytes.h"

#include "engine/base/file.h"

#include <algorithm>
#include <memory>
#include <zlib.h>

namespace td::data {

Result<std::string> inflated(std::string_view packed, Packing packing, uint64_t limitBytes, const std::string& file) {
    z_stream stream{};
    if (inflateInit2(&stream, packing == Packing::Gzip ? 15 + 16 : -15) != Z_OK)
        return failure(ErrorCode::TooLarge, {{"action", "unpack"}, {"file", file}});
    const std::unique_ptr<z_stream, int (*)(z_stream*)> closing(&stream, inflateEnd);
    std::string out;
    std::string_view left = packed;
    std::string chunk(256 << 10, '\0');
    for (;;) {
        if (stream.avail_in == 0 && !left.empty()) {
            const size_t piece = std::min<size_t>(left.size(), 1 << 30);
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(left.data())); // zlib only reads it
            stream.avail_in = static_cast<uInt>(piece);
            left.remove_prefix(piece);
        }
        stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
        stream.avail_out = static_cast<uInt>(chunk.size());
        const int status = inflate(&stream, Z_NO_FLUSH);
        out.append(chunk, 0, chunk.size() - stream.avail_out);
        if (out.size() > limitBytes)
            return failure(fileError(ErrorCode::TooLarge, "TooLarge", file, {{"limit", std::to_string(limitBytes)}}));
        if (status == Z_STREAM_END) {
            const bool isAnotherMember = packing == Packing::Gzip && stream.avail_in > 1 && stream.next_in[0] == 0x1F;
            if (!isAnotherMember || inflateReset(&stream) != Z_OK) return out;
        } else if (status == Z_BUF_ERROR ||
                   (status == Z_OK && stream.avail_in == 0 && left.empty() && stream.avail_out > 0)) {
            return failure(
                fileError(ErrorCode::Corrupt, "TruncatedGzip", file, {{"unpacked", std::to_string(out.size())}}));
        } else if (status != Z_OK) {
            return failure(
                fileError(ErrorCode::Corrupt, "DamagedGzip", file, {{"unpacked", std::to_string(out.size())}}));
        }
    }
}

Result<std::string> fileBytes(const std::filesystem::path& path, uint64_t limitBytes) {
    auto bytes = readWholeFile(path, limitBytes);
    if (!bytes) return bytes;
    if (bytes->empty()) return failure(fileError(ErrorCode::InvalidArgument, "EmptyFile", path.string()));
    if (bytes->starts_with("\x1F\x8B")) return inflated(*bytes, Packing::Gzip, limitBytes, path.string());
    return bytes;
}

} // namespace td::data
