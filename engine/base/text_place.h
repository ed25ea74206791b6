#pragma once

#include "engine/base/error.h"

#include <algorithm>
#include <string_view>

namespace td {

/// Where a byte of a text stands, counted from 1; columns are characters of UTF-8.
struct TextPlace {
    size_t line = 1, column = 1;
};
[[nodiscard]] inline TextPlace placeAt(std::string_view text, size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const size_t lineBegin = before.rfind('\n') + 1; // npos + 1 is the text's begin
    const std::string_view line = before.substr(lineBegin);
    const auto isCharacter = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    return {static_cast<size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
            static_cast<size_t>(std::count_if(line.begin(), line.end(), isCharacter)) + 1};
}

/// What an error of reading JSON says of the byte where it stops, counted from 0.
[[nodiscard]] inline Error notJson(std::string file, std::string_view text, size_t offset) {
    const TextPlace place = placeAt(text, offset);
    return {ErrorCode::Corrupt,
            {{"file", std::move(file)},
             {"line", std::to_string(place.line)},
             {"column", std::to_string(place.column)},
             {"expected", "JSON"}}};
}

} // namespace td
