#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace td::runlog {

/// Writes numbers and strings one after another, little endian, without padding.
class IndexWriter {
public:
    template <class T>
        requires std::is_trivially_copyable_v<T>
    void put(const T& value) {
        m_bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    void put(std::string_view text) {
        put(static_cast<uint64_t>(text.size()));
        m_bytes.append(text);
    }
    void put(const std::string& text) { put(std::string_view(text)); }
    [[nodiscard]] const std::string& bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};

/// Reads them back; after the first read beyond the end everything is zero and failed() is true.
class IndexReader {
public:
    explicit IndexReader(std::string_view bytes) : m_bytes(bytes) {}
    template <class T>
        requires std::is_trivially_copyable_v<T>
    [[nodiscard]] T take() {
        T value{};
        if (m_bytes.size() < sizeof value) {
            m_failed = true;
            m_bytes = {};
            return value;
        }
        std::memcpy(&value, m_bytes.data(), sizeof value);
        m_bytes.remove_prefix(sizeof value);
        return value;
    }
    [[nodiscard]] std::string text() {
        const auto n = take<uint64_t>();
        if (n > m_bytes.size()) {
            m_failed = true;
            m_bytes = {};
            return {};
        }
        std::string out(m_bytes.substr(0, n));
        m_bytes.remove_prefix(n);
        return out;
    }
    /// A count of things that take at least `smallest` bytes each; fails instead of promising more than there can be.
    [[nodiscard]] uint64_t count(uint64_t smallest) {
        const auto n = take<uint64_t>();
        if (n > m_bytes.size() / smallest) {
            m_failed = true;
            m_bytes = {};
            return 0;
        }
        return n;
    }
    /// An enumerator up to `last`; fails on any other number.
    template <class Enum>
        requires std::is_enum_v<Enum>
    [[nodiscard]] Enum takeUpTo(Enum last) {
        const auto value = take<Enum>();
        if (value <= last) return value;
        m_failed = true;
        m_bytes = {};
        return Enum{};
    }
    [[nodiscard]] bool failed() const { return m_failed; }
    [[nodiscard]] size_t left() const { return m_bytes.size(); }

private:
    std::string_view m_bytes;
    bool m_failed = false;
};

} // namespace td::runlog
