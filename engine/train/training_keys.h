#pragma once

#include "engine/base/result.h"
#include "engine/nn/json.h"

#include <map>
#include <string>
#include <vector>

namespace td::train {

/// Values of a model's section "training", each of the type that its key asks for; a key that is missing or null has
/// its standard value.
///
/// Errors: InvalidArgument with the facts "key" ("training.shuffle"), "value" and "expected".
[[nodiscard]] TD_API tl::unexpected<Error> badKey(const std::string& key, const nn::Json& value,
                                                  const std::string& expected);
[[nodiscard]] TD_API Result<int64_t> wholeNumber(const nn::Json& training, const char* key, int64_t standard,
                                                 int64_t least);
[[nodiscard]] TD_API Result<bool> flag(const nn::Json& training, const char* key, bool standard);
[[nodiscard]] TD_API Result<std::string> textIn(const nn::Json& training, const char* key);
/// "seed": a whole number of at least 0.
[[nodiscard]] TD_API Result<uint64_t> seedIn(const nn::Json& training);
/// "validation_split": from 0 up to 1.
[[nodiscard]] TD_API Result<double> validationSplitIn(const nn::Json& training);
/// "class_weight" by class index. A key is the name of a class, where the data name them, or else its index.
/// `count`: how many classes there are; 0: nobody knows.
[[nodiscard]] TD_API Result<std::map<int64_t, double>>
classWeightsIn(const nn::Json& training, const std::vector<std::string>& classes, int64_t count);

} // namespace td::train
