#include "engine/runlog/histogram_bins.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace td::runlog {
namespace {

struct Range {
    double min = std::numeric_limits<double>::infinity();
    double max = -std::numeric_limits<double>::infinity();
};

/// Smallest and largest; NaN as soon as one value is.
Range rangeOf(std::span<const float> values) {
    Range range;
    for (const double x : values) {
        if (std::isnan(x)) return {x, x};
        range.min = std::min(range.min, x);
        range.max = std::max(range.max, x);
    }
    return range;
}

void fillEdges(std::vector<double>& rows, size_t bins, Range range) {
    const double step = (range.max - range.min) / static_cast<double>(bins);
    for (size_t i = 0; i < bins; ++i) {
        rows[3 * i] = range.min + step * static_cast<double>(i);
        rows[3 * i + 1] = i + 1 == bins ? range.max : range.min + step * static_cast<double>(i + 1);
    }
}

void countValues(std::vector<double>& rows, size_t bins, Range range, std::span<const float> values) {
    const double width = (range.max - range.min) / static_cast<double>(bins);
    for (const double x : values) {
        const double bin = std::floor((x - range.min) / width);
        if (std::isnan(bin)) continue;
        rows[3 * static_cast<size_t>(std::min(bin, static_cast<double>(bins - 1))) + 2] += 1;
    }
}

} // namespace

std::vector<double> histogramRows(std::span<const float> values, int bucketCount) {
    const auto bins = static_cast<size_t>(std::max(0, bucketCount));
    std::vector<double> rows(3 * bins, 0.0);
    if (values.empty() || bins == 0) return rows;
    const Range range = rangeOf(values);
    if (range.min == range.max) {
        for (size_t i = 0; i < bins; ++i)
            rows[3 * i] = rows[3 * i + 1] = range.max;
        rows[3 * bins - 1] = static_cast<double>(values.size());
        return rows;
    }
    fillEdges(rows, bins, range);
    countValues(rows, bins, range, values);
    return rows;
}

} // namespace td::runlog
