#pragma once

#include "views/scalars_present/chart_settings.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace td::scalars {

/// A chart that a person put together from several tags.
struct CombinedChart {
    std::string id; ///< "chart:1", "chart:2" …
    std::string title;
    std::vector<std::string> tags;
    bool operator==(const CombinedChart&) const = default;
};

/// Everything a person decided about the grid: the value that undo steps exchange and a workspace stores.
struct GridState {
    ChartSettings settings;
    std::map<std::string, ChartOverrides> overrides; ///< by chart id
    std::vector<std::string> pinned;                 ///< chart ids, in the order they were pinned
    std::set<std::string> collapsed;                 ///< section names
    std::vector<CombinedChart> charts;
    bool operator==(const GridState&) const = default;

    [[nodiscard]] bool isPinned(const std::string& chart) const;
    void setPinned(const std::string& chart, bool pin);
    void setCollapsed(const std::string& section, bool collapse);
    void setOverrides(const std::string& chart, const ChartOverrides& own);
    /// Adds a chart of these tags and returns its id.
    std::string addChart(const std::string& title, std::vector<std::string> tags);
    void removeChart(const std::string& id);
};

/// JSON {"format": "tensordesk-chart-grid", "version": 1, …}. Reading never fails: what is not understood keeps its
/// default, and `unknownKeys` (a JSON object) carries what this version does not know back into the next toJson().
[[nodiscard]] std::string toJson(const GridState& state, const std::string& unknownKeys = "{}");
[[nodiscard]] GridState gridStateFromJson(const std::string& text, std::string* unknownKeys = nullptr);

} // namespace td::scalars
