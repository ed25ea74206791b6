#pragma once

#include "engine/data/load.h"
#include "engine/data/spec.h"

namespace td::data {

/// A specification for what was given: read from it, from the dataset.json in it, or just its path.
[[nodiscard]] Result<Spec> specFor(const std::filesystem::path& path, Problems& problems);
/// Whether a path names a specification, or a folder with one.
[[nodiscard]] bool holdsSpec(const std::filesystem::path& path);

/// What a specification describes. `given`: what its file would hold, where there is none. Problems found before are in
/// `problems`; `shownAs` names the specification in errors.
[[nodiscard]] Result<LoadedData> loadSpec(Spec spec, const LoadOptions& options, Problems problems,
                                          const std::string& shownAs, const std::string* given = nullptr);

} // namespace td::data
