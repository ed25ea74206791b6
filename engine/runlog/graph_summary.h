#pragma once

#include "engine/base/api.h"
#include "engine/base/result.h"
#include "engine/runlog/wire.h"

#include <string>
#include <utility>
#include <vector>

namespace td::runlog {

/// What a person wants to know of a graph before looking at its picture.
struct GraphSummary {
    uint64_t nodes = 0, functions = 0, functionNodes = 0;
    std::vector<std::pair<std::string, uint64_t>> ops; ///< how often each operation is used, the most frequent first
    std::vector<std::string> inputs;  ///< names of the nodes that values are fed to
    std::vector<std::string> outputs; ///< names of the nodes whose result no other one reads
    int64_t producer = 0;             ///< version of the program that wrote it; 0 unknown
    std::string writer;               ///< "2.4.1": of TensorFlow, from a MetaGraphDef; may be empty
};

/// Of a serialized GraphDef, or of the one inside a MetaGraphDef. Control edges are no reading; nodes without a result
/// (NoOp, Assert, Const that is not used …) are no outputs.
///
/// Errors: Corrupt.
/// Source: tensorflow/core/framework/{graph,node_def,versions}.proto, protobuf/meta_graph.proto
[[nodiscard]] TD_API Result<GraphSummary> graphSummary(Bytes graphDef);
[[nodiscard]] TD_API Result<GraphSummary> metaGraphSummary(Bytes metaGraphDef);

} // namespace td::runlog
