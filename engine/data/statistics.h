#pragma once

#include "engine/data/dataset.h"

namespace td::data {

/// Of numbers that are finite: mean and population deviation in double, in two sums of one pass (Welford).
struct Statistics {
    int64_t count = 0, notFinite = 0;
    double min = 0, max = 0, mean = 0;
    double squares = 0; ///< sum of squared differences from the mean
    void add(double value);
    [[nodiscard]] double deviation() const;
};

/// Of every element of the last axis of a column, over all rows of a data set and its other axes.
/// Errors: NotFound for the column; what reading says.
[[nodiscard]] TD_API Result<std::vector<Statistics>> statisticsOf(const Dataset& data, std::string_view column);
/// Of all elements of a tensor.
[[nodiscard]] TD_API Statistics statisticsOf(const Tensor& tensor);

} // namespace td::data
