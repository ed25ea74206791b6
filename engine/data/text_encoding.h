#pragma once

#include "engine/data/problem.h"

namespace td::data {

/// `bytes` of a text file as UTF-8, without a byte-order mark.
///
/// `encoding` is "utf-8", "utf-16", "windows-1252", "gb18030" or empty: then it is found, by marks, zero bytes and
/// whether the bytes are UTF-8; what was decoded as something else is a problem with the first byte that told so.
/// Errors: NotText where control characters say that this is no text; Spreadsheet for a zip archive; UnknownEncoding.
[[nodiscard]] Result<std::string> decodedText(std::string bytes, std::string_view encoding, const std::string& file,
                                              Problems& problems);

/// Appends a code point, U+FFFD for what is none.
void appendUtf8(std::string& text, uint32_t point);
/// Every byte that is no UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string toUtf8Lossy(std::string_view bytes);

} // namespace td::data
