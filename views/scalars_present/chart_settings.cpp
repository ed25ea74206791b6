#include "views/scalars_present/chart_settings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

namespace td::scalars {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 6> kSmoothings = {"none", "ema", "time-ema", "gaussian", "mean", "median"};
constexpr std::array<std::string_view, 3> kXModes = {"step", "relative", "wall"};
constexpr std::array<std::string_view, 2> kXScales = {"linear", "log"};
constexpr std::array<std::string_view, 3> kYScales = {"linear", "log", "symlog"};
constexpr std::array<std::string_view, 3> kGroupings = {"none", "folder", "pattern"};
constexpr std::array<std::string_view, 4> kOrders = {"nearest", "descending", "ascending", "name"};

template <class Enum, size_t N>
std::string nameOf(Enum value, const std::array<std::string_view, N>& names) {
    return std::string(names[std::min<size_t>(static_cast<size_t>(value), N - 1)]);
}

template <class Enum, size_t N>
std::optional<Enum> read(const Json& json, const char* key, const std::array<std::string_view, N>& names) {
    const auto it = json.find(key);
    if (it == json.end() || !it->is_string()) return {};
    const auto found = std::find(names.begin(), names.end(), it->get_ref<const std::string&>());
    if (found == names.end()) return {};
    return static_cast<Enum>(found - names.begin());
}

std::optional<double> readNumber(const Json& json, const char* key) {
    const auto it = json.find(key);
    if (it == json.end() || !it->is_number() || !std::isfinite(it->get<double>())) return {};
    return it->get<double>();
}

bool readFlag(const Json& json, const char* key, bool otherwise) {
    const auto it = json.find(key);
    return it == json.end() || !it->is_boolean() ? otherwise : it->get<bool>();
}

} // namespace

ChartSettings combine(const ChartSettings& global, const ChartOverrides& own) {
    ChartSettings settings = global;
    if (own.yScale) settings.yScale = *own.yScale;
    if (own.yMin || own.yMax) {
        settings.yMin = own.yMin;
        settings.yMax = own.yMax;
    }
    settings.xMin = own.xMin;
    settings.xMax = own.xMax;
    return settings;
}

Json toJson(const ChartSettings& s) {
    Json json = {{"smoothing", nameOf(s.smoothing.kind, kSmoothings)},
                 {"weight", s.smoothing.weight},
                 {"original", s.showOriginal},
                 {"x", nameOf(s.xMode, kXModes)},
                 {"x_scale", nameOf(s.xScale, kXScales)},
                 {"y_scale", nameOf(s.yScale, kYScales)},
                 {"ignore_outliers", s.ignoreOutliers},
                 {"older", s.showOlder},
                 {"groups", nameOf(s.grouping, kGroupings)},
                 {"group_pattern", s.groupPattern},
                 {"legend", nameOf(s.tooltipOrder, kOrders)}};
    if (s.yMin) json["y_min"] = *s.yMin;
    if (s.yMax) json["y_max"] = *s.yMax;
    return json;
}

ChartSettings settingsFromJson(const Json& json) {
    ChartSettings s;
    if (!json.is_object()) return s;
    s.smoothing.kind = read<plot::Smoothing>(json, "smoothing", kSmoothings).value_or(s.smoothing.kind);
    s.smoothing.weight = std::clamp(readNumber(json, "weight").value_or(s.smoothing.weight), 0.0, 1.0);
    s.showOriginal = readFlag(json, "original", s.showOriginal);
    s.xMode = read<plot::XMode>(json, "x", kXModes).value_or(s.xMode);
    s.xScale = read<plot::XScale>(json, "x_scale", kXScales).value_or(s.xScale);
    s.yScale = read<plot::YScale>(json, "y_scale", kYScales).value_or(s.yScale);
    s.ignoreOutliers = readFlag(json, "ignore_outliers", s.ignoreOutliers);
    s.showOlder = readFlag(json, "older", s.showOlder);
    s.grouping = read<Grouping>(json, "groups", kGroupings).value_or(s.grouping);
    if (const auto pattern = json.find("group_pattern"); pattern != json.end() && pattern->is_string())
        s.groupPattern = *pattern;
    s.tooltipOrder = read<plot::TooltipOrder>(json, "legend", kOrders).value_or(s.tooltipOrder);
    s.yMin = readNumber(json, "y_min");
    s.yMax = readNumber(json, "y_max");
    return s;
}

Json toJson(const ChartOverrides& o) {
    Json json = Json::object();
    if (o.yScale) json["y_scale"] = nameOf(*o.yScale, kYScales);
    if (o.span) json["span"] = *o.span;
    for (const auto& [key, limit] :
         {std::pair{"y_min", o.yMin}, {"y_max", o.yMax}, {"x_min", o.xMin}, {"x_max", o.xMax}})
        if (limit) json[key] = *limit;
    return json;
}

ChartOverrides overridesFromJson(const Json& json) {
    ChartOverrides o;
    if (!json.is_object()) return o;
    o.yScale = read<plot::YScale>(json, "y_scale", kYScales);
    if (const auto span = readNumber(json, "span"))
        o.span = std::clamp(static_cast<int>(std::clamp(*span, 1.0, 2.0)), 1, 2);
    o.yMin = readNumber(json, "y_min");
    o.yMax = readNumber(json, "y_max");
    o.xMin = readNumber(json, "x_min");
    o.xMax = readNumber(json, "x_max");
    return o;
}

} // namespace td::scalars
