#pragma once

#include "engine/base/result.h"

#include <filesystem>
#include <string>

namespace td::data {

/// What reads this file or folder: "csv", "idx", "npy", "npz", "images", "texts"; by its first bytes, then its name.
/// Errors: NotFound, Permission; Unsupported with "problem" UnknownKind where nothing does.
[[nodiscard]] Result<std::string> kindOf(const std::filesystem::path& path);

} // namespace td::data
