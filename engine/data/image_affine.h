#pragma once

#include "engine/data/map.h"
#include "engine/data/resize_weights.h"
#include "engine/tensor/tensor.h"

#include <array>

namespace td::data {

/// What lies beyond a picture's edges: `k k|abcd|k k`, `a a|abcd|d d`, `c d|abcd|a b`, `b a|abcd|d c`.
/// Wrap begins anew after length - 1 pixels, as TensorFlow counts: further out some pixels come twice.
enum class FillMode : uint8_t { Constant, Nearest, Wrap, Reflect };
/// "constant", "nearest", "wrap", "reflect"
[[nodiscard]] TD_API std::optional<FillMode> fillModeNamed(std::string_view name);

/// The arguments of keras.ops.image.affine_transform.
struct AffineOptions {
    Interpolation interpolation = Interpolation::Bilinear; ///< or Nearest
    FillMode fillMode = FillMode::Constant;
    double fillValue = 0;
    bool isChannelsFirst = false; ///< (…,C,H,W) instead of (…,H,W,C)
};
/// a0 a1 a2 b0 b1 b2 c0 c1
using AffineMatrix = std::array<float, 8>;

/// Turned, sheared, shifted, tilted pictures of the same size.
///
/// Shapes:   images (H,W,C) or (B,H,W,C); transform (8), (1,8) or (B,8) -> as images
/// Formula:  y(u, v) = x((a0 u + a1 v + a2) / k, (b0 u + b1 v + b2) / k), k = c0 u + c1 v + 1, u along the width;
///           where k is 0 or a place is not finite: fillValue
/// Numerics: in float32; whole numbers lose their fraction and stay in their range
/// Errors:   InvalidArgument for other ranks, sizes and interpolations; TypeMismatch for Bool; TooLarge
/// Source:   keras.ops.image.affine_transform (TensorFlow's ImageProjectiveTransformV3)
[[nodiscard]] TD_API Result<Tensor> affineTransform(const Tensor& images, const Tensor& transform,
                                                    const AffineOptions& options);

/// The same for each example of a column of pictures (H,W,C); "affine_transform" in a specification.
[[nodiscard]] TD_API Map affineTransform(const AffineMatrix& transform, const AffineOptions& options);

} // namespace td::data
