#pragma once

#include "engine/graph/graph.h"

#include <string>

namespace td::graph {

/// How much of constants and initial values stands in the text.
///
/// Small: those of at most 64 elements. Of a large constant there is a checksum only, which cannot be read back, and of a
/// large initial value nothing, as weights belong into checkpoints: the variable of a parsed graph starts from zero.
/// All: every one, to the bit.
enum class TextValues : uint8_t { Small, All };

/// The graph as text that a person can read and `parseText` reads back. Ids stand in it; a parsed graph gives its own, in
/// the same order, so that a "gradient of" a node that is gone is left out:
///
///     %0 = input "x" float32(B,784)
///     %1 = variable "fc1/kernel" float32(784,128) trainable
///     %3 = #0 matmul(%0, %1) transpose_a=false transpose_b=false : float32(B,128) @"fc1" "call"
///     output "logits" %3
///     update %1 %9
///
/// A result that does not lie row-major says how it lies behind its type ("blocked16"); a node or variable that is not on
/// the CPU says where it is ("on cuda:0"). Elements of small constants and initial values are numbers, of large ones
/// base64 of their bytes, little end first. Constants that nothing uses are left out.
[[nodiscard]] TD_API std::string toText(const Graph& graph, TextValues values = TextValues::Small);

/// Errors: Corrupt with "line", "expected" and "found", also for a name of two inputs or variables and a second update of
///         a variable; what addNode says, with "line".
[[nodiscard]] TD_API Result<Graph> parseText(std::string_view text, const OpRegistry& ops);

} // namespace td::graph
