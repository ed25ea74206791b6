#pragma once

#include "views/plot_present/plot_types.h"

#include <span>
#include <vector>

namespace td::plot {

/// Smoothing of a line. Every function takes values in file order and returns as many.
/// Numerics: f64. Non-finite values pass through unchanged and do not advance the filter.
/// Threads:  any; nothing is shared.

/// Debiased exponential moving average over the index.
///
/// Formula:  last = w*last + (1-w)*y, n = n + 1, out = last / (w == 1 ? 1 : 1 - w^n); w clamped to [0, 1], NaN and
/// infinities to 0;
///           values that are all equal come back unchanged.
/// Source:   TensorBoard, widgets/line_chart_v2/data_transformer.ts
[[nodiscard]] std::vector<double> ema(std::span<const double> y, double weight);

/// Exponential moving average that depends on the distance in x, so that logging twice as often changes nothing.
///
/// Shapes:   x (N), y (N) -> (N)
/// Formula:  w = min(sqrt(weight), 0.999); a = w^(1000 * dx / range of x); last = last*a + y; debias = debias*a + 1;
/// out = last / debias.
///           dx is the distance to the previous finite point, never below 0; a range of 0 counts as 1.
/// Source:   Weights & Biases, "time-weighted EMA", viewport scale 1000
[[nodiscard]] std::vector<double> timeWeightedEma(std::span<const double> x, std::span<const double> y, double weight);

/// Centred Gaussian over the index, normalized by the weights that exist at the ends.
///
/// Numerics: sigma up to 16 points: the kernel itself, cut at 4 sigma; above: four passes of a box of the
///           same variance (the kernel within 4 % of its peak).
[[nodiscard]] std::vector<double> gaussian(std::span<const double> y, double sigmaPoints);

/// Mean of the `window` points around each point (made odd by adding one); fewer at the ends.
[[nodiscard]] std::vector<double> runningMean(std::span<const double> y, size_t window);

/// What one slider position in [0, 1] means for the filters that count points: 10^(3 * weight), from 1 to 1000 points.
/// Gaussian: half of it is sigma; mean and median: it is the window.
[[nodiscard]] double smoothingPoints(double weight);

/// The filter that `setting` names; empty for none (weight 0 included). `x` is used by the time-weighted average alone.
[[nodiscard]] std::vector<double> smooth(std::span<const double> x, std::span<const double> y,
                                         const SmoothingSetting& setting);

} // namespace td::plot
