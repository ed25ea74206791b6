#pragma once

#include "engine/data/load.h"

namespace td::train {

/// The error of a step that met a number out of range, with where that number stands in the data: "file", "column", "row" (of the file, from 1,
/// without its header; of files of one example each their name), and "class" where it has one. Any other error as it is.
[[nodiscard]] Error withRow(Error error, const data::LoadedData& data, const std::string& file);

} // namespace td::train
