#include "engine/data/timeseries.h"

#include <algorithm>

namespace td::data {
namespace {

/// The type of one example: `steps` rows of an array, or one row without an axis for it.
TensorType typeOf(const Tensor& array, std::optional<int64_t> steps) {
    Extents extents(array.extents().begin() + 1, array.extents().end());
    if (steps) extents.insert(extents.begin(), *steps);
    return {array.dtype(), Shape::of(extents)};
}

Result<std::shared_ptr<const Source>> windowsOver(const Tensor& data, const std::optional<Tensor>& targets,
                                                  const WindowPlaces& places) {
    std::vector<Column> columns{{"data", typeOf(data, places.steps), Role::Feature, {}, {}}};
    if (targets) columns.push_back({"targets", typeOf(*targets, std::nullopt), Role::Label, {}, {}});
    return WindowSource::create(data, targets, std::move(columns), places);
}

int64_t lengthOf(const Tensor& array) {
    return array.rank() == 0 ? 0 : array.extents()[0];
}

tl::unexpected<Error> refused(const char* argument, int64_t found, std::string expected, const Tensor& data) {
    return failure(ErrorCode::InvalidArgument, {{"argument", argument},
                                                {"found", std::to_string(found)},
                                                {"expected", std::move(expected)},
                                                {"length", std::to_string(lengthOf(data))}});
}

} // namespace

Result<std::shared_ptr<const Source>> timeseriesFromArray(const Tensor& data, const std::optional<Tensor>& targets,
                                                          const TimeseriesOptions& options) {
    const int64_t rows = lengthOf(data);
    const int64_t start = options.startIndex.value_or(0), end = options.endIndex.value_or(rows);
    if (rows == 0 || (targets && targets->rank() == 0)) return refused("data", rows, "rows along the first axis", data);
    if (options.sequenceLength < 1 || options.sequenceLength > kSequenceLimit)
        return refused("sequence_length", options.sequenceLength, "at least 1, at most 2^30", data);
    if (options.sequenceStride < 1 || options.sequenceStride >= rows)
        return refused("sequence_stride", options.sequenceStride, "at least 1 and below the length", data);
    if (options.samplingRate < 1 || options.samplingRate >= rows)
        return refused("sampling_rate", options.samplingRate, "at least 1 and below the length", data);
    if (start < 0 || start >= rows) return refused("start_index", start, "at least 0 and below the length", data);
    if (options.endIndex && (end <= start || end >= rows))
        return refused("end_index", end, "above start_index and below the length", data);
    const int64_t room = end - start;
    int64_t begins = options.sequenceLength - 1 > room / options.samplingRate
                         ? 0
                         : std::max<int64_t>(room - (options.sequenceLength - 1) * options.samplingRate, 0);
    if (targets) begins = std::clamp<int64_t>(std::min(lengthOf(*targets), end) - start, 0, begins);
    return windowsOver(data, targets,
                       {.examples = (begins + options.sequenceStride - 1) / options.sequenceStride,
                        .first = start,
                        .stride = options.sequenceStride,
                        .steps = options.sequenceLength,
                        .rate = options.samplingRate,
                        .ahead = 0,
                        .horizon = targets ? 1 : 0});
}

Result<std::shared_ptr<const Source>> timeseriesGenerator(const Tensor& data, const Tensor& targets,
                                                          const GeneratorOptions& options) {
    const int64_t rows = lengthOf(data), last = options.endIndex.value_or(rows - 1);
    if (rows == 0 || lengthOf(targets) != rows)
        return refused("targets", lengthOf(targets), "as many as data, at least one", data);
    if (options.length < 1 || options.length > rows) return refused("length", options.length, "1 to the length", data);
    if (options.samplingRate < 1) return refused("sampling_rate", options.samplingRate, "at least 1", data);
    if (options.stride < 1) return refused("stride", options.stride, "at least 1", data);
    if (options.startIndex < 0 || options.startIndex > rows)
        return refused("start_index", options.startIndex, "0 to the length", data);
    const int64_t first = options.startIndex + options.length;
    if (last >= rows || first > last)
        return refused("end_index", last, "a row of the data, at least start_index + length", data);
    return windowsOver(data, targets,
                       {.examples = (last - first) / options.stride + 1,
                        .first = options.startIndex,
                        .stride = options.stride,
                        .steps = (options.length - 1) / options.samplingRate + 1,
                        .rate = std::min(options.samplingRate, rows),
                        .isReversed = options.isReversed,
                        .ahead = options.length,
                        .horizon = 1});
}

} // namespace td::data
