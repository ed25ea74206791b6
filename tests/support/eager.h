#pragma once

#include "engine/graph/graph.h"
#include "engine/graph/op_registry.h"
#include "engine/kernels/kernel_registry.h"

#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// Operations and graphs run on tensors one node after another: no plan, no passes, nothing shared but the kernels.
namespace td::test {

/// A left-out optional input is nothing.
using OptionalTensor = std::optional<Tensor>;

/// Whether kernels write over inputs where they say that they can; several inputs may be offered for one output.
enum class InPlace { No, FirstOffered, LastOffered };

struct EagerOptions {
    std::string_view variant = "reference"; ///< empty: the preferred kernel
    int threads = 1;
    InPlace inPlace = InPlace::No;
    kernels::KernelFault* fault = nullptr; ///< where kernels report bad data
};

/// One operation. Outputs that must be an input's memory are a changed copy of it.
/// Errors: what Graph::addNode and KernelRegistry::prepare say.
[[nodiscard]] Result<std::vector<Tensor>> runOp(std::string_view op, std::span<const OptionalTensor> inputs,
                                                graph::Attributes attributes = {}, const EagerOptions& options = {});

/// What a kernel is asked for a node of a graph whose shapes are known, on this machine's instructions.
[[nodiscard]] kernels::KernelRequest requestFor(const graph::Graph& graph, const graph::Node& node, int threads);

using Feeds = std::map<graph::ValueId, Tensor>;

/// The wanted values of a graph whose shapes are known. Variables without a feed have their initial value.
[[nodiscard]] Result<std::vector<Tensor>> evaluate(const graph::Graph& graph, const Feeds& feeds,
                                                   std::span<const graph::ValueId> wanted,
                                                   const EagerOptions& options = {});

/// As another element type: kernels' own cast.
[[nodiscard]] Tensor castTo(const Tensor& tensor, DType dtype);

} // namespace td::test
