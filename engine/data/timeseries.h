#pragma once

#include "engine/data/windows.h"

#include <optional>

namespace td::data {

inline constexpr int64_t kSequenceLimit = int64_t{1} << 30;

/// The arguments of keras.utils.timeseries_dataset_from_array that say which examples there are; batches and their
/// order are the Loader's.
struct TimeseriesOptions {
    int64_t sequenceLength = 0; ///< 1 to kSequenceLimit
    int64_t sequenceStride = 1;
    int64_t samplingRate = 1;
    std::optional<int64_t> startIndex{}, endIndex{}; ///< rows before the one and from the other on are not used
};

/// Windows over an array in time: feature "data", label "targets" where there are any. Example i is the rows
/// start + i * stride, + samplingRate … of `data` and the target of its first row.
///
/// Shapes:  data (T,…), targets (N,…) -> (sequenceLength,…), (…), the same element types; no rows where no window fits
/// Errors:  InvalidArgument for arguments that Keras refuses, naming them and the length of the data
/// Source:  keras.utils.timeseries_dataset_from_array
[[nodiscard]] TD_API Result<std::shared_ptr<const Source>>
timeseriesFromArray(const Tensor& data, const std::optional<Tensor>& targets, const TimeseriesOptions& options);

/// The arguments of Keras' TimeseriesGenerator.
struct GeneratorOptions {
    int64_t length = 0; ///< rows that a window reaches over
    int64_t samplingRate = 1, stride = 1;
    int64_t startIndex = 0;
    std::optional<int64_t> endIndex{}; ///< the last row that is a target
    bool isReversed = false;
};

/// Windows that end before their target: example i is every samplingRate-th of the `length` rows before the row
/// start + length + i * stride, and that row's target.
///
/// Shapes:  data (T,…), targets (T,…) -> (⌈length / samplingRate⌉,…), (…)
/// Errors:  InvalidArgument naming the arguments where no window fits or T differs
/// Source:  keras.preprocessing.sequence.TimeseriesGenerator of Keras 2
[[nodiscard]] TD_API Result<std::shared_ptr<const Source>>
timeseriesGenerator(const Tensor& data, const Tensor& targets, const GeneratorOptions& options);

} // namespace td::data
