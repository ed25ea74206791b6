#pragma once

#include "engine/data/map.h"
#include "engine/data/resize_weights.h"
#include "engine/tensor/tensor.h"

namespace td::data {

/// What becomes of a picture whose sides have another ratio than the wanted ones.
enum class Aspect : uint8_t {
    Stretch,
    Crop, ///< the largest part of that ratio, from the middle (crop_to_aspect_ratio)
    Pad,  ///< the whole picture in the middle of a frame of that ratio (pad_to_aspect_ratio)
};

/// The arguments of keras.ops.image.resize.
struct ResizeOptions {
    int64_t height = 0, width = 0;
    Interpolation interpolation = Interpolation::Bilinear;
    bool antialias = false; ///< low-passed where it becomes smaller
    Aspect aspect = Aspect::Stretch;
    double fillValue = 0;         ///< of what is padded
    bool isChannelsFirst = false; ///< (…,C,H,W) instead of (…,H,W,C)
    bool operator==(const ResizeOptions&) const = default;
};
/// The longest side that is read or made.
inline constexpr int64_t kSideLimit = 1 << 20;

/// Pictures of another size; element types stay, whole numbers are rounded (half to even) and kept in their range.
///
/// Shapes:   images (H,W,C) or (B,H,W,C) -> (height,width,C) or (B,height,width,C)
/// Formula:  y = Wv x Wh, the weights of AxisWeights along each axis; Crop and Pad take ⌊·⌋ of halves and of sides
/// Numerics: in float32; nearest copies elements as they are
/// Errors:   InvalidArgument for sides below 1 or above kSideLimit, for other ranks and pictures without pixels;
///           TypeMismatch for Bool; TooLarge
/// Source:   keras.ops.image.resize (TensorFlow)
[[nodiscard]] TD_API Result<Tensor> resizeImages(const Tensor& images, const ResizeOptions& options);

/// The largest middle part of the wanted ratio, resized: resizeImages with Aspect::Crop, always as float32.
/// Source: keras.preprocessing.image.smart_resize
[[nodiscard]] TD_API Result<Tensor> smartResize(const Tensor& images, ResizeOptions options);

/// The same for each example of a column of pictures (H,W,C); "resize" in a specification.
[[nodiscard]] TD_API Map resize(const ResizeOptions& options);

} // namespace td::data
