#include "engine/runlog/byte_source.h"

#include <algorithm>
#include <vector>
#include <zlib.h>

namespace td::runlog {
namespace {

class PlainSource final : public ByteSource {
public:
    PlainSource(const InputFile& file, uint64_t offset) : m_file(file), m_offset(offset) {
        if (const auto stamp = file.stamp()) m_size = stamp->sizeBytes;
    }
    Result<size_t> read(std::span<uint8_t> into) override {
        auto n = m_file.readAt(m_offset, into);
        if (n) m_offset += *n;
        return n;
    }
    std::optional<uint64_t> sizeBytes() const override { return m_size; }

private:
    const InputFile& m_file;
    uint64_t m_offset;
    std::optional<uint64_t> m_size;
};

class GzipSource final : public ByteSource {
public:
    explicit GzipSource(const InputFile& file) : m_file(file), m_packed(256 * 1024) {
        m_open = inflateInit2(&m_stream, 15 + 16) == Z_OK;
        m_damaged = !m_open;
    }
    GzipSource(const GzipSource&) = delete;
    GzipSource& operator=(const GzipSource&) = delete;
    ~GzipSource() override {
        if (m_open) inflateEnd(&m_stream);
    }

    Result<size_t> read(std::span<uint8_t> into) override {
        m_stream.next_out = into.data();
        m_stream.avail_out = static_cast<uInt>(std::min<size_t>(into.size(), 1u << 30));
        const auto wanted = m_stream.avail_out;
        while (m_stream.avail_out > 0 && !m_damaged) {
            if (m_stream.avail_in == 0 && !m_holdsOutput) {
                auto n = m_file.readAt(m_offset, m_packed);
                if (!n) return n;
                if (*n == 0) break;
                m_offset += *n;
                m_stream.next_in = m_packed.data();
                m_stream.avail_in = static_cast<uInt>(*n);
            }
            unpack();
            m_holdsOutput = m_stream.avail_out == 0 && !m_memberEnded;
        }
        const size_t done = wanted - m_stream.avail_out;
        if (done == 0 && !m_memberEnded) m_damaged = true; // the file ends inside a member
        return done;
    }
    bool isDamaged() const override { return m_damaged; }

private:
    void unpack() {
        if (m_memberEnded && !beginsMember()) return;
        const int status = inflate(&m_stream, Z_NO_FLUSH);
        if (status == Z_STREAM_END) m_memberEnded = true;
        else if (status != Z_OK && status != Z_BUF_ERROR) m_damaged = true;
    }

    /// Behind a member: another one, zeros up to the end (padding, as gzip(1) has it), or what does not belong there.
    bool beginsMember() {
        constexpr uint8_t kMagic = 0x1f;
        if (!m_padded && *m_stream.next_in == kMagic) {
            inflateReset(&m_stream);
            m_memberEnded = false;
            return true;
        }
        m_padded = true;
        const auto* end = m_stream.next_in + m_stream.avail_in;
        m_damaged = std::any_of<const uint8_t*>(m_stream.next_in, end, [](uint8_t byte) { return byte != 0; });
        m_stream.avail_in = 0;
        return false;
    }

    const InputFile& m_file;
    std::vector<uint8_t> m_packed;
    z_stream m_stream{};
    uint64_t m_offset = 0;
    bool m_holdsOutput = false; ///< there may be more to unpack of what was read: it did not fit into the caller's block
    bool m_open = false, m_damaged = false, m_memberEnded = false;
    bool m_padded = false; ///< zeros came behind the last member: nothing else may
};

} // namespace

std::unique_ptr<ByteSource> plainSource(const InputFile& file, uint64_t offset) { return std::make_unique<PlainSource>(file, offset); }
std::unique_ptr<ByteSource> gzipSource(const InputFile& file) { return std::make_unique<GzipSource>(file); }

bool isGzip(const InputFile& file) {
    uint8_t head[3] = {};
    const auto n = file.readAt(0, head);
    return n && *n == 3 && head[0] == 0x1f && head[1] == 0x8b && head[2] == 8;
}

} // namespace td::runlog
