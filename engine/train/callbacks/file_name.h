#pragma once

#include "engine/train/callback.h"

namespace td::train {

/// Fills "{epoch:02d}", "{step}", "{val_loss:.2f}" as Python's str.format does for these: an optional width with leading zeros, "d", or a precision
/// and "f".
/// Errors: InvalidArgument naming what is not among the logs or cannot be read.
[[nodiscard]] Result<std::string> fileName(const std::string& pattern, int64_t epoch, int64_t step, const Logs& logs);

/// A number as Python's repr writes it: the shortest text that reads back, "0.0001", "1e-05", "5.0".
[[nodiscard]] std::string pythonNumber(double value);

} // namespace td::train
