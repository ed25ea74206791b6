#include "engine/train/callbacks/file_name.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

namespace td::train {

namespace {
struct Format {
    bool hasZeros = false;
    int width = 0, precision = -1;
    char kind = 0; ///< 'd', 'f' or 0
};

std::optional<Format> readFormat(std::string_view text) {
    Format format;
    size_t i = 0;
    if (i < text.size() && text[i] == '0') format.hasZeros = true, ++i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9' && format.width < 100)
        format.width = format.width * 10 + (text[i++] - '0');
    if (i < text.size() && text[i] == '.') {
        format.precision = 0;
        for (++i; i < text.size() && text[i] >= '0' && text[i] <= '9' && format.precision < 20; ++i)
            format.precision = format.precision * 10 + (text[i] - '0');
    }
    if (i < text.size() && (text[i] == 'd' || text[i] == 'f')) format.kind = text[i++];
    return i == text.size() ? std::optional(format) : std::nullopt;
}

std::string printed(double value, bool isWhole, const Format& format) {
    std::array<char, 400> buffer{};
    if (isWhole && format.kind != 'f')
        std::snprintf(buffer.data(), buffer.size(), format.hasZeros ? "%0*lld" : "%*lld", format.width,
                      static_cast<long long>(value));
    else if (format.kind == 'f' || format.precision >= 0)
        std::snprintf(buffer.data(), buffer.size(), format.hasZeros ? "%0*.*f" : "%*.*f", format.width,
                      format.precision < 0 ? 6 : format.precision, value);
    else
        return pythonNumber(value);
    return buffer.data();
}
} // namespace

Result<std::string> fileName(const std::string& pattern, int64_t epoch, int64_t step, const Logs& logs) {
    const auto wrong = [&](std::string_view field) {
        return failure(ErrorCode::InvalidArgument, {{"argument", "filepath"},
                                                    {"value", pattern},
                                                    {"field", std::string(field)},
                                                    {"expected", "{epoch}, {step} or a name of the logs"}});
    };
    std::string text;
    for (size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '{') {
            text += pattern[i];
            continue;
        }
        const size_t end = pattern.find('}', i);
        if (end == std::string::npos) return wrong(std::string_view(pattern).substr(i));
        const std::string_view field = std::string_view(pattern).substr(i + 1, end - i - 1);
        const auto colon = field.find(':');
        const std::string name(field.substr(0, colon));
        const auto format = readFormat(colon == std::string_view::npos ? std::string_view() : field.substr(colon + 1));
        const auto log = logs.find(name);
        if (!format) return wrong(field);
        if (name == "epoch")
            text += printed(static_cast<double>(epoch), true, *format);
        else if (name == "step" || name == "batch")
            text += printed(static_cast<double>(step), true, *format);
        else if (log != logs.end())
            text += printed(log->second, false, *format);
        else
            return wrong(field);
        i = end;
    }
    return text;
}

std::string pythonNumber(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    std::array<char, 400> buffer{};
    const double size = std::abs(value);
    const bool isScientific = size != 0 && (size < 1e-4 || size >= 1e16);
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   isScientific ? std::chars_format::scientific : std::chars_format::fixed);
    std::string text(buffer.data(), end.ptr);
    if (!isScientific && text.find('.') == std::string::npos) text += ".0";
    return text;
}

} // namespace td::train
