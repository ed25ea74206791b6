#pragma once

#include "engine/base/api.h"

#include <nlohmann/json.hpp>
#include <string_view>

namespace td::runlog {

/// Levels of lists and objects that JSON from outside may have; nothing that we read needs a tenth of it.
inline constexpr int kDeepestJson = 200;

/// JSON that a file or a log brought along; `is_discarded()` when the text is none or is nested deeper than
/// kDeepestJson.
///
/// Why: copying and printing a value take a call a level, so that a megabyte of '[' would end the program.
[[nodiscard]] TD_API nlohmann::json parseForeignJson(std::string_view text);

} // namespace td::runlog
