#pragma once

#include "engine/graph/graph.h"

#include <string>
#include <string_view>

namespace td::test {

/// What makes two graphs different, in words; empty where they are the same but for ids and which gradient a node is
/// of.
[[nodiscard]] std::string difference(const graph::Graph& a, const graph::Graph& b);

/// The text of what this text says, with ids that count from 0: two texts of one graph become equal.
/// A text that cannot be read becomes the error's description.
[[nodiscard]] std::string canonical(std::string_view text);

/// A graph from a text that is right; otherwise the program ends with the error.
[[nodiscard]] graph::Graph graphOf(std::string_view text);

} // namespace td::test
