#pragma once

#include "engine/base/api.h"

#include <span>
#include <string>
#include <string_view>

namespace td {

/// The name that was probably meant: the one of the fewest insertions, deletions, exchanges and swaps of neighbours away,
/// without regard to the case of ASCII letters. Empty where none is near: at most two fifths of the longer word may differ.
[[nodiscard]] TD_API std::string nearestName(std::string_view word, std::span<const std::string> names);

} // namespace td
