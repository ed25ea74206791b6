#pragma once

#include "engine/base/result.h"
#include "engine/nn/json.h"

namespace td::train {

/// What a checkpoint's JSON keeps under a key; `standard` where the key is missing, as in older files.
/// Errors: Corrupt with "where" (the key), "value" and "expected" for a value of another type, or of something that is
/// no object.
[[nodiscard]] Result<int64_t> keptCount(const nn::Json& json, const char* key, int64_t standard); ///< at least 0
[[nodiscard]] Result<bool> keptFlag(const nn::Json& json, const char* key, bool standard);
[[nodiscard]] Result<std::vector<std::string>> keptTexts(const nn::Json& json, const char* key);

/// The error for such a value.
[[nodiscard]] tl::unexpected<Error> badlyKept(const std::string& where, const nn::Json& value,
                                              const std::string& expected);

/// Everything under "training" that Trainer::resume takes; what belongs to callbacks they check themselves.
[[nodiscard]] Result<void> checkKept(const nn::Json& training);

} // namespace td::train
