#include "views/plot_present/legend_rows.h"

#include "views/plot_present/format.h"
#include "views/plot_present/group_mean.h"

#include <algorithm>
#include <cmath>

namespace td::plot {
namespace {

constexpr int kDeviationDigits = 2;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// What order needs to know of a line: thousands are compared, a dozen become rows.
struct Candidate {
    size_t line = 0, point = 0;
    LegendRow::State state = LegendRow::State::Here;
    double shown = 0, distance = 0; ///< never NaN: an order needs numbers
};

double orElse(double value, double whereNaN) {
    return std::isnan(value) ? whereNaN : value;
}

Candidate candidateOf(const Line& line, size_t index, size_t point, const LegendRequest& request) {
    const PlotSeries& points = *line.points;
    Candidate found{index, point, LegendRow::State::Here, orElse(points.smoothed(point), -kInfinity), 0};
    const Range extent = points.xExtent();
    if (request.x > extent.hi && !line.live) found.state = LegendRow::State::Ended;
    if (request.x < extent.lo) found.state = LegendRow::State::NotBegun;
    if (!std::isfinite(points.raw(point))) found.state = LegendRow::State::NotFinite;
    if (!request.y) return found;
    const double way = request.yScale.toUnit(found.shown) - request.yScale.toUnit(*request.y);
    found.distance = orElse(std::abs(way), kInfinity);
    return found;
}

bool isHere(const LegendRow& row) {
    return row.state == LegendRow::State::Here;
}

/// Puts the first of the table to the front, in their order; returns how many.
size_t putFirst(std::vector<Candidate>& all, const std::vector<Line>& lines, const LegendRequest& request) {
    const auto isBefore = [&](const Candidate& a, const Candidate& b) {
        const bool hereA = a.state == LegendRow::State::Here, hereB = b.state == LegendRow::State::Here;
        if (hereA != hereB) return hereA;
        if (!hereA || request.order == TooltipOrder::Name) {
            if (const int order = lines[a.line].label.compare(lines[b.line].label)) return order < 0;
            return a.line < b.line;
        }
        if (request.order == TooltipOrder::Nearest && request.y && a.distance != b.distance)
            return a.distance < b.distance;
        if (a.shown != b.shown) return request.order == TooltipOrder::Ascending ? a.shown < b.shown : a.shown > b.shown;
        return a.line < b.line;
    };
    const size_t count = std::min(all.size(), request.most);
    std::partial_sort(all.begin(), all.begin() + static_cast<ptrdiff_t>(count), all.end(), isBefore);
    return count;
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
    std::vector<Candidate> all;
    all.reserve(lines.size());
    for (size_t i = 0; i < lines.size(); ++i) {
        const auto point = lines[i].points ? lines[i].points->nearest(request.x) : std::nullopt;
        if (!point) continue;
        all.push_back(candidateOf(lines[i], i, *point, request));
        table.smoothed = table.smoothed || lines[i].points->isSmoothed();
    }
    const size_t count = putFirst(all, lines, request);
    table.left = all.size() - count;
    for (size_t i = 0; i < count; ++i) {
        LegendRow row;
        row.line = all[i].line;
        row.point = all[i].point;
        row.state = all[i].state;
        row.shown = lines[row.line].points->smoothed(row.point);
        table.rows.push_back(std::move(row));
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
