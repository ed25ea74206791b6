#include "engine/runlog/payload_source.h"

#include "engine/base/crc32c.h"
#include "engine/runlog/wire.h"

#include <vector>
#include <zlib.h>

namespace td::runlog {
namespace {

constexpr uint64_t kHeaderBytes = 12, kFooterBytes = 4;
/// Below this the whole record is read and checked; above, only where the value is most of it.
constexpr uint64_t kAlwaysCheckedBytes = 1 << 16;

/// Unpacks a gzip stream (also of several members) as far as it is good.
Result<std::string> unpack(const InputFile& file) {
    std::string out;
    std::vector<uint8_t> in(1 << 18), block(1 << 18);
    z_stream z{};
    constexpr int kGzipWindow = 15 + 16;
    if (inflateInit2(&z, kGzipWindow) != Z_OK) return failure(ErrorCode::Internal, {{"action", "unpack"}});
    int state = Z_OK;
    for (uint64_t at = 0; state == Z_OK || state == Z_STREAM_END || state == Z_BUF_ERROR;) {
        if (z.avail_in == 0) {
            const auto n = file.readAt(at, in);
            if (!n || *n == 0) break;
            at += *n;
            z.next_in = in.data();
            z.avail_in = static_cast<uInt>(*n);
        }
        if (state == Z_STREAM_END && inflateReset(&z) != Z_OK) break;
        z.next_out = block.data();
        z.avail_out = static_cast<uInt>(block.size());
        state = inflate(&z, Z_NO_FLUSH);
        out.append(reinterpret_cast<const char*>(block.data()), block.size() - z.avail_out);
        if (out.size() > PayloadSource::kLargestUnpackedBytes) break;
    }
    inflateEnd(&z);
    if (out.size() > PayloadSource::kLargestUnpackedBytes)
        return failure(ErrorCode::TooLarge, {{"file", file.path().string()},
                                             {"limit", std::to_string(PayloadSource::kLargestUnpackedBytes)}});
    return out;
}

bool headerMatches(std::string_view header, uint32_t recordBytes) {
    const uint8_t* p = asBytes(header).data();
    return header.size() == kHeaderBytes && loadAs<uint64_t>(p) == recordBytes &&
           maskedCrc(crc32c(p, 8)) == loadAs<uint32_t>(p + 8);
}

} // namespace

Result<PayloadSource> PayloadSource::open(const FileSnapshot& file) {
    auto input = InputFile::open(file.path);
    if (!input) return failure(input.error());
    PayloadSource source(std::move(*input));
    if (!file.packed) return source;
    auto unpacked = unpack(source.m_file);
    if (!unpacked) return failure(unpacked.error());
    source.m_unpacked = std::move(*unpacked);
    return source;
}

Result<std::string> PayloadSource::bytesAt(uint64_t offset, uint64_t count) const {
    if (m_unpacked) return offset < m_unpacked->size() ? m_unpacked->substr(offset, count) : std::string();
    std::string bytes(count, '\0');
    auto n = m_file.readAt(offset, {reinterpret_cast<uint8_t*>(bytes.data()), bytes.size()});
    if (!n) return failure(n.error());
    bytes.resize(*n);
    return bytes;
}

Result<std::string> PayloadSource::read(uint64_t recordOffset, uint32_t recordBytes, uint32_t valueOffset,
                                        uint32_t valueBytes) const {
    const Error changed{ErrorCode::Corrupt,
                        {{"file", m_file.path().string()},
                         {"offset", std::to_string(recordOffset)},
                         {"expected", "the record that was there"}}};
    if (recordOffset < kHeaderBytes || valueOffset > recordBytes || valueBytes > recordBytes - valueOffset)
        return failure(changed);
    auto header = bytesAt(recordOffset - kHeaderBytes, kHeaderBytes);
    if (!header) return header;
    if (!headerMatches(*header, recordBytes)) return failure(changed);
    if (recordBytes > kAlwaysCheckedBytes && recordBytes / 2 > valueBytes) {
        auto value = bytesAt(recordOffset + valueOffset, valueBytes);
        if (value && value->size() != valueBytes) return failure(changed);
        return value;
    }
    auto record = bytesAt(recordOffset, recordBytes + kFooterBytes);
    if (!record) return record;
    if (record->size() != recordBytes + kFooterBytes) return failure(changed);
    if (maskedCrc(crc32c(record->data(), recordBytes)) != loadAs<uint32_t>(asBytes(*record).data() + recordBytes))
        return failure(changed);
    return record->substr(valueOffset, valueBytes);
}

} // namespace td::runlog
