#pragma once

#include "views/plot_present/plot_types.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace td::scalars {

/// Which runs are drawn as one: their mean with a band of one standard deviation.
enum class Grouping : uint8_t {
    None,
    Folder,  ///< runs of the same first folder
    Pattern, ///< runs whose name gives the same text for groupPattern
};

/// How all charts look unless one has a setting of its own.
struct ChartSettings {
    plot::SmoothingSetting smoothing;
    bool showOriginal = true;
    plot::XMode xMode = plot::XMode::Step;
    plot::XScale xScale = plot::XScale::Linear;
    plot::YScale yScale = plot::YScale::Linear;
    bool ignoreOutliers = true;
    bool showOlder = false; ///< points of a restarted run that a later session supersedes, as a line of their own
    Grouping grouping = Grouping::None;
    std::string groupPattern; ///< RE2; its first parenthesis, or all it finds, names the group
    plot::TooltipOrder tooltipOrder = plot::TooltipOrder::Nearest;
    std::optional<double> yMin, yMax; ///< typed limits
    std::optional<double> xMin, xMax; ///< of one chart only, from its overrides; not stored here
    bool operator==(const ChartSettings&) const = default;
};

/// What one chart has of its own; the rest follows the global settings.
struct ChartOverrides {
    std::optional<plot::YScale> yScale;
    std::optional<int> span;                      ///< columns, 1 or 2
    std::optional<double> yMin, yMax, xMin, xMax; ///< limits typed at the chart's own axes
    bool operator==(const ChartOverrides&) const = default;
    [[nodiscard]] bool isEmpty() const { return *this == ChartOverrides{}; }
};

[[nodiscard]] ChartSettings combine(const ChartSettings& global, const ChartOverrides& own);

/// JSON by names ("ema", "relative", "symlog"); what is unknown or out of range keeps its default.
[[nodiscard]] nlohmann::json toJson(const ChartSettings& settings);
[[nodiscard]] ChartSettings settingsFromJson(const nlohmann::json& json);
[[nodiscard]] nlohmann::json toJson(const ChartOverrides& overrides);
[[nodiscard]] ChartOverrides overridesFromJson(const nlohmann::json& json);

} // namespace td::scalars
