#include "views/plot_present/domain.h"

#include <algorithm>
#include <cmath>

namespace td::plot {
namespace {

constexpr size_t kExactPercentiles = 200'000;
constexpr size_t kOutliersFrom = 20; ///< of fewer values a twentieth is none: a curve of ten epochs is shown whole
constexpr Range kEverything{-std::numeric_limits<double>::max(), std::numeric_limits<double>::max()};

/// d3's tickIncrement: a positive step, or minus the inverse of a step below 1, so that both stay exact.
double tickIncrement(double start, double stop, double count) {
    const double step = (stop - start) / count, power = std::floor(std::log10(step)),
                 error = step / std::pow(10, power);
    const double factor = error >= std::sqrt(50.0)   ? 10
                          : error >= std::sqrt(10.0) ? 5
                          : error >= std::sqrt(2.0)  ? 2
                                                     : 1;
    return power >= 0 ? factor * std::pow(10, power) : -std::pow(10, -power) / factor;
}

size_t pointsInSight(const std::vector<Line>& lines, Range x) {
    size_t count = 0;
    for (const Line& line : lines)
        if (line.points) count += line.points->countIn(x);
    return count;
}

std::optional<Range> wholeDomain(const std::vector<Line>& lines, Range x) {
    std::optional<Range> all;
    for (const Line& line : lines) {
        const auto extent = line.points ? line.points->valueExtent(x, Values::Smoothed) : std::nullopt;
        if (!extent) continue;
        all = all ? Range{std::min(all->lo, extent->lo), std::max(all->hi, extent->hi)} : *extent;
    }
    return all;
}

std::optional<Range> sampledDomain(const std::vector<Line>& lines, Range x, bool ignoreOutliers, bool positiveOnly) {
    const size_t stride = 1 + pointsInSight(lines, x) / kExactPercentiles;
    std::vector<double> values;
    for (const Line& line : lines)
        if (line.points) line.points->sampleValues(x, Values::Smoothed, stride, values);
    if (positiveOnly) std::erase_if(values, [](double v) { return v <= 0; });
    if (ignoreOutliers && values.size() >= kOutliersFrom) return outlierDomain(values);
    if (values.empty()) return std::nullopt;
    const auto [lo, hi] = std::minmax_element(values.begin(), values.end());
    return Range{*lo, *hi};
}

} // namespace

std::optional<Range> outlierDomain(std::vector<double>& values) {
    if (values.empty()) return std::nullopt;
    const auto n = static_cast<double>(values.size());
    auto lo = values.begin() + (n > 2 ? static_cast<ptrdiff_t>(std::ceil((n - 1) * .05)) : 0);
    auto hi = values.begin() + static_cast<ptrdiff_t>(n > 2 ? std::floor((n - 1) * .95) : n - 1);
    std::nth_element(values.begin(), lo, values.end());
    const double low = *lo;
    std::nth_element(values.begin(), hi, values.end());
    return Range{std::min(low, *hi), std::max(low, *hi)};
}

Range nice(Range domain) {
    double previous = 0;
    for (int round = 0; round < 10 && domain.length() > 0; ++round) {
        const double step = tickIncrement(domain.lo, domain.hi, 10);
        if (step == previous || step == 0 || !std::isfinite(step)) break;
        if (step > 0)
            domain = {std::floor(domain.lo / step) * step, std::ceil(domain.hi / step) * step};
        else
            domain = {std::ceil(domain.lo * step) / step, std::floor(domain.hi * step) / step};
        previous = step;
    }
    return domain;
}

Range niceDomain(Range domain, ScaleKind kind, double linearBelow) {
    if (kind == ScaleKind::Log) {
        return usable({std::max(std::numeric_limits<double>::min(), domain.lo * .5), domain.hi * 2}, kind);
    }
    if (domain.lo == domain.hi) {
        const double v = domain.lo;
        return usable(v == 0 ? Range{-1, 1} : v < 0 ? Range{2 * v, 0} : Range{0, 2 * v}, kind);
    }
    if (kind == ScaleKind::Symlog) return AxisScale{kind, domain, linearBelow}.zoomed(.5, 1.1);
    const double air = domain.length() * .05;
    return usable(nice(usable({domain.lo - air, domain.hi + air}, kind)), kind);
}

Range fittedY(const std::vector<Line>& lines, Range x, ScaleKind kind, bool ignoreOutliers, double linearBelow) {
    const bool log = kind == ScaleKind::Log;
    auto domain = ignoreOutliers ? sampledDomain(lines, x, true, log) : wholeDomain(lines, x);
    if (log && domain && !(domain->lo > 0)) domain = sampledDomain(lines, x, false, true);
    if (!domain) return log ? Range{.1, 10} : Range{0, 1};
    return niceDomain(*domain, kind, linearBelow);
}

namespace {
/// Smallest x above 0; infinity where there is none.
double leastPositiveX(const PlotSeries& points) {
    double least = std::numeric_limits<double>::infinity();
    if (points.xExtent().lo > 0) return points.xExtent().lo;
    for (size_t i = 0; i < points.size(); ++i) {
        if (points.x(i) > 0) least = std::min(least, points.x(i));
        if (points.isSorted() && points.x(i) > 0) break;
    }
    return least;
}
} // namespace

Range fittedX(const std::vector<Line>& lines, XScale scale) {
    double lo = std::numeric_limits<double>::infinity(), hi = -lo;
    for (const Line& line : lines) {
        if (!line.points || line.points->size() == 0) continue;
        const Range extent = line.points->xExtent();
        lo = std::min(lo, scale == XScale::Log ? leastPositiveX(*line.points) : extent.lo);
        hi = std::max(hi, extent.hi);
    }
    if (scale == XScale::Log) return lo <= hi ? usable({lo, hi * 1.05}, ScaleKind::Log) : Range{1, 10};
    if (lo > hi) return {0, 1};
    if (lo == hi) return usable({lo - 1, hi + 1}, ScaleKind::Linear);
    return usable({lo, hi + (hi - lo) * .02}, ScaleKind::Linear);
}

double largestMagnitude(const std::vector<Line>& lines) {
    const auto all = wholeDomain(lines, kEverything);
    return all ? std::max(std::abs(all->lo), std::abs(all->hi)) : 0;
}

} // namespace td::plot
