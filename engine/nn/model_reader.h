#pragma once

#include "engine/nn/model.h"

namespace td::nn {

/// Reads the body of a model.json whose format and version are known. Used by modelFromJson.
/// Errors: InvalidArgument, NotFound naming the layer (within blocks by its path) and the block; TooLarge where blocks
///         give more layers than any model has.
[[nodiscard]] Result<Model> readModelBody(const Json& json, const Catalogues& catalogues);

} // namespace td::nn
