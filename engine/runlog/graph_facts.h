#pragma once

#include "engine/base/api.h"
#include "engine/runlog/message_json.h"

namespace td::runlog {

/// {"nodes", "functions", "function_nodes", "first_nodes": ≤5 names, "ops": the 8 most frequent, the earlier first
/// among equals} of a serialized GraphDef. Errors: Corrupt.
[[nodiscard]] TD_API Result<Json> graphFacts(Bytes graphDef);

/// The same of the graph inside a MetaGraphDef, and "collections": the names of its collections, sorted.
[[nodiscard]] TD_API Result<Json> metaGraphFacts(Bytes metaGraphDef);

/// [[device, node stats], …] of a RunMetadata's step_stats.
[[nodiscard]] Result<Json> deviceFacts(Bytes runMetadata);

/// {"function_graphs", "partition_graph_nodes", "first_function_nodes", "devices"} of a RunMetadata as Keras and
/// tf.summary.trace_export write it.
[[nodiscard]] Result<Json> runMetadataFacts(Bytes runMetadata);

} // namespace td::runlog
