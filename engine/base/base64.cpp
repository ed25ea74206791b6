#include "engine/base/base64.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace td {

namespace {
constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t kNoDigit = 64;

constexpr std::array<uint8_t, 256> kValues = [] {
    std::array<uint8_t, 256> values{};
    values.fill(kNoDigit);
    for (size_t i = 0; i < kDigits.size(); ++i)
        values[static_cast<uint8_t>(kDigits[i])] = static_cast<uint8_t>(i);
    return values;
}();

/// Up to three bytes as 24 bits, the first on top.
uint32_t groupOf(std::span<const std::byte> bytes) {
    uint32_t group = 0;
    for (size_t i = 0; i < 3; ++i)
        group = group << 8 | (i < bytes.size() ? std::to_integer<uint32_t>(bytes[i]) : 0);
    return group;
}
} // namespace

std::string toBase64(std::span<const std::byte> bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (size_t at = 0; at < bytes.size(); at += 3) {
        const size_t count = std::min<size_t>(bytes.size() - at, 3);
        const uint32_t group = groupOf(bytes.subspan(at, count));
        for (size_t digit = 0; digit < 4; ++digit)
            text += digit <= count ? kDigits[group >> (18 - 6 * digit) & 63] : '=';
    }
    return text;
}

std::optional<std::vector<std::byte>> fromBase64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    const size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
    const size_t digits = text.size() - padding;
    std::vector<std::byte> bytes;
    bytes.reserve(digits * 3 / 4);
    uint32_t bits = 0;
    int held = 0;
    for (const char c : text.substr(0, digits)) {
        const uint8_t value = kValues[static_cast<uint8_t>(c)];
        if (value == kNoDigit) return std::nullopt;
        bits = bits << 6 | value;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes.push_back(static_cast<std::byte>(bits >> held & 0xFF));
        bits &= (1u << held) - 1;
    }
    if (bits != 0) return std::nullopt;
    return bytes;
}

} // namespace td
