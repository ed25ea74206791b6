#pragma once

#include "engine/graph/graph.h"
#include "engine/runtime/lanes.h"

namespace td::runtime {

/// Puts a copy wherever a value crosses from one device to another, so that every node reads and writes on its own device
/// only. Values and their nodes agree on the device afterwards; outputs of the graph are on the CPU, a variable's next value
/// is where the variable is, constants are there once for each device that reads them.
///
/// A value crosses once, however many read it. What leaves a device starts to as soon as it is made; what comes to one does
/// right before its first reader. Between two devices a value goes through the CPU.
/// Errors: Internal, as the copies must be valid.
[[nodiscard]] Result<void> insertTransfers(graph::Graph& graph);

/// A node that `insertTransfers` made: it reads on one device and writes on another.
[[nodiscard]] bool isTransfer(const graph::Graph& graph, const graph::Node& node);

} // namespace td::runtime
