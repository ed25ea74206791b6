#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace td::plot {

/// Median of the `window` points around each point (made odd by adding one); fewer at the ends, where an even number
/// gives the mean of the middle two. Values must be finite. O(n log window).
[[nodiscard]] std::vector<double> runningMedian(std::span<const double> y, size_t window);

} // namespace td::plot
