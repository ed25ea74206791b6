#pragma once

#include "engine/graph/graph.h"

namespace td::graph {

Result<void> inferShapes(Graph& graph);
Result<void> removeDeadCode(Graph& graph);
Result<void> joinEqual(Graph& graph);
Result<void> simplifyAlgebra(Graph& graph);
Result<void> fuseDense(Graph& graph);
Result<void> fuseConv(Graph& graph);
Result<void> fuseBatchNorms(Graph& graph);
Result<void> foldBatchNorms(Graph& graph);
Result<void> fuseSoftmaxLosses(Graph& graph);
Result<void> usePooledGradients(Graph& graph);
Result<void> useSparseUpdates(Graph& graph);
Result<void> fuseElementwise(Graph& graph);
Result<void> makeLayoutIslands(Graph& graph);
Result<void> recomputeAll(Graph& graph);

} // namespace td::graph
