#pragma once

#include <string_view>

namespace td::kit {

/// TensorBoard's "asciinumeric" order of tag names: runs of digits (with fraction and exponent) compare as numbers, `/`
/// and digits come before every other character, the rest compares by character.
///
/// Returns: negative, zero, positive. Zero does not mean equal names ("a/" and "a1" tie): break ties bytewise.
/// Source:  the behaviour of TensorBoard's compareTagNames.
[[nodiscard]] int compareNames(std::string_view a, std::string_view b);

/// `compareNames` with ties broken bytewise: a strict total order.
[[nodiscard]] bool nameLess(std::string_view a, std::string_view b);

/// What stands before the first '/', empty where there is none.
[[nodiscard]] std::string_view namePrefix(std::string_view name);
/// What follows the first '/', the whole name where there is none.
[[nodiscard]] std::string_view nameLeaf(std::string_view name);

} // namespace td::kit
