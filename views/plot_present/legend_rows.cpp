#include "views/plot_present/legend_rows.h"

#include "views/plot_present/format.h"
#include "views/plot_present/group_mean.h"

#include <algorithm>
#include <cmath>

namespace td::plot {
namespace {

constexpr int kDeviationDigits = 2;

LegendRow rowOf(const Line& line, size_t index, double x) {
    const PlotSeries& points = *line.points;
    LegendRow row;
    row.line = index;
    row.point = *points.nearest(x);
    row.shown = points.smoothed(row.point);
    const Range extent = points.xExtent();
    if (x > extent.hi && !line.live) row.state = LegendRow::State::Ended;
    if (x < extent.lo) row.state = LegendRow::State::NotBegun;
    if (!std::isfinite(points.raw(row.point))) row.state = LegendRow::State::NotFinite;
    return row;
}

bool isHere(const LegendRow& row) {
    return row.state == LegendRow::State::Here;
}

void sortRows(std::vector<LegendRow>& rows, const std::vector<Line>& lines, const LegendRequest& request) {
    const auto distance = [&](const LegendRow& row) {
        return request.y ? std::abs(request.yScale.toUnit(row.shown) - request.yScale.toUnit(*request.y)) : 0.0;
    };
    std::stable_sort(rows.begin(), rows.end(), [&](const LegendRow& a, const LegendRow& b) {
        if (isHere(a) != isHere(b)) return isHere(a);
        if (!isHere(a) || request.order == TooltipOrder::Name) return lines[a.line].label < lines[b.line].label;
        if (request.order == TooltipOrder::Ascending) return a.shown < b.shown;
        if (request.order == TooltipOrder::Nearest && request.y && distance(a) != distance(b))
            return distance(a) < distance(b);
        return a.shown > b.shown;
    });
}

template <class Value>
std::vector<std::string> columnTexts(const std::vector<LegendRow>& rows, Value&& value) {
    std::vector<double> numbers;
    for (const LegendRow& row : rows)
        if (isHere(row)) numbers.push_back(value(row));
    return formatColumn(numbers);
}

std::string timeText(const PlotSeries& points, size_t i) {
    if (points.xMode() == XMode::Wall) return formatWall(points.wall(i));
    return formatDuration(points.wall(i) - points.wall(0));
}

void fillTexts(LegendTable& table, const std::vector<Line>& lines) {
    const auto points = [&](const LegendRow& row) -> const PlotSeries& { return *lines[row.line].points; };
    const auto values = columnTexts(table.rows, [&](const LegendRow& row) { return points(row).raw(row.point); });
    const auto smoothed =
        columnTexts(table.rows, [&](const LegendRow& row) { return points(row).smoothed(row.point); });
    size_t next = 0;
    for (LegendRow& row : table.rows) {
        row.step = formatStep(points(row).step(row.point));
        // A mean over steps was written at no time.
        const bool hasTime = !lines[row.line].group || points(row).xMode() != XMode::Step;
        row.time = hasTime ? timeText(points(row), row.point) : std::string();
        if (!isHere(row)) continue;
        row.value = values[next];
        row.smoothed = smoothed[next++];
    }
    table.sharedValue = values.size() > 1 ? sharedPrefix(values) : 0;
    table.sharedSmoothed = smoothed.size() > 1 ? sharedPrefix(smoothed) : 0;
    for (LegendRow& row : table.rows)
        if (const auto& group = lines[row.line].group; group && isHere(row)) {
            row.value += " ± " + formatValue(group->deviations[row.point], kDeviationDigits);
            row.members = group->counts[row.point];
        }
}

} // namespace

LegendTable legendTable(const std::vector<Line>& lines, const LegendRequest& request) {
    LegendTable table;
    for (size_t i = 0; i < lines.size(); ++i) {
        if (!lines[i].points || lines[i].points->size() == 0 || !lines[i].points->nearest(request.x)) continue;
        table.rows.push_back(rowOf(lines[i], i, request.x));
        table.smoothed = table.smoothed || lines[i].points->isSmoothed();
    }
    sortRows(table.rows, lines, request);
    if (table.rows.size() > request.most) {
        table.left = table.rows.size() - request.most;
        table.rows.resize(request.most);
    }
    fillTexts(table, lines);
    return table;
}

std::optional<double> snapToPoint(const std::vector<Line>& lines, double x) {
    std::optional<double> best;
    for (const Line& line : lines) {
        const auto i = line.points ? line.points->nearest(x) : std::nullopt;
        if (!i) continue;
        const double at = line.points->x(*i);
        if (!best || std::abs(at - x) < std::abs(*best - x)) best = at;
    }
    return best;
}

std::optional<double> nextPoint(const std::vector<Line>& lines, double x, bool right) {
    std::optional<double> best;
    for (const Line& line : lines) {
        const auto at = line.points ? line.points->neighbour(x, right) : std::nullopt;
        if (at && (!best || (right ? *at < *best : *at > *best))) best = at;
    }
    return best;
}

} // namespace td::plot
