#pragma once

#include "engine/nn/weights.h"
#include "engine/train/setup.h"

namespace td::train {

/// Whether a layer's name, or a pattern over weight paths, means this weight: by its path or by the path that older
/// files have for it.
[[nodiscard]] TD_API bool isFrozenBy(std::string_view pattern, std::string_view path);

/// Errors: NotFound for the first pattern that means no weight, with the nearest layer; a slip of the pen would train
/// what was to stay.
[[nodiscard]] TD_API Result<void> checkFrozen(const std::vector<std::string>& patterns, const nn::Weights& weights);

} // namespace td::train
