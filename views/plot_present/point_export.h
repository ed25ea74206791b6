#pragma once

#include "engine/base/result.h"
#include "views/plot_present/plot_types.h"

#include <functional>
#include <string_view>
#include <vector>

namespace td::plot {

/// Takes the next part of a text; an error ends the export.
using TextSink = std::function<Result<void>(std::string_view)>;

/// Every point of every line, one a row: line,step,wall_time,value[,smoothed]. RFC 4180; steps exact, numbers so that
/// they read back as the same double; NaN, Infinity, -Infinity as those words. The column `smoothed` is there if any
/// line is smoothed.
[[nodiscard]] Result<void> writeCsv(const std::vector<Line>& lines, const TextSink& sink);

/// {"title": …, "lines": [{"id", "label", "points": {"step": […], "wall_time": […], "value": […], "smoothed": […]}}]};
/// numbers as in CSV, those that are not finite as strings.
[[nodiscard]] Result<void> writeJson(std::string_view title, const std::vector<Line>& lines, const TextSink& sink);

} // namespace td::plot
