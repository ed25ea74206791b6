#include "engine/data/windows.h"

#include <algorithm>

namespace td::data {

Result<std::shared_ptr<const Source>> WindowSource::create(Tensor values, std::vector<std::string> names, size_t target,
                                                           WindowOptions options) {
    const int64_t rows = values.extents()[0];
    const bool isPossible = options.window >= 1 && options.horizon >= 1 && options.stride >= 1 &&
                            options.window <= rows && options.horizon <= rows - options.window;
    if (!isPossible)
        return failure(ErrorCode::InvalidArgument, {{"problem", "TooFewRows"},
                                                    {"rows", std::to_string(rows)},
                                                    {"window", std::to_string(options.window)},
                                                    {"horizon", std::to_string(options.horizon)},
                                                    {"stride", std::to_string(options.stride)},
                                                    {"expected", "at least 1 each, and rows for one example"}});
    auto source = std::shared_ptr<WindowSource>(new WindowSource);
    const auto series = static_cast<int64_t>(names.size());
    source->m_columns.push_back(
        {"window", {DType::F32, {options.window, series}}, Role::Feature, {}, std::move(names)});
    source->m_columns.push_back({"target", {DType::F32, {options.horizon}}, Role::Label, {}, {}});
    source->m_rows = (rows - options.window - options.horizon) / options.stride + 1;
    source->m_values = std::move(values);
    source->m_target = target;
    source->m_options = options;
    return source;
}

Result<void> WindowSource::read(std::span<const int64_t> rows, int64_t, std::span<Tensor> into) const {
    const auto values = m_values.as<float>();
    const auto series = static_cast<size_t>(m_values.extents()[1]);
    const auto window = static_cast<size_t>(m_options.window), horizon = static_cast<size_t>(m_options.horizon);
    float* past = into[0].as<float>().data();
    float* future = into[1].as<float>().data();
    for (const int64_t row : rows) {
        const auto begin = static_cast<size_t>(row * m_options.stride);
        past = std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(begin * series), window * series, past);
        for (size_t h = 0; h < horizon; ++h)
            *future++ = values[(begin + window + h) * series + m_target];
    }
    return {};
}

} // namespace td::data
