#pragma once

#include "views/plot_present/axis_scale.h"
#include "views/plot_present/plot_series.h"

#include <optional>
#include <vector>

namespace td::plot {

/// The values from the 5th to the 95th percentile: sorted[ceil((n-1) * .05)] … sorted[floor((n-1) * .95)]; all of them
/// up to 2 values. `values` is reordered. nullopt without values. Source: TensorBoard, line_chart_v2
/// (computeDataSeriesExtent)
[[nodiscard]] std::optional<Range> outlierDomain(std::vector<double>& values);

/// A domain with air and round ends, as TensorBoard draws it.
///
/// Formula: linear: 5 % more on either side, then d3's nice; equal ends: 0 -> [-1, 1], v < 0 -> [2v, 0], v > 0 -> [0,
/// 2v].
///          log: [max(smallest double, lo / 2), hi * 2]. symlog: 5 % more in the transformed space.
[[nodiscard]] Range niceDomain(Range domain, ScaleKind kind, double linearBelow = 1);

/// d3-scale's nice() with ten ticks: ends moved outward to multiples of a round step.
[[nodiscard]] Range nice(Range domain);

/// The y range that shows `lines` between the ends of `x`.
///
/// Numerics: outliers count from 20 values on; percentiles are exact up to 200,000, above every k-th value is taken.
[[nodiscard]] Range fittedY(const std::vector<Line>& lines, Range x, ScaleKind kind, bool ignoreOutliers,
                            double linearBelow = 1);
/// The x range that shows all points, with 2 % of air at the right end for the end marks. Log: positive x only.
[[nodiscard]] Range fittedX(const std::vector<Line>& lines, XScale scale);
/// The largest |value| of all lines (for symlogConstant).
[[nodiscard]] double largestMagnitude(const std::vector<Line>& lines);

} // namespace td::plot
