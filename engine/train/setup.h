#pragma once

#include "engine/nn/json.h"
#include "engine/train/catalogues.h"

#include <map>
#include <string>
#include <vector>

namespace td::train {

/// What a model is trained with: Keras' `compile`, as configuration. Lists go by output; objects by output name; one value stands for all outputs.
struct Setup {
    Json optimizer = "rmsprop";
    Json loss = nullptr;
    Json lossWeights = nullptr; ///< numbers
    Json metrics = Json::array();
    Json weightedMetrics = Json::array();
    /// Layers whose weights stay as they are: names, or patterns with '*' and '?' over weight paths ("encoder/*", "*_bn").
    std::vector<std::string> frozen = {};

    bool operator==(const Setup&) const = default;
};

/// Reads {"optimizer", "loss", "loss_weights", "metrics", "weighted_metrics", "frozen"}; what is left out keeps its standard value.
/// Errors: InvalidArgument naming the key.
[[nodiscard]] TD_API Result<Setup> setupFromJson(const Json& json);
[[nodiscard]] TD_API Json setupToJson(const Setup& setup);

/// Whether a name matches a pattern: '*' any characters, '?' one.
[[nodiscard]] TD_API bool matches(std::string_view pattern, std::string_view name);

} // namespace td::train
