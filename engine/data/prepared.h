#pragma once

#include "engine/data/load.h"

namespace td::data {

/// Other data, made into what a model learnt from: read and mapped by the `preparation` of its training.
///
/// `input` is a file or folder of the same kind (pictures also for a model of arrays of pictures), a specification,
/// of which source and split count, or, where there is no such file: a row of a table as its file would have it, with
/// or without the label; a text; the numbers of one example. Without labels to learn, all that is found below a folder
/// is one part, `train`.
///
/// Errors: as `load`; Corrupt for a preparation that is none; NotFound with "row" and what a row would be.
[[nodiscard]] TD_API Result<LoadedData> loadPrepared(std::string_view preparation, const std::string& input,
                                                     const LoadOptions& options = {});

} // namespace td::data
