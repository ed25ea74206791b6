#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace td::runlog {

/// Builds one protocol-buffer message, field by field, without generated classes.
///
/// Values equal to proto3's default are written all the same where a caller asks for them: presence then shows in the
/// bytes. Source: protobuf.dev/programming-guides/encoding.
class ProtoWriter {
public:
    void varint(int field, uint64_t value) {
        key(field, 0);
        raw(value);
    }
    /// int32, int64, enum: negative numbers take ten bytes, as the format says.
    void integer(int field, int64_t value) { varint(field, static_cast<uint64_t>(value)); }
    void float32(int field, float value) {
        key(field, 5);
        fixed(std::bit_cast<uint32_t>(value));
    }
    void float64(int field, double value) {
        key(field, 1);
        fixed(std::bit_cast<uint64_t>(value));
    }
    void bytes(int field, std::string_view value) {
        key(field, 2);
        raw(value.size());
        m_bytes += value;
    }
    void message(int field, const ProtoWriter& value) { bytes(field, value.m_bytes); }

    [[nodiscard]] const std::string& data() const { return m_bytes; }

private:
    void key(int field, int wireType) { raw(static_cast<uint64_t>(field) << 3 | static_cast<uint64_t>(wireType)); }
    void raw(uint64_t value) {
        for (; value >= 0x80; value >>= 7)
            m_bytes += static_cast<char>(value | 0x80);
        m_bytes += static_cast<char>(value);
    }
    void fixed(std::unsigned_integral auto value) {
        static_assert(std::endian::native == std::endian::little);
        char copy[sizeof value];
        std::memcpy(copy, &value, sizeof value);
        m_bytes.append(copy, sizeof value);
    }

    std::string m_bytes;
};

/// The bytes of numbers as tensor_content holds them: little endian, row-major.
template <class T>
[[nodiscard]] std::string_view bytesOf(std::span<const T> numbers) {
    static_assert(std::endian::native == std::endian::little);
    return {reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes()};
}

} // namespace td::runlog
