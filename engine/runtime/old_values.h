#pragma once

#include "engine/graph/graph.h"

namespace td::runtime {

/// Puts a copy in front of what would otherwise be read too late: an output, or another variable's next value, that is
/// a variable's own memory while a step changes that variable, or an input, whose memory is the caller's. What a graph
/// says is what variables held before the step.
///
/// Errors: Internal, as the copies must be valid.
[[nodiscard]] Result<void> keepOldValues(graph::Graph& graph);

} // namespace td::runtime
