#pragma once

#include "engine/graph/graph.h"

#include <optional>

namespace td::graph {

/// What one row of a batch costs where rows can be computed apart.
struct RowCost {
    int64_t widestBytes = 0; ///< of a row's inputs and outputs of one operation, the most of all
};

/// Whether each row of the outputs (along their first axis, the batch) depends on the same row of the inputs only, so that
/// a batch may be computed in pieces with the same results.
///
/// The batch is one symbol: the first size of every input and output, and in no other place. Nothing for graphs that change
/// variables or draw random numbers, where a size besides the batch is not known, and where an operation is met that is not
/// known to keep rows apart.
[[nodiscard]] TD_API std::optional<RowCost> independentRows(const Graph& graph);

} // namespace td::graph
