#pragma once

#include "engine/nn/unknown_keys.h"

namespace td::train {

/// The keys of a model file's "training" that nothing reads, and those of its optimizer, schedule, losses, metrics and callbacks.
[[nodiscard]] TD_API std::vector<nn::UnknownKey> unknownTrainingKeys(const nn::Json& training);

/// Those of the model and of its "training".
[[nodiscard]] TD_API std::vector<nn::UnknownKey> unknownKeys(const nn::Model& model);

} // namespace td::train
