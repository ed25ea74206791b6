#pragma once

#include "engine/nn/model.h"

#include <array>
#include <string_view>

namespace td::nn {

/// The keys of a model.json and of a layer's entry that are read here.
inline constexpr std::array<std::string_view, 7> kModelKeys = {"format", "version", "name",   "blocks",
                                                               "inputs", "layers",  "outputs"};
inline constexpr std::array<std::string_view, 8> kCallKeys = {"class_name", "block",  "use",   "name",
                                                              "config",     "inputs", "named", "options"};

/// Reads the body of a model.json whose format and version are known. Used by modelFromJson.
/// Errors: InvalidArgument, NotFound naming the layer (within blocks by its path) and the block; TooLarge where blocks
///         give more layers than any model has.
[[nodiscard]] Result<Model> readModelBody(const Json& json, const Catalogues& catalogues);

} // namespace td::nn
