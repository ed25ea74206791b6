#include "engine/data/series_steps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>

namespace td::data {

namespace {
/// A time of so many rows: begin + step * row.
struct Clock {
    std::string name = "row";
    double begin = 1, step = 1;

    [[nodiscard]] std::string at(int64_t row) const {
        std::array<char, 64> text{};
        std::snprintf(text.data(), text.size(), "%.10g", begin + step * static_cast<double>(row));
        return text.data();
    }
};

/// How a column's values grow, where it does so evenly.
std::optional<double> evenStep(const std::vector<double>& values) {
    if (values.size() < 2) return std::nullopt;
    const double step = values[1] - values[0];
    if (!(step > 0)) return std::nullopt;
    for (size_t i = 1; i < values.size(); ++i)
        if (!(std::abs(values[i] - values[i - 1] - step) <= 1e-6 * step)) return std::nullopt; // not for NaN either
    return step;
}

Clock clockOf(const CsvTable& table, const std::vector<size_t>& series) {
    for (size_t c = 0; c < table.columns.size(); ++c) {
        const CsvColumn& column = table.columns[c];
        const bool isNumeric = column.kind == CsvKind::Number || column.kind == CsvKind::Integer;
        if (!isNumeric || std::ranges::find(series, c) != series.end()) continue;
        if (const auto step = evenStep(column.values)) return {column.name, column.values[0], *step};
    }
    return {};
}

bool isTimeName(std::string name) {
    for (char& c : name)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    constexpr std::array kTimes = {"year", "month", "week", "day", "date", "time", "hour", "minute", "second"};
    return std::ranges::any_of(kTimes, [&](const char* each) { return name.find(each) != std::string::npos; });
}
} // namespace

std::string timeColumn(const CsvTable& table) {
    for (const CsvColumn& column : table.columns) {
        const bool isNumeric = column.kind == CsvKind::Number || column.kind == CsvKind::Integer;
        if (isNumeric && isTimeName(column.name) && evenStep(column.values)) return column.name;
    }
    return {};
}

std::vector<std::string> stepNames(const CsvTable& table, const std::vector<size_t>& series,
                                   const WindowOptions& windows, int64_t examples) {
    const Clock clock = clockOf(table, series);
    std::vector<std::string> names;
    for (int64_t i = 0; i < examples; ++i) {
        const int64_t first = i * windows.stride + windows.window * windows.samplingRate;
        const int64_t last = first + (windows.horizon - 1) * windows.samplingRate;
        std::string name = clock.name + " " + clock.at(first);
        if (last > first) name += " to " + clock.at(last);
        names.push_back(std::move(name));
    }
    return names;
}

} // namespace td::data
