#pragma once

#include "engine/graph/graph.h"

#include <string>
#include <vector>

namespace td::graph {

/// Which values of the forward part are computed a second time for the backward part instead of being kept for it.
struct Recomputation {
    std::vector<std::string> layers; ///< only of these; empty: of all
    size_t wantedBytes = SIZE_MAX;   ///< stop when this much need not be kept any more; the largest values go first
    size_t leastBytes = size_t{256} << 10; ///< smaller values are kept
};

/// Trades time for memory in a training step: where a cheap operation (elementwise, normalization, dropout) made a large
/// value that the backward part reads, a copy of the operation is put right before its first reader there, and the first
/// result dies with the forward part.
///
/// Only where everything the copy reads is kept anyway, and not made again itself, so that nothing else lives longer and
/// every value is computed at most twice. The copy is the same operation on the same numbers: what is learned stays the
/// same to the bit. Meant to be the last pass, on known shapes: joining equal nodes would undo it.
/// Errors: Internal, as the copies must be valid.
[[nodiscard]] TD_API Result<void> recompute(Graph& graph, const Recomputation& wanted);

} // namespace td::graph
