#pragma once

#include "engine/nn/config.h"
#include "engine/train/callback.h"

#include <optional>

namespace td::train {

/// A number of the logs, and which way is better.
struct Monitor {
    std::string name;
    bool isMaximized = false;

    /// "auto": names that speak of accuracy, area, precision, recall and the like grow; all else falls.
    [[nodiscard]] static Monitor of(const nn::Config& config);
    [[nodiscard]] std::optional<double> in(const Logs& logs) const;
    /// Better by more than `minDelta`; anything is better than nothing.
    [[nodiscard]] bool isBetter(double value, std::optional<double> than, double minDelta) const;
};

/// The arguments "monitor" and "mode".
[[nodiscard]] std::vector<nn::Parameter> monitorParameters(const char* monitor);

/// A number as JSON, null for none.
[[nodiscard]] inline nn::Json jsonOf(std::optional<double> value) {
    return value ? nn::Json(*value) : nn::Json();
}
[[nodiscard]] std::optional<double> numberIn(const nn::Json& json, const char* key);

} // namespace td::train
