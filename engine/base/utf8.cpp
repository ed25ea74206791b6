#include "engine/base/utf8.h"

#include <algorithm>
#include <cstdint>

namespace td {
namespace {

bool isContinuation(unsigned char byte) {
    return (byte & 0xC0) == 0x80;
}

/// Bytes of the well-formed sequence at the start of `text`, 0 where there is none (Unicode 15, table 3-7).
size_t sequenceBytes(std::string_view text) {
    const auto at = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = at(0);
    if (lead < 0x80) return 1;
    const size_t size = lead >= 0xC2 && lead <= 0xDF   ? 2
                        : lead >= 0xE0 && lead <= 0xEF ? 3
                        : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                       : 0;
    if (size == 0 || text.size() < size) return 0;
    for (size_t i = 1; i < size; ++i)
        if (!isContinuation(at(i))) return 0;
    const bool overlong = (lead == 0xE0 && at(1) < 0xA0) || (lead == 0xF0 && at(1) < 0x90);
    const bool outside = (lead == 0xED && at(1) > 0x9F) || (lead == 0xF4 && at(1) > 0x8F);
    return overlong || outside ? 0 : size;
}

} // namespace

std::string toValidUtf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const size_t size = sequenceBytes(text);
        out.append(size > 0 ? text.substr(0, size) : std::string_view("\xEF\xBF\xBD"));
        text.remove_prefix(size > 0 ? size : 1);
    }
    return out;
}

std::string escapedName(std::string_view name) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    bool isText = true;
    for (std::string_view left = name; !left.empty();) {
        const size_t size = sequenceBytes(left);
        if (size == 0) {
            const auto byte = static_cast<unsigned char>(left[0]);
            out.append("\\x") += {kDigits[byte >> 4], kDigits[byte & 15]};
            isText = false;
        } else {
            out.append(left[0] == '\\' ? std::string_view("\\\\") : left.substr(0, size));
        }
        left.remove_prefix(std::max<size_t>(size, 1));
    }
    return isText ? std::string(name) : out;
}

} // namespace td
