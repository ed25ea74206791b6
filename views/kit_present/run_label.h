#pragma once

#include "engine/runlog/snapshot.h"

#include <string>

namespace td::kit {

/// What a person calls the run where nobody named it: its name below the root; the name of its folder where the root
/// itself is the run ("." in the log's terms).
[[nodiscard]] std::string runLabel(const runlog::RunSnapshot& run);

} // namespace td::kit
