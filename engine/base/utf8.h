#pragma once

#include "engine/base/api.h"

#include <string>
#include <string_view>

namespace td {

/// `text` with every byte that is not part of well-formed UTF-8 (overlong forms, surrogates, beyond U+10FFFF) replaced
/// by U+FFFD.
///
/// For what goes into formats whose readers refuse anything else: string fields of protocol buffers, JSON.
[[nodiscard]] TD_API std::string toValidUtf8(std::string_view text);

/// A name as text: unchanged where it is UTF-8; otherwise with each byte that is none as `\xff` (two digits), and each
/// backslash doubled, so that two such names stay two.
[[nodiscard]] TD_API std::string escapedName(std::string_view name);

} // namespace td
