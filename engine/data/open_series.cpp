#include "engine/data/opened.h"
#include "engine/data/series_steps.h"
#include "engine/data/statistics.h"
#include "engine/data/table_values.h"

#include <algorithm>
#include <cmath>

namespace td::data {
namespace {

/// Straight lines over what is missing; the first or last value beyond the ends.
void bridge(std::vector<double>& values) {
    size_t known = values.size();
    for (size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) continue;
        for (size_t k = known == values.size() ? 0 : known + 1; k < i; ++k)
            values[k] = known == values.size()
                            ? values[i]
                            : values[known] + (values[i] - values[known]) * static_cast<double>(k - known) /
                                                  static_cast<double>(i - known);
        known = i;
    }
    for (size_t k = known + 1; k < values.size(); ++k)
        values[k] = values[known];
}

constexpr const char* kFeature = "window";

/// Which columns are the series: those that are named, in that order, or all numbers but times.
std::vector<size_t> seriesOf(const CsvTable& table, const Spec& spec) {
    std::vector<size_t> series;
    if (const auto named = spec.inputs.find(kFeature); named != spec.inputs.end()) {
        for (const std::string& name : named->second)
            if (const auto column = table.column(name); column && table.columns[*column].kind != CsvKind::Text)
                series.push_back(*column);
        return series.size() == named->second.size() ? series : std::vector<size_t>();
    }
    for (size_t c = 0; c < table.columns.size(); ++c) {
        const CsvColumn& column = table.columns[c];
        const auto described = spec.columns.find(column.name);
        const bool isIgnored = described != spec.columns.end() && described->second.isIgnored;
        const bool isNumeric = column.kind == CsvKind::Number || column.kind == CsvKind::Integer;
        const bool isWanted = spec.seriesColumn.empty() ? !isIgnored : column.name == spec.seriesColumn;
        if (isNumeric && isWanted && column.missing < table.rows()) series.push_back(c);
    }
    return series;
}

std::string targetOf(const Opening& opening) {
    if (!opening.options.label.empty()) return opening.options.label;
    if (!opening.spec.labels.empty()) return opening.spec.labels[0];
    return opening.spec.seriesColumn;
}

FoundColumn foundSeries(const CsvColumn& column, bool isTarget) {
    Statistics all;
    for (const double value : column.values)
        all.add(value);
    return {column.name,     "series", isTarget ? "label" : "feature", column.missing, all.min, all.max, all.mean,
            all.deviation(), {}};
}

/// The series side by side, without gaps: (rows, series).
Result<Tensor> valuesOf(CsvTable& table, const std::vector<size_t>& series) {
    const size_t width = series.size();
    auto values = Tensor::create(DType::F32, {table.rows(), static_cast<int64_t>(width)}, Fill::Unset);
    if (!values) return values;
    for (size_t i = 0; i < width; ++i) {
        std::vector<double>& column = table.columns[series[i]].values;
        bridge(column);
        for (size_t row = 0; row < column.size(); ++row)
            values->as<float>()[row * width + i] = static_cast<float>(column[row]);
    }
    return values;
}

} // namespace

Result<Opened> openSeries(const Opening& opening) {
    Opened opened{.kind = "series"};
    int64_t testRows = 0;
    auto table = readCsvFile(opening, testRows);
    if (!table) return failure(std::move(table).error());
    const std::vector<size_t> series = seriesOf(*table, opening.spec);
    if (series.empty())
        return failure(fileError(ErrorCode::NotFound, "NoSuchColumn", opening.spec.path.string(),
                                 {{"column", opening.spec.seriesColumn}, {"expected", "a column of numbers"}}));
    std::vector<std::string> names;
    for (const size_t each : series)
        names.push_back(table->columns[each].name);
    const auto named = static_cast<size_t>(std::ranges::find(names, targetOf(opening)) - names.begin());
    const size_t target = std::min(named, names.size() - 1);
    for (size_t i = 0; i < series.size(); ++i)
        opened.found.push_back(foundSeries(table->columns[series[i]], i == target));
    auto values = valuesOf(*table, series);
    if (!values) return failure(std::move(values).error());
    WindowOptions windows = opening.spec.series;
    if (!opening.needsLabels()) windows.horizon = 0;
    auto source = seriesWindows(*values, names, target, windows);
    if (!source) return failure(std::move(source).error());
    opened.rows = (*source)->rows();
    if (!opening.needsLabels()) opened.names = stepNames(*table, series, opening.spec.series, opened.rows);
    opened.build = [source = *source](std::span<const int64_t>) -> Result<std::shared_ptr<const Source>> {
        return source;
    };
    opened.resolve = [names, target, hasHeader = table->hasHeader](std::span<const int64_t>,
                                                                   Spec& into) -> Result<void> {
        for (const std::string& name : names)
            into.columns[name].hint.kind = CsvKind::Number;
        into.inputs = {{kFeature, names}};
        into.labels = {names[target]};
        if (!hasHeader) into.csv.hasHeader = false;
        return {};
    };
    opened.rowsBefore = [rows = table->rows(), windows, count = opened.rows](double fraction) {
        // An example trains if all it is to tell lies before the cut; the past that a later one sees may lie before it.
        const auto cut = static_cast<int64_t>(static_cast<double>(rows) * fraction);
        const int64_t room = cut - rowsOfExample(windows).value_or(0);
        return room < 0 ? int64_t{0} : std::min(count, room / windows.stride + 1);
    };
    return opened;
}

} // namespace td::data
