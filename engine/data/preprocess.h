#pragma once

#include "engine/data/load.h"
#include "engine/data/spec.h"

namespace td::data {

/// Applies the maps of a specification to all parts, and those that are for training only to that part. What a map
/// needs to know of the data (means and deviations) is taken from the training part. Without `steps`, features of
/// bytes are scaled to 0 … 1. Where labels are not needed, maps for training and for labels are left out.
///
/// Returns the steps with all that was found and learnt, one a column: they do the same to other data.
/// Errors: InvalidArgument for an unknown map or a member of another type ("map", "key"); what the maps say.
[[nodiscard]] Result<Json> preprocess(LoadedData& data, const Spec& spec, Labels labels, const std::string& file);

} // namespace td::data
