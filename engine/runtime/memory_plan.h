#pragma once

#include "engine/graph/graph.h"
#include "engine/graph/op_def.h"
#include "engine/runtime/arena_layout.h"

#include <functional>
#include <optional>
#include <vector>

namespace td::runtime {

/// Where a value's bytes are.
enum class Place : uint8_t {
    Input,    ///< in whatever the caller feeds
    Variable, ///< in the session's memory of that variable
    Constant, ///< in the graph
    Arena,    ///< in the step arena, shared with others that are never alive together
    Output,   ///< in memory of its own, as the caller gets it
};

/// One block of memory and the values that share it: views, values computed in place, a variable and its next value.
struct Storage {
    Place place = Place::Arena;
    graph::ValueId owner = graph::ValueId::None; ///< the value that gave it its place
    size_t bytes = 0;
    int first = 0, last = 0; ///< steps, for the arena
    size_t offset = 0;       ///< in the arena
    Device device;           ///< whose memory it is
};

/// What a prepared kernel can do in place: (output, input) of a node, by the node's position in the order.
using InPlaceOf = std::function<std::vector<graph::Alias>(size_t step)>;

/// Of one device: what all its values between steps share.
struct DeviceArena {
    Device device;
    size_t bytes = 0;
};

/// Every value's memory, known to the byte before anything runs.
struct MemoryPlan {
    std::vector<Storage> storages;
    std::vector<int> storageOf;            ///< by value; -1 for values that are not in the plan
    size_t arenaBytes = 0;                 ///< of the CPU
    size_t peakBytes = 0;                  ///< the least that any layout of that would need
    std::vector<DeviceArena> deviceArenas; ///< of other devices that the graph has values on

    [[nodiscard]] const Storage& of(graph::ValueId value) const {
        return storages[static_cast<size_t>(storageOf[graph::index(value)])];
    }
};

/// Plans the memory of a graph with known shapes, run in the order of `order`.
///
/// Values live on the device that they name (`insertTransfers` has been there). In place where the operation allows it, the kernel can, and the input dies there. Outputs of the graph never share
/// memory with anything that lives on; an update whose value is not the variable's own memory is copied after the last step.
[[nodiscard]] TD_API MemoryPlan planMemory(const graph::Graph& graph, const std::vector<graph::NodeId>& order,
                                           const InPlaceOf& inPlace);

} // namespace td::runtime
