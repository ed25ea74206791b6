#include "views/plot_present/group_mean.h"

#include <algorithm>
#include <cmath>

namespace td::plot {
namespace {

/// A point with the value that was written and the one that is drawn.
struct Point {
    double x = 0, raw = 0, drawn = 0;
};

/// The finite points of a line with rising x.
std::vector<Point> risingPoints(const PlotSeries& line) {
    std::vector<Point> points;
    points.reserve(line.size());
    for (size_t i = 0; i < line.size(); ++i)
        if (std::isfinite(line.smoothed(i)) && std::isfinite(line.raw(i)) && std::isfinite(line.x(i)))
            points.push_back({line.x(i), line.raw(i), line.smoothed(i)});
    const auto before = [](const Point& a, const Point& b) { return a.x < b.x; };
    if (!std::is_sorted(points.begin(), points.end(), before)) std::stable_sort(points.begin(), points.end(), before);
    // Of equal x the last written: unique() keeps the first, so it walks backwards.
    const auto kept =
        std::unique(points.rbegin(), points.rend(), [](const Point& a, const Point& b) { return a.x == b.x; });
    points.erase(points.begin(), kept.base());
    return points;
}

std::vector<double> placesOf(const std::vector<std::vector<Point>>& lines) {
    std::vector<double> places;
    for (const auto& line : lines)
        for (const Point& point : line)
            places.push_back(point.x);
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    if (places.size() <= GroupMean::kMost) return places;
    std::vector<double> some(GroupMean::kMost);
    for (size_t i = 0; i < some.size(); ++i)
        some[i] = places[i * (places.size() - 1) / (some.size() - 1)];
    return some;
}

/// Walks along a line while x rises.
class Walker {
public:
    explicit Walker(const std::vector<Point>& points)
        : m_points(points) {}
    /// Whether the line reaches x; its values there.
    bool at(double x, Point& found) {
        if (m_points.empty() || x < m_points.front().x || x > m_points.back().x) return false;
        while (m_next < m_points.size() && m_points[m_next].x < x)
            ++m_next;
        const Point& right = m_points[m_next];
        if (right.x == x) {
            found = right;
            return true;
        }
        const Point& left = m_points[m_next - 1];
        const double part = (x - left.x) / (right.x - left.x);
        found = {x, left.raw + (right.raw - left.raw) * part, left.drawn + (right.drawn - left.drawn) * part};
        return true;
    }

private:
    const std::vector<Point>& m_points;
    size_t m_next = 0;
};

struct Spread {
    double mean = 0, deviation = 0;
};

/// `mean` is NaN of nothing.
Spread spreadOf(const std::vector<Point>& points, double Point::*value) {
    const auto count = static_cast<double>(points.size());
    Spread spread{points.empty() ? std::nan("") : 0, 0};
    for (const Point& point : points)
        spread.mean += point.*value / count;
    double squares = 0;
    for (const Point& point : points)
        squares += (point.*value - spread.mean) * (point.*value - spread.mean);
    if (points.size() > 1) spread.deviation = std::sqrt(squares / (count - 1));
    return spread;
}

/// `smoothed`: empty where nothing is.
std::shared_ptr<const PlotSeries> seriesOf(const std::vector<double>& places, std::vector<double> values,
                                           std::vector<double> smoothed, XMode mode) {
    auto series = std::make_shared<runlog::Series>();
    series->walls = places; // seconds: what the relative and the wall axis show
    for (const double x : places)
        series->steps.push_back(mode == XMode::Step ? static_cast<int64_t>(std::llround(x)) : 0);
    series->values = std::move(values);
    return std::make_shared<const PlotSeries>(std::move(series), mode, std::move(smoothed));
}

} // namespace

std::shared_ptr<const GroupMean> groupMean(const std::vector<std::shared_ptr<const PlotSeries>>& lines, XMode mode) {
    std::vector<std::vector<Point>> points;
    bool isSmoothed = false;
    for (const auto& line : lines) {
        points.push_back(risingPoints(*line));
        isSmoothed = isSmoothed || line->isSmoothed();
    }
    std::vector<double> places = placesOf(points);
    if (places.empty()) return nullptr;
    // A series begins where its first wall time is: no line may have a value there.
    if (mode == XMode::Relative && places.front() != 0) places.insert(places.begin(), 0);
    std::vector<Walker> walkers(points.begin(), points.end());
    auto group = std::make_shared<GroupMean>();
    std::vector<double> raw, drawn, lower, upper;
    std::vector<Point> here;
    for (const double x : places) {
        here.clear();
        for (Walker& walker : walkers)
            if (Point found; walker.at(x, found)) here.push_back(found);
        const Spread written = spreadOf(here, &Point::raw), shown = spreadOf(here, &Point::drawn);
        raw.push_back(written.mean);
        drawn.push_back(shown.mean);
        lower.push_back(shown.mean - shown.deviation);
        upper.push_back(shown.mean + shown.deviation);
        group->counts.push_back(static_cast<uint32_t>(here.size()));
        group->deviations.push_back(written.deviation);
    }
    if (!isSmoothed) drawn.clear();
    group->mean = seriesOf(places, std::move(raw), std::move(drawn), mode);
    group->lower = seriesOf(places, std::move(lower), {}, mode);
    group->upper = seriesOf(places, std::move(upper), {}, mode);
    return group;
}

} // namespace td::plot
