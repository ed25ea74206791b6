#include "engine/data/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace td::data {

void Statistics::add(double value) {
    if (!std::isfinite(value)) {
        ++notFinite;
        return;
    }
    min = count == 0 ? value : std::min(min, value);
    max = count == 0 ? value : std::max(max, value);
    ++count;
    const double before = value - mean;
    mean += before / static_cast<double>(count);
    squares += before * (value - mean);
}

double Statistics::deviation() const {
    return count > 0 ? std::sqrt(squares / static_cast<double>(count)) : 0;
}

namespace {
/// Bytes by their counts: pictures have many and few different ones.
Statistics statisticsOfBytes(std::span<const uint8_t> bytes) {
    std::array<int64_t, 256> counts{};
    for (const uint8_t byte : bytes)
        ++counts[byte];
    Statistics all;
    for (int value = 0; value < 256; ++value) {
        const int64_t n = counts[static_cast<size_t>(value)];
        if (n == 0) continue;
        all.min = all.count == 0 ? value : all.min;
        all.max = value;
        all.count += n;
        all.mean += static_cast<double>(n) * value;
    }
    if (all.count > 0) all.mean /= static_cast<double>(all.count);
    for (int value = 0; value < 256; ++value)
        all.squares +=
            static_cast<double>(counts[static_cast<size_t>(value)]) * (value - all.mean) * (value - all.mean);
    return all;
}
} // namespace

Statistics statisticsOf(const Tensor& tensor) {
    if (tensor.dtype() == DType::U8) return statisticsOfBytes(tensor.as<uint8_t>());
    Statistics all;
    for (int64_t i = 0; i < tensor.elements(); ++i)
        all.add(tensor.at(i));
    return all;
}

Result<std::vector<Statistics>> statisticsOf(const Dataset& data, std::string_view name) {
    const auto index = data.column(name);
    if (!index) return failure(ErrorCode::NotFound, {{"column", std::string(name)}});
    const Shape& shape = data.columns()[*index].type.shape;
    std::vector<Statistics> parts(shape.rank() > 0 ? static_cast<size_t>(shape[-1].value()) : 1);
    constexpr int64_t kBatch = 256;
    std::vector<int64_t> rows;
    for (int64_t begin = 0; begin < data.rows() && !parts.empty(); begin += kBatch) {
        rows.resize(static_cast<size_t>(std::min(kBatch, data.rows() - begin)));
        std::iota(rows.begin(), rows.end(), begin);
        auto read = data.read(rows);
        if (!read) return failure(std::move(read).error());
        const Tensor& values = (*read)[*index];
        for (int64_t i = 0; i < values.elements(); ++i)
            parts[static_cast<size_t>(i) % parts.size()].add(values.at(i));
    }
    return parts;
}

} // namespace td::data
