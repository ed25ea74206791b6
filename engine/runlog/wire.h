#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace td::runlog {

/// Protobuf's wire types. Source: protobuf.dev, "Encoding".
enum class WireType : uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, GroupStart = 3, GroupEnd = 4, Fixed32 = 5 };

using Bytes = std::span<const uint8_t>;

[[nodiscard]] inline std::string_view asText(Bytes b) { return {reinterpret_cast<const char*>(b.data()), b.size()}; }
[[nodiscard]] inline Bytes asBytes(std::string_view s) { return {reinterpret_cast<const uint8_t*>(s.data()), s.size()}; }

/// Little-endian loads from unaligned bytes.
template <class T>
[[nodiscard]] inline T loadAs(const uint8_t* p) {
    T v;
    std::memcpy(&v, p, sizeof v);
    return v;
}

/// One field of a message: its number, its wire type, and its value in the member that fits.
struct WireField {
    uint32_t number = 0;
    WireType type = WireType::Varint;
    uint64_t varint = 0; ///< Varint; Fixed32 and Fixed64 as their bits
    Bytes bytes;         ///< Bytes
    [[nodiscard]] double asDouble() const { return loadAs<double>(reinterpret_cast<const uint8_t*>(&varint)); }
    [[nodiscard]] float asFloat() const { return loadAs<float>(reinterpret_cast<const uint8_t*>(&varint)); }
    [[nodiscard]] int64_t asInt64() const { return static_cast<int64_t>(varint); }
    [[nodiscard]] std::string_view asText() const { return td::runlog::asText(bytes); }
};

/// A bounds-checked walk over the fields of one message. Never reads outside its bytes, never allocates.
///
///     WireCursor cursor(bytes);
///     for (WireField f; cursor.next(f);) …
///     if (cursor.failed()) … the bytes are no message
class WireCursor {
public:
    explicit WireCursor(Bytes message) : m_at(message.data()), m_end(message.data() + message.size()) {}

    /// The next field; false at the end and at the first fault. Groups (deprecated) are skipped as a whole.
    bool next(WireField& field) {
        while (m_at < m_end) {
            uint64_t key = 0;
            if (!varint(key) || key > 0xFFFFFFFFull || (key >> 3) == 0) return fail();
            field.number = static_cast<uint32_t>(key >> 3);
            field.type = static_cast<WireType>(key & 7);
            if (field.type == WireType::GroupStart) {
                if (!skipGroup(field.number)) return fail();
                continue;
            }
            return value(field) ? true : fail();
        }
        return false;
    }
    [[nodiscard]] bool failed() const { return m_failed; }
    [[nodiscard]] const uint8_t* position() const { return m_at; }

    bool varint(uint64_t& out) {
        if (m_at < m_end && *m_at < 0x80) {
            out = *m_at++;
            return true;
        }
        uint64_t v = 0;
        for (int shift = 0; shift < 70 && m_at < m_end; shift += 7) {
            const uint8_t b = *m_at++;
            v |= static_cast<uint64_t>(b & 0x7F) << (shift < 64 ? shift : 63);
            if (b < 0x80) {
                out = v;
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] bool atEnd() const { return m_at >= m_end; }

private:
    bool fail() {
        m_failed = true;
        m_at = m_end;
        return false;
    }

    bool value(WireField& field) {
        switch (field.type) {
        case WireType::Varint: return varint(field.varint);
        case WireType::Fixed64: return fixed(field, 8);
        case WireType::Fixed32: return fixed(field, 4);
        case WireType::Bytes: {
            uint64_t n = 0;
            if (!varint(n) || n > static_cast<uint64_t>(m_end - m_at)) return false;
            field.bytes = {m_at, static_cast<size_t>(n)};
            m_at += n;
            return true;
        }
        default: return false;
        }
    }

    bool fixed(WireField& field, size_t n) {
        if (static_cast<size_t>(m_end - m_at) < n) return false;
        field.varint = 0;
        std::memcpy(&field.varint, m_at, n);
        m_at += n;
        return true;
    }

    bool skipGroup(uint32_t number) {
        constexpr int kDeepest = 100;
        uint32_t open[kDeepest];
        int depth = 0;
        open[depth++] = number;
        while (depth > 0) {
            uint64_t key = 0;
            if (!varint(key) || (key >> 3) == 0) return false;
            WireField inner;
            inner.number = static_cast<uint32_t>(key >> 3);
            inner.type = static_cast<WireType>(key & 7);
            if (inner.type == WireType::GroupStart) {
                if (depth == kDeepest) return false;
                open[depth++] = inner.number;
            } else if (inner.type == WireType::GroupEnd) {
                if (open[--depth] != inner.number) return false;
            } else if (!value(inner)) {
                return false;
            }
        }
        return true;
    }

    const uint8_t* m_at;
    const uint8_t* m_end;
    bool m_failed = false;
};

} // namespace td::runlog
