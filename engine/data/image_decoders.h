#pragma once

#include "engine/base/result.h"
#include "engine/tensor/tensor.h"

namespace td::data {

/// The decoders behind decodeImage; each refuses sizes above kPixelLimit by the header alone.
[[nodiscard]] Result<Tensor> decodePng(std::string_view bytes, const std::string& file);
[[nodiscard]] Result<Tensor> decodeJpeg(std::string_view bytes, const std::string& file);

/// The orientation 1 … 8 that a JPEG's EXIF part names; 1 where there is none.
[[nodiscard]] int exifOrientation(std::string_view jpeg);

} // namespace td::data
