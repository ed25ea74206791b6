#pragma once

#include "engine/base/api.h"

#include <cstdint>
#include <string>
#include <vector>

namespace td::nn {

/// A plain text table with its titles in the first row; columns from `firstNumber` on stand at the right.
[[nodiscard]] TD_API std::string tableText(const std::vector<std::vector<std::string>>& rows, size_t firstNumber);

/// 1234567 -> "1,234,567"
[[nodiscard]] TD_API std::string grouped(int64_t value);
/// 1234567 -> "1.23 M" and the unit
[[nodiscard]] TD_API std::string rounded(double value, const char* unit);

} // namespace td::nn
