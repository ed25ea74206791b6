#include "engine/data/text_encoding.h"

#include "engine/base/utf8.h"

#include <algorithm>
#include <iconv.h>
#include <optional>

namespace td::data {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool isControl(char c) {
    const auto byte = static_cast<uint8_t>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f';
}

/// UTF-16 without a mark: every other byte of what is mostly ASCII is 0. -1: no; 0: little endian; 1: big endian.
int utf16Order(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, 4096);
    size_t zeros[2] = {0, 0};
    for (size_t i = 0; i < head.size(); ++i)
        zeros[i % 2] += head[i] == '\0' ? 1 : 0;
    const size_t many = head.size() * 2 / 10; // of head.size() / 2 places
    if (zeros[1] > many && zeros[0] < many / 8 + 1) return 0;
    if (zeros[0] > many && zeros[1] < many / 8 + 1) return 1;
    return -1;
}

std::string fromUtf16(std::string_view bytes, bool isBigEndian) {
    std::string text;
    const auto unit = [&](size_t at) {
        const auto a = static_cast<uint8_t>(bytes[at]), b = static_cast<uint8_t>(bytes[at + 1]);
        return static_cast<uint32_t>(isBigEndian ? a << 8 | b : b << 8 | a);
    };
    for (size_t at = 0; at + 1 < bytes.size(); at += 2) {
        uint32_t point = unit(at);
        if (point >= 0xD800 && point < 0xDC00 && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00 &&
            unit(at + 2) < 0xE000) {
            point = 0x10000 + ((point - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
            at += 2;
        }
        appendUtf8(text, point);
    }
    return text;
}

/// Through the system's tables; nothing where a byte has no meaning in that encoding or the system lacks it.
std::optional<std::string> converted(std::string_view bytes, const char* encoding) {
    const iconv_t table = ::iconv_open("UTF-8", encoding);
    if (table == iconv_t(-1)) return std::nullopt; // NOLINT(performance-no-int-to-ptr): so iconv says it
    std::string text(bytes.size() * 4, '\0');
    char* in = const_cast<char*>(bytes.data()); // only read
    char* out = text.data();
    size_t inLeft = bytes.size(), outLeft = text.size();
    const bool isDone = ::iconv(table, &in, &inLeft, &out, &outLeft) != size_t(-1);
    ::iconv_close(table);
    if (!isDone) return std::nullopt;
    text.resize(text.size() - outLeft);
    return text;
}

/// Windows-1252 is Latin-1 but for 0x80 … 0x9F.
std::string fromWindows1252(std::string_view bytes) {
    if (auto text = converted(bytes, "WINDOWS-1252")) return *text;
    std::string text;
    for (const char c : bytes)
        appendUtf8(text, static_cast<uint8_t>(c));
    return text;
}

/// Runs of bytes above 0x7F that are all pairs of two high bytes, as Chinese text is and Western text is not.
bool looksLikeGb18030(std::string_view bytes) {
    size_t pairs = 0;
    for (size_t i = 0; i < bytes.size(); ++i) {
        if (static_cast<uint8_t>(bytes[i]) < 0x80) continue;
        const auto lead = static_cast<uint8_t>(bytes[i]);
        const auto trail = i + 1 < bytes.size() ? static_cast<uint8_t>(bytes[i + 1]) : uint8_t{0};
        if (lead < 0xA1 || lead == 0xFF || trail < 0xA1 || trail == 0xFF) return false;
        ++pairs;
        ++i;
    }
    return pairs >= 2;
}

int64_t lineOf(std::string_view text, size_t offset) {
    return 1 + std::ranges::count(text.substr(0, offset), '\n');
}

/// What is not UTF-8: one bad byte among good sequences stays UTF-8, otherwise it is another encoding.
std::string recovered(const std::string& bytes, const std::string& valid, const std::string& file, Problems& problems) {
    size_t bad = 0, same = 0;
    for (size_t at = 0; (at = valid.find(kReplacement, at)) != std::string::npos; at += kReplacement.size())
        ++bad;
    while (same < bytes.size() && same < valid.size() && bytes[same] == valid[same])
        ++same;
    const auto isLead = [](char c) { return static_cast<uint8_t>(c) >= 0xC2; };
    const auto sequences = static_cast<size_t>(std::ranges::count_if(valid, isLead)) - bad;
    const auto report = [&](const std::string& as) {
        problems.add({ProblemKind::Encoding, file, lineOf(bytes, same), 0, "UTF-8",
                      "another byte at offset " + std::to_string(same) + ", read as " + as});
    };
    if (sequences >= bad) {
        report("UTF-8 with U+FFFD");
        return valid;
    }
    if (looksLikeGb18030(bytes))
        if (auto text = converted(bytes, "GB18030")) {
            report("GB18030");
            return *text;
        }
    report("Windows-1252");
    return fromWindows1252(bytes);
}

Result<void> checkIsText(std::string_view bytes, const std::string& file) {
    if (bytes.starts_with("PK\3\4"))
        return failure(fileError(ErrorCode::Unsupported, "Spreadsheet", file,
                                 {{"found", "a ZIP archive (a spreadsheet?)"}, {"expected", "text"}}));
    const std::string_view head = bytes.substr(0, 65536);
    const auto controls = static_cast<size_t>(std::ranges::count_if(head, isControl));
    if (controls < 8 || controls * 50 < head.size()) return {};
    const auto first = static_cast<size_t>(std::ranges::find_if(head, isControl) - head.begin());
    return failure(fileError(ErrorCode::InvalidArgument, "NotText", file,
                             {{"offset", std::to_string(first)},
                              {"found", std::to_string(static_cast<int>(head[first]))},
                              {"expected", "text"}}));
}

Result<std::string> decodedAs(const std::string& bytes, std::string_view encoding, const std::string& file) {
    if (encoding == "utf-16") return fromUtf16(bytes, utf16Order(bytes) == 1);
    if (encoding == "windows-1252" || encoding == "latin-1") return fromWindows1252(bytes);
    if (encoding == "gb18030")
        if (auto text = converted(bytes, "GB18030")) return *text;
    return failure(
        fileError(ErrorCode::InvalidArgument, "UnknownEncoding", file,
                  {{"encoding", std::string(encoding)}, {"expected", "utf-8, utf-16, windows-1252, gb18030"}}));
}

} // namespace

void appendUtf8(std::string& text, uint32_t point) {
    if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) point = 0xFFFD;
    const auto tail = [&](int shift) { text += static_cast<char>(0x80 | ((point >> shift) & 0x3F)); };
    if (point < 0x80) {
        text += static_cast<char>(point);
    } else if (point < 0x800) {
        text += static_cast<char>(0xC0 | point >> 6);
        tail(0);
    } else if (point < 0x10000) {
        text += static_cast<char>(0xE0 | point >> 12);
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0 | point >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

std::string toUtf8Lossy(std::string_view bytes) {
    return toValidUtf8(bytes);
}

Result<std::string> decodedText(std::string bytes, std::string_view encoding, const std::string& file,
                                Problems& problems) {
    if (bytes.starts_with("\xEF\xBB\xBF")) return toValidUtf8(std::string_view(bytes).substr(3));
    if (bytes.starts_with("\xFF\xFE")) return fromUtf16(std::string_view(bytes).substr(2), false);
    if (bytes.starts_with("\xFE\xFF")) return fromUtf16(std::string_view(bytes).substr(2), true);
    if (!encoding.empty() && encoding != "utf-8") return decodedAs(bytes, encoding, file);
    if (const int order = utf16Order(bytes); order >= 0) return fromUtf16(bytes, order == 1);
    TD_TRY(checkIsText(bytes, file));
    std::string valid = toValidUtf8(bytes);
    if (valid == bytes) return valid;
    return encoding.empty() ? recovered(bytes, valid, file, problems) : valid;
}

} // namespace td::data
