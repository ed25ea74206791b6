#pragma once

#include "engine/data/spec.h"
#include "engine/data/spec_reader.h"

namespace td::data {

/// The member "source" of a specification; paths in it are relative to `folder`.
void readSpecSource(SpecReader& reader, const std::filesystem::path& folder, Spec& spec);
/// "size", "interpolation", "antialias", "crop_to_aspect_ratio", "pad_to_aspect_ratio", "fill_value": of a source of
/// pictures, and of the map "resize".
void readResize(SpecReader& reader, ResizeOptions& options);
/// "interpolation": one of Keras' names; `fallback` where it is not given.
[[nodiscard]] Interpolation readInterpolation(SpecReader& reader, Interpolation fallback);

} // namespace td::data
