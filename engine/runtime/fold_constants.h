#pragma once

#include "engine/base/thread_pool.h"
#include "engine/runtime/plan.h"

namespace td::runtime {

/// A result above this size is only kept if it is no larger than what it is made from.
inline constexpr size_t kLargestGrownConstant = 4096;

/// Computes once what does not depend on anything that is fed: nodes over constants and, in a frozen plan, over variables
/// that no update changes, become constants of the graph, and what only they needed goes.
///
/// Left as nodes: random operations and those that change state; nodes on other devices than the CPU; results larger than
/// both `kLargestGrownConstant` and what they are made from, as a broadcast; views of a constant or variable, which cost
/// nothing. The kernels are those that the plan would have run, so that the results are the same to the bit.
/// Where something stands in the way (no kernel, no memory, an index out of range) the graph stays as it is: who plans or
/// runs it hears of that with the node's name.
///
/// `graph` has known shapes; `variables` as for Plan::create.
void foldConstants(graph::Graph& graph, const PlanOptions& options, const std::vector<std::byte*>& variables,
                   const kernels::KernelRegistry& kernels, ThreadPool& pool);

} // namespace td::runtime
