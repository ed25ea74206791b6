#include "engine/train/callbacks/monitor.h"

#include <algorithm>
#include <array>

namespace td::train {

Monitor Monitor::of(const nn::Config& config) {
    static constexpr std::array kGrowing = {"acc", "auc", "precision",   "recall",      "f1",         "fbeta",
                                            "iou", "r2",  "correlation", "sensitivity", "specificity"};
    Monitor monitor{config.text("monitor"), config.text("mode") == "max"};
    if (config.text("mode") == "auto" && monitor.name.find("loss") == std::string::npos)
        monitor.isMaximized = std::any_of(kGrowing.begin(), kGrowing.end(), [&](const char* word) {
            return monitor.name.find(word) != std::string::npos;
        });
    return monitor;
}

std::optional<double> Monitor::in(const Logs& logs) const {
    const auto found = logs.find(name);
    return found == logs.end() ? std::nullopt : std::optional(found->second);
}

bool Monitor::isBetter(double value, std::optional<double> than, double minDelta) const {
    if (!than) return true;
    return isMaximized ? value - minDelta > *than : value + minDelta < *than;
}

std::vector<nn::Parameter> monitorParameters(const char* monitor) {
    return {{"monitor", nn::ParameterKind::Text, monitor, "the number of the logs that is watched"},
            {"mode",
             nn::ParameterKind::Text,
             "auto",
             "which way is better: min, max, or by the name",
             {"auto", "min", "max"}}};
}

std::optional<double> numberIn(const nn::Json& json, const char* key) {
    double value = 0;
    if (!json.is_object() || !json.contains(key) || !nn::readNumber(json[key], value)) return std::nullopt;
    return value;
}

} // namespace td::train
