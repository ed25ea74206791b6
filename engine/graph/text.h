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
/// Small constants are written out, large ones as type, shape and a checksum (these cannot be parsed back).
[[nodiscard]] TD_API std::string toText(const Graph& graph);

/// Errors: Corrupt with "line", "expected" and "found"; what addNode says, with "line".
[[nodiscard]] TD_API Result<Graph> parseText(std::string_view text, const OpRegistry& ops);

} // namespace td::graph
