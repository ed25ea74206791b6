#pragma once

#include "engine/base/api.h"

#include <string>
#include <string_view>

namespace td {

/// SHA-256 as 64 lower-case hexadecimal digits; "abc" -> ba7816bf…f20015ad.
///
/// Threads: any.
/// Source:  FIPS 180-4, section 6.2
[[nodiscard]] TD_API std::string sha256Hex(std::string_view bytes);

} // namespace td
