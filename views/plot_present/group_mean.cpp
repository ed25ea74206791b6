#include "views/plot_present/group_mean.h"

#include <algorithm>
#include <cmath>

namespace td::plot {
namespace {

/// The finite points of a line with rising x.
std::vector<Vertex> risingPoints(const PlotSeries& line) {
    std::vector<Vertex> points;
    points.reserve(line.size());
    for (size_t i = 0; i < line.size(); ++i)
        if (std::isfinite(line.smoothed(i)) && std::isfinite(line.x(i)))
            points.push_back({line.x(i), line.smoothed(i)});
    const auto before = [](const Vertex& a, const Vertex& b) { return a.x < b.x; };
    if (!std::is_sorted(points.begin(), points.end(), before)) std::stable_sort(points.begin(), points.end(), before);
    // Of equal x the last written: unique() keeps the first, so it walks backwards.
    const auto kept =
        std::unique(points.rbegin(), points.rend(), [](const Vertex& a, const Vertex& b) { return a.x == b.x; });
    points.erase(points.begin(), kept.base());
    return points;
}

std::vector<double> placesOf(const std::vector<std::vector<Vertex>>& lines) {
    std::vector<double> places;
    for (const auto& line : lines)
        for (const Vertex& point : line)
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
    explicit Walker(const std::vector<Vertex>& points)
        : m_points(points) {}
    /// Whether the line reaches x; its value there.
    bool at(double x, double& value) {
        if (m_points.empty() || x < m_points.front().x || x > m_points.back().x) return false;
        while (m_next < m_points.size() && m_points[m_next].x < x)
            ++m_next;
        const Vertex& right = m_points[m_next];
        if (right.x == x) {
            value = right.y;
            return true;
        }
        const Vertex& left = m_points[m_next - 1];
        value = left.y + (right.y - left.y) * ((x - left.x) / (right.x - left.x));
        return true;
    }

private:
    const std::vector<Vertex>& m_points;
    size_t m_next = 0;
};

std::shared_ptr<const PlotSeries> seriesOf(const std::vector<double>& places, std::vector<double> values, XMode mode) {
    auto series = std::make_shared<runlog::Series>();
    series->walls = places; // seconds: what the relative and the wall axis show
    for (const double x : places)
        series->steps.push_back(mode == XMode::Step ? static_cast<int64_t>(std::llround(x)) : 0);
    series->values = std::move(values);
    return PlotSeries::build(std::move(series), mode, {Smoothing::None, 0});
}

} // namespace

std::shared_ptr<const GroupMean> groupMean(const std::vector<std::shared_ptr<const PlotSeries>>& lines, XMode mode) {
    std::vector<std::vector<Vertex>> points;
    for (const auto& line : lines)
        points.push_back(risingPoints(*line));
    std::vector<double> places = placesOf(points);
    if (places.empty()) return nullptr;
    // A series begins where its first wall time is: no line may have a value there.
    if (mode == XMode::Relative && places.front() != 0) places.insert(places.begin(), 0);
    std::vector<Walker> walkers(points.begin(), points.end());
    auto group = std::make_shared<GroupMean>();
    std::vector<double> means, lower, upper, here;
    for (const double x : places) {
        here.clear();
        for (Walker& walker : walkers)
            if (double value = 0; walker.at(x, value)) here.push_back(value);
        double mean = here.empty() ? std::nan("") : 0, squares = 0;
        for (const double value : here)
            mean += value / static_cast<double>(here.size());
        for (const double value : here)
            squares += (value - mean) * (value - mean);
        const double deviation = here.size() > 1 ? std::sqrt(squares / static_cast<double>(here.size() - 1)) : 0;
        means.push_back(mean);
        lower.push_back(mean - deviation);
        upper.push_back(mean + deviation);
        group->counts.push_back(static_cast<uint32_t>(here.size()));
        group->deviations.push_back(deviation);
    }
    group->mean = seriesOf(places, std::move(means), mode);
    group->lower = seriesOf(places, std::move(lower), mode);
    group->upper = seriesOf(places, std::move(upper), mode);
    return group;
}

} // namespace td::plot
