#pragma once

#include "engine/graph/op_def.h"

namespace td::graph {

/// `flops` and one pass over every input that is present and every output. All shapes known.
[[nodiscard]] Cost costOf(const InferContext& context, std::span<const TensorType> outputs, double flops);
/// The elements of a known shape, as the double that costs are counted in.
[[nodiscard]] double countOf(const Shape& shape);

} // namespace td::graph
