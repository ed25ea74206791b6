#pragma once

#include "engine/base/result.h"
#include "engine/data/image_resize.h"
#include "engine/tensor/tensor.h"

namespace td::data {

/// A decoded picture: U8 (height, width, channels), channels 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGBA).
/// Palettes are expanded, 16 bits scaled to 8 (v / 257), fewer scaled up, CMYK turned into RGB, a JPEG turned as its
/// EXIF orientation says. What it is is found by its first bytes, not its name.
///
/// Errors: EmptyFile, UnknownFormat, Truncated, ChecksumMismatch, Damaged; TooLarge above kPixelLimit, before anything
///         is allocated.
inline constexpr int64_t kPixelLimit = int64_t{1} << 26;
[[nodiscard]] TD_API Result<Tensor> decodeImage(std::string_view bytes, const std::string& file);

/// As U8 (height, width, channels), rounded to nearest; by default bilinear with pixels' centres at half, edges repeated,
/// not low-passed when made smaller. `channels` 1 takes luma 0.299 R + 0.587 G + 0.114 B; alpha is laid on white; grey
/// is repeated. Errors: InvalidArgument for sides that resizeImages refuses and for other channels.
[[nodiscard]] TD_API Result<Tensor> fittedImage(const Tensor& image, const ResizeOptions& size, int64_t channels);

} // namespace td::data
