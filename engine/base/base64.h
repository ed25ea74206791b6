#pragma once

#include "engine/base/api.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace td {

/// Bytes as letters, digits, '+' and '/', padded with '=' to whole groups of four (RFC 4648, section 4).
[[nodiscard]] TD_API std::string toBase64(std::span<const std::byte> bytes);
/// The bytes again. Nothing for any other text, bits behind the last byte among it.
[[nodiscard]] TD_API std::optional<std::vector<std::byte>> fromBase64(std::string_view text);

} // namespace td
