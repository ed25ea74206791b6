#pragma once

#include "engine/graph/graph.h"
#include "engine/graph/op_def.h"

#include <vector>

namespace td::runtime {

/// When variables change.
enum class Changes : uint8_t { Early, AtTheEnd };

/// An order in which the nodes can run in place: producers before users, and whoever changes a variable after everybody
/// who reads its old value. Changes of variables come as early as they can, so that gradients die early, but after every
/// look-up of the forward part, so that a step that fails over its data changes nothing; or, where `Changes::AtTheEnd` is asked
/// for, after everything that does not need them, so that the step can be stopped for most of its time. What changes
/// need and is small (counters, rates) comes first; everything else keeps the graph's order.
///
/// Errors: InvalidArgument naming the "variable" that two nodes want to change, or whose change would come before a reader
///         that needs it.
[[nodiscard]] TD_API Result<std::vector<graph::NodeId>> schedule(const graph::Graph& graph,
                                                                 Changes changes = Changes::Early);

/// The variable that `node` changes in its own memory by this alias: the input is the variable, and the output is what an
/// update makes its next value. None otherwise.
[[nodiscard]] TD_API graph::ValueId changedVariable(const graph::Graph& graph, const graph::Node& node,
                                                    const graph::Alias& alias);

/// The variable whose memory `value` is (through views), or None.
[[nodiscard]] TD_API graph::ValueId variableBehind(const graph::Graph& graph, graph::ValueId value);

} // namespace td::runtime
