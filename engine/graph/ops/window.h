#pragma once

#include "engine/graph/ops/infer.h"

#include <span>
#include <vector>

namespace td::graph {

/// One spatial axis under a sliding window: output cell o looks at the input cells o·stride − before + k·dilation for
/// k = 0 … kernel−1; those outside 0 … in−1 are not there.
struct WindowAxis {
    int64_t in = 1, kernel = 1, stride = 1, dilation = 1, before = 0, out = 1;
};

/// The geometry of each spatial axis of x (N, spatial…, C), from the attributes that `windowAttributes` adds.
///
/// Empty `strides` mean the kernel's size for pools (no `dilations` attribute) and 1 otherwise.
/// "same" puts the odd cell at the end; "explicit" takes `pads` (before, after for each axis).
[[nodiscard]] TD_API std::vector<WindowAxis> windowAxes(const Attributes& attributes, std::span<const int64_t> x,
                                                        std::span<const int64_t> kernel);

/// `strides`, `padding`, `pads` and, for convolutions, `dilations`.
enum class WindowOf : uint8_t { Pool, Convolution };
[[nodiscard]] std::vector<AttributeDef> windowAttributes(WindowOf what);

/// Where x's shape stands: in the input "x", or in the attribute "shape".
enum class ShapeFrom : uint8_t { TheInput, TheAttribute };

/// The shape (N, spatial out…, channels) of what windows of this size over x (N, spatial…, C) give; sizes may be
/// symbolic. Errors: ShapeMismatch for a rank other than 3, 4 or 5, or where the window is larger than the padded
/// input or than 2^30 cells, naming x and the window; InvalidArgument naming "attribute", "found" and "expected".
[[nodiscard]] Result<Shape> windowOutput(const Attributes& attributes, const Shape& x, std::span<const int64_t> kernel,
                                         Dim channels, ShapeFrom from = ShapeFrom::TheInput);

/// The same attributes (strides, padding, pads, dilations, groups, pool … where present), for another node over the
/// same windows.
[[nodiscard]] Attributes windowOnly(const Attributes& attributes);

} // namespace td::graph
