#pragma once

#include "views/plot_present/plot_series.h"

#include <memory>
#include <vector>

namespace td::plot {

/// What a group of lines has in common: the mean at each x, and how far the lines lie apart there.
///
/// Formula:  at each x that some line has a point at, of the n lines whose extent holds it, each interpolated linearly
///           between its neighbouring points: mean, and deviation = sqrt(sum (y - mean)^2 / (n - 1)), 0 where n = 1.
///           Once of the values as they are drawn (smoothed where lines are) and once of those that were written: the
///           mean line has both, as any line has.
/// Numerics: f64. Points that are not finite are left out; of several points at one x the last written counts. More
///           than kMost places are thinned out evenly: the lines themselves keep every point.
struct GroupMean {
    static constexpr size_t kMost = 20'000;

    std::shared_ptr<const PlotSeries> mean;
    std::vector<uint32_t> counts;                   ///< n at each point of `mean`
    std::vector<double> deviations;                 ///< of the written values, at each point of `mean`
    std::shared_ptr<const PlotSeries> lower, upper; ///< mean ∓ deviation of the values as they are drawn
};

/// Null where no line has a finite value. All lines have to be of this x mode. Threads: any; O(points · lines).
[[nodiscard]] std::shared_ptr<const GroupMean> groupMean(const std::vector<std::shared_ptr<const PlotSeries>>& lines,
                                                         XMode mode);

} // namespace td::plot
