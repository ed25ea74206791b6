#pragma once

#include <span>
#include <vector>

namespace td::runlog {

/// Counts values in equal bins, exactly as tf.summary.histogram does.
///
/// Shapes:   values (N) -> rows (bucketCount × 3): left edge, right edge, count
/// Formula:  width = (max - min) / bucketCount; bin = min(floor((x - min) / width), bucketCount - 1)
///           no values: rows of zeros; one distinct value: all edges equal it and the last row has the whole count
/// Numerics: float64; with a NaN or an infinity among the values edges become NaN or infinite and what has no bin is
/// not counted Source:   tensorboard/plugins/histogram/summary_v2.py
[[nodiscard]] std::vector<double> histogramRows(std::span<const float> values, int bucketCount);

} // namespace td::runlog
