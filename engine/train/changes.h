#pragma once

#include "engine/base/result.h"
#include "engine/train/unknown_keys.h"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace td::train {

/// A value in model.json by path: "training.batch_size" -> "64", "layers.hidden.config.units" -> "256". JSON, or else text.
using Change = std::pair<std::string, std::string>;

/// A value of a JSON document by path (entries of lists by number or by their "name"); what is not there yet is made.
/// Errors: NotFound with "set", "part" and "nearest" for a part of the path that cannot be.
[[nodiscard]] TD_API Result<void> setByPath(nn::Json& document, const std::string& path, const std::string& value);

/// All of them in their order. Errors: as above; also where the path begins with what a file of Keras' does not have.
[[nodiscard]] Result<void> applyChanges(nn::Json& file, std::span<const Change> changes);

/// A file may hold keys that nothing reads; a change that brings one is refused. Errors: as above.
[[nodiscard]] Result<void> checkChanges(std::span<const Change> changes, const std::vector<nn::UnknownKey>& unknown);

} // namespace td::train
