#pragma once

#include "engine/base/crc32c.h"
#include "tests/support/scratch.h"

#include <filesystem>
#include <fstream>
#include <string>

namespace td::test {

inline void append(const std::filesystem::path& path, const std::string& bytes) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary | std::ios::app) << bytes;
}

template <class T>
std::string raw(T value) {
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

/// One TFRecord around `payload`.
inline std::string record(const std::string& payload) {
    const std::string length = raw<uint64_t>(payload.size());
    return length + raw(maskedCrc(crc32c(length.data(), 8))) + payload + raw(maskedCrc(crc32c(payload.data(), payload.size())));
}

inline std::string varint(uint64_t v) {
    std::string out;
    for (; v > 127; v >>= 7) out += static_cast<char>((v & 127) | 128);
    return out + static_cast<char>(v);
}
inline std::string field(int number, const std::string& bytes) { return varint(static_cast<uint64_t>(number) << 3 | 2) + varint(bytes.size()) + bytes; }

/// An Event with a summary of `values` (serialized Summary.Value messages).
inline std::string event(double wall, int64_t step, const std::string& values) {
    return std::string("\x09") + raw(wall) + (step == 0 ? "" : "\x10" + varint(static_cast<uint64_t>(step))) + field(5, values);
}
/// A Summary.Value with simple_value, wrapped as a member of Summary.
inline std::string simple(const std::string& tag, float v) { return field(1, field(1, tag) + "\x15" + raw(v)); }
/// A record of one simple value, as PyTorch writes them.
inline std::string point(const std::string& tag, int64_t step, float v, double wall = 1e9) { return record(event(wall, step, simple(tag, v))); }
inline std::string version() { return record("\x09" + raw(1e9) + field(3, "brain.Event:2")); }

} // namespace td::test
