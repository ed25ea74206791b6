#include "views/scalars_present/grid_state.h"

#include "engine/runlog/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace td::scalars {
namespace {

using Json = nlohmann::json;
constexpr const char* kFormat = "tensordesk-chart-grid";

std::vector<std::string> stringsOf(const Json& json) {
    std::vector<std::string> strings;
    if (json.is_array())
        for (const auto& item : json)
            if (item.is_string()) strings.push_back(item);
    return strings;
}

std::string stringOf(const Json& json, const char* key) {
    const auto it = json.find(key);
    return it != json.end() && it->is_string() ? it->get<std::string>() : std::string();
}

Json chartsToJson(const std::vector<CombinedChart>& charts) {
    Json array = Json::array();
    for (const auto& chart : charts)
        array.push_back({{"id", chart.id}, {"title", chart.title}, {"tags", chart.tags}});
    return array;
}

std::vector<CombinedChart> chartsFromJson(const Json& json) {
    std::vector<CombinedChart> charts;
    if (!json.is_array()) return charts;
    for (const auto& item : json) {
        if (!item.is_object()) continue;
        CombinedChart chart{stringOf(item, "id"), stringOf(item, "title"),
                            stringsOf(item.value("tags", Json::array()))};
        if (!chart.id.empty() && !chart.tags.empty()) charts.push_back(std::move(chart));
    }
    return charts;
}

} // namespace

bool GridState::isPinned(const std::string& chart) const {
    return std::find(pinned.begin(), pinned.end(), chart) != pinned.end();
}

void GridState::setPinned(const std::string& chart, bool pin) {
    std::erase(pinned, chart);
    if (pin) pinned.push_back(chart);
}

void GridState::setCollapsed(const std::string& section, bool collapse) {
    if (collapse)
        collapsed.insert(section);
    else
        collapsed.erase(section);
}

void GridState::setOverrides(const std::string& chart, const ChartOverrides& own) {
    if (own.isEmpty())
        overrides.erase(chart);
    else
        overrides[chart] = own;
}

std::string GridState::addChart(const std::string& title, std::vector<std::string> tags) {
    int number = 1;
    const auto taken = [&](const std::string& id) {
        return std::any_of(charts.begin(), charts.end(), [&](const auto& chart) { return chart.id == id; });
    };
    while (taken("chart:" + std::to_string(number)))
        ++number;
    charts.push_back({"chart:" + std::to_string(number), title, std::move(tags)});
    return charts.back().id;
}

void GridState::removeChart(const std::string& id) {
    std::erase_if(charts, [&](const auto& chart) { return chart.id == id; });
    std::erase(pinned, id);
    overrides.erase(id);
}

std::string toJson(const GridState& state, const std::string& unknownKeys) {
    Json json = runlog::parseForeignJson(unknownKeys);
    if (!json.is_object()) json = Json::object();
    json["format"] = kFormat;
    json["version"] = 1;
    json["settings"] = toJson(state.settings);
    json["overrides"] = Json::object();
    for (const auto& [chart, own] : state.overrides)
        json["overrides"][chart] = toJson(own);
    json["pinned"] = state.pinned;
    json["collapsed"] = state.collapsed;
    json["charts"] = chartsToJson(state.charts);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

GridState gridStateFromJson(const std::string& text, std::string* unknownKeys) {
    GridState state;
    Json json = runlog::parseForeignJson(text);
    if (!json.is_object() || stringOf(json, "format") != kFormat) return state;
    state.settings = settingsFromJson(json.value("settings", Json()));
    if (const auto own = json.find("overrides"); own != json.end() && own->is_object())
        for (const auto& [chart, value] : own->items())
            state.setOverrides(chart, overridesFromJson(value));
    state.pinned = stringsOf(json.value("pinned", Json()));
    for (auto& name : stringsOf(json.value("collapsed", Json())))
        state.collapsed.insert(std::move(name));
    state.charts = chartsFromJson(json.value("charts", Json()));
    for (const char* known : {"format", "version", "settings", "overrides", "pinned", "collapsed", "charts"})
        json.erase(known);
    if (unknownKeys) *unknownKeys = json.dump();
    return state;
}

} // namespace td::scalars
