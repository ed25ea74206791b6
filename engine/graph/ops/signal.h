#pragma once

#include "engine/graph/ops/infer.h"

/// What operations on signals share.
namespace td::graph {

/// Of a transform; a longer one can only be a mistake, and its table would fill the memory.
inline constexpr int64_t kLongestTransform = int64_t{1} << 22;

/// A definition of the family "signal" over reals.
[[nodiscard]] OpDef signalOp(std::string name, std::string about);

/// How many frames of this length, `step` apart, lie wholly inside `samples`.
[[nodiscard]] Dim framesIn(const Dim& samples, int64_t length, int64_t step);

/// Bins of the transform of `length` real samples: those of frequencies 0 to a half.
[[nodiscard]] constexpr int64_t binsOf(int64_t length) {
    return length / 2 + 1;
}

/// The attribute is in low … high. Errors: InvalidArgument naming it.
[[nodiscard]] Result<void> needBetween(const InferContext& context, const std::string& attribute, int64_t low,
                                       int64_t high);

/// Operations of a transform of so many reals: 2.5 n log2 n, as for a fast one of a length with small factors.
[[nodiscard]] double flopsOfTransform(double length);

} // namespace td::graph
