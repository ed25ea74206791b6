#pragma once

#include "engine/base/result.h"

#include <span>
#include <string_view>
#include <vector>

namespace td::graph {

/// An equation of `einsum` for operands of given ranks: what each axis is called.
///
/// Labels are letters' codes; the axes of an ellipsis are -1, -2, … from the last one on, so that those of different
/// operands broadcast as numpy's do.
struct EinsumEquation {
    std::vector<std::vector<int>> inputs;
    std::vector<int> output;
};

/// "ij,jk->ik", "...ij,j->...i"; without "->" the output has all labels that stand once, in alphabetical order.
/// Errors: InvalidArgument with the equation and what is expected; ShapeMismatch where a rank does not fit.
[[nodiscard]] Result<EinsumEquation> parseEinsum(std::string_view text, std::span<const int> ranks);

} // namespace td::graph
