#pragma once

#include "engine/data/load.h"
#include "engine/data/spec.h"

namespace td::data {

/// Applies the maps of a specification to all parts, and those that are for training only to that part. What a map
/// needs to know of the data (means and deviations) is taken from the training part. Without `steps`, features of
/// bytes are scaled to 0 … 1.
///
/// Errors: InvalidArgument for an unknown map or a member of another type ("map", "key"); what the maps say.
[[nodiscard]] Result<void> preprocess(LoadedData& data, const std::optional<Json>& steps, const std::string& file,
                                      Problems& problems);

} // namespace td::data
