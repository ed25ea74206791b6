#include "engine/data/windows.h"

#include <algorithm>
#include <cstring>

namespace td::data {
namespace {

size_t rowBytes(const Tensor& tensor) {
    return tensor.extents()[0] == 0 ? 0 : tensor.sizeBytes() / static_cast<size_t>(tensor.extents()[0]);
}

/// first + (steps - 1) * rate, below `rows`, without leaving 64 bits.
bool isWithin(int64_t first, int64_t steps, int64_t rate, int64_t rows) {
    if (first < 0 || steps < 0 || rate < 1 || first > rows) return false;
    return steps == 0 || (first < rows && (steps - 1) <= (rows - 1 - first) / rate);
}

bool areWithin(const WindowPlaces& places, const Tensor& values, const std::optional<Tensor>& targets) {
    if (places.examples == 0) return true;
    if (!isWithin(places.first, places.examples, places.stride, values.extents()[0])) return false;
    const int64_t last = places.first + (places.examples - 1) * places.stride;
    if (!isWithin(last, places.steps, places.rate, values.extents()[0])) return false;
    if (!targets) return true;
    const int64_t rows = targets->extents()[0];
    return places.ahead >= 0 && places.ahead < rows && last < rows - places.ahead &&
           isWithin(last + places.ahead, places.horizon, places.rate, rows);
}

/// `steps` rows that lie `rate` apart, one behind the other.
std::byte* copySteps(const Tensor& from, int64_t first, int64_t steps, const WindowPlaces& places, bool isReversed,
                     std::byte* into) {
    const size_t bytes = rowBytes(from);
    const std::byte* begin = from.bytes() + static_cast<size_t>(first) * bytes;
    if (places.rate == 1 && !isReversed) {
        std::memcpy(into, begin, static_cast<size_t>(steps) * bytes);
        return into + static_cast<size_t>(steps) * bytes;
    }
    for (int64_t i = 0; i < steps; ++i, into += bytes)
        std::memcpy(into, begin + static_cast<size_t>((isReversed ? steps - 1 - i : i) * places.rate) * bytes, bytes);
    return into;
}

/// The numbers of one series.
Result<Tensor> seriesAt(const Tensor& values, size_t series) {
    const auto width = static_cast<size_t>(values.extents()[1]);
    auto one = Tensor::create(DType::F32, {values.extents()[0]}, Fill::Unset);
    for (size_t row = 0; one && row < static_cast<size_t>(one->elements()); ++row)
        one->as<float>()[row] = values.as<float>()[row * width + series];
    return one;
}

} // namespace

std::optional<int64_t> rowsOfExample(const WindowOptions& options) {
    constexpr int64_t kLimit = int64_t{1} << 30;
    for (const int64_t number : {options.window, options.stride, options.samplingRate})
        if (number < 1 || number > kLimit) return std::nullopt;
    if (options.horizon < 0 || options.horizon > kLimit) return std::nullopt;
    return (options.window + options.horizon - 1) * options.samplingRate + 1;
}

Result<std::shared_ptr<const Source>> seriesWindows(const Tensor& values, std::vector<std::string> names, size_t target,
                                                    const WindowOptions& options) {
    const int64_t rows = values.extents()[0];
    const auto needed = rowsOfExample(options);
    if (!needed || *needed > rows)
        return failure(ErrorCode::InvalidArgument, {{"problem", "TooFewRows"},
                                                    {"rows", std::to_string(rows)},
                                                    {"window", std::to_string(options.window)},
                                                    {"horizon", std::to_string(options.horizon)},
                                                    {"stride", std::to_string(options.stride)},
                                                    {"sampling_rate", std::to_string(options.samplingRate)},
                                                    {"expected", "at least 1 each, and rows for one example"}});
    const auto series = static_cast<int64_t>(names.size());
    std::vector<Column> columns{
        {"window", {DType::F32, {options.window, series}}, Role::Feature, {}, std::move(names)}};
    const WindowPlaces places{.examples = (rows - *needed) / options.stride + 1,
                              .stride = options.stride,
                              .steps = options.window,
                              .rate = options.samplingRate,
                              .ahead = options.window * options.samplingRate,
                              .horizon = options.horizon};
    if (options.horizon == 0) return WindowSource::create(values, std::nullopt, std::move(columns), places);
    columns.push_back({"target", {DType::F32, {options.horizon}}, Role::Label, {}, {}});
    auto targets = seriesAt(values, target);
    if (!targets) return failure(std::move(targets).error());
    return WindowSource::create(values, *std::move(targets), std::move(columns), places);
}

Result<std::shared_ptr<const Source>> WindowSource::create(Tensor values, std::optional<Tensor> targets,
                                                           std::vector<Column> columns, const WindowPlaces& places) {
    const bool isPossible = values.rank() > 0 && (!targets || targets->rank() > 0) && places.examples >= 0 &&
                            places.steps >= 1 && places.horizon >= 0 && areWithin(places, values, targets);
    if (!isPossible)
        return failure(ErrorCode::InvalidArgument, {{"values", toString(values.type())},
                                                    {"targets", targets ? toString(targets->type()) : "none"},
                                                    {"examples", std::to_string(places.examples)},
                                                    {"steps", std::to_string(places.steps)},
                                                    {"rate", std::to_string(places.rate)},
                                                    {"expected", "windows and targets within the rows"}});
    const bool fits =
        columns.size() == (targets ? 2u : 1u) &&
        (places.examples == 0 ||
         (exampleBytes(columns[0]) == static_cast<size_t>(places.steps) * rowBytes(values) &&
          (!targets || exampleBytes(columns[1]) == static_cast<size_t>(places.horizon) * rowBytes(*targets))));
    if (!fits)
        return failure(ErrorCode::ShapeMismatch, {{"values", toString(values.type())},
                                                  {"columns", std::to_string(columns.size())},
                                                  {"expected", "types of as many steps"}});
    auto source = std::shared_ptr<WindowSource>(new WindowSource);
    source->m_values = std::move(values);
    source->m_targets = std::move(targets);
    source->m_columns = std::move(columns);
    source->m_places = places;
    return source;
}

Result<void> WindowSource::read(std::span<const int64_t> rows, int64_t, std::span<Tensor> into) const {
    std::byte* past = into[0].bytes();
    std::byte* future = m_targets ? into[1].bytes() : nullptr;
    for (const int64_t row : rows) {
        const int64_t begin = m_places.first + row * m_places.stride;
        past = copySteps(m_values, begin, m_places.steps, m_places, m_places.isReversed, past);
        if (m_targets)
            future = copySteps(*m_targets, begin + m_places.ahead, m_places.horizon, m_places, false, future);
    }
    return {};
}

} // namespace td::data
