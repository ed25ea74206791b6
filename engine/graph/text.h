#pragma once

#include "engine/graph/graph.h"

#include <string>

namespace td::graph {

/// The graph as text that a person can read and `parseText` reads back. Ids stand in it; a parsed graph gives its own, in the same order:
///
///     %0 = input "x" float32(B,784)
///     %1 = variable "fc1/kernel" float32(784,128) trainable
///     %3 = #0 matmul(%0, %1) transpose_a=false transpose_b=false : float32(B,128) @"fc1" "call"
///     output "logits" %3
///     update %1 %9
///
/// A result that does not lie row-major says how it lies behind its type ("blocked16"); a node or variable that is not on
/// the CPU says where it is ("on cuda:0"). Small constants and initial values are written out. Large constants stand there
/// as type, shape and a checksum and cannot be parsed back; large initial values are left out, as weights belong into
/// checkpoints, so that the variable of a parsed graph starts from zero.
[[nodiscard]] TD_API std::string toText(const Graph& graph);

/// Errors: Corrupt with "line", "expected" and "found"; what addNode says, with "line".
[[nodiscard]] TD_API Result<Graph> parseText(std::string_view text, const OpRegistry& ops);

} // namespace td::graph
