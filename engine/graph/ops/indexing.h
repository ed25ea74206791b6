#pragma once

#include "engine/graph/ops/infer.h"

namespace td::graph {

/// What indices (…,n), each naming a place on the n leading axes of a tensor of shape `whole`, pick out of it:
/// (…) + whole[n:]. Errors: ShapeMismatch naming both where n is not known or larger than the rank.
[[nodiscard]] Result<Shape> pickedShape(const InferContext& context, const Shape& whole, const Shape& indices);

} // namespace td::graph
