#include "engine/data/split.h"

#include "engine/data/convert.h"
#include "engine/data/random.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace td::data {
namespace {

Result<void> checkFractions(std::span<const double> fractions) {
    double sum = 0;
    bool isFine = !fractions.empty();
    std::string found;
    for (const double fraction : fractions) {
        isFine = isFine && fraction >= 0; // also no NaN
        sum += fraction;
        found += (found.empty() ? "" : ", ") + std::to_string(fraction);
    }
    if (!isFine || sum > 1 + 1e-9)
        return failure(ErrorCode::InvalidArgument,
                       {{"fractions", found}, {"expected", "at least 0 each and together at most 1"}});
    return {};
}

/// The class of every row, in batches, so that other columns are never held whole.
Result<std::vector<int64_t>> classesOf(const Dataset& data, std::string_view name) {
    const auto index = data.column(name);
    if (!index) return failure(ErrorCode::NotFound, {{"column", std::string(name)}});
    const Column& column = data.columns()[*index];
    if (!isInteger(column.type.dtype) || exampleElements(column) != 1)
        return failure(
            ErrorCode::InvalidArgument,
            {{"column", column.name}, {"found", toString(column.type)}, {"expected", "one class index an example"}});
    std::vector<int64_t> classes(static_cast<size_t>(data.rows()));
    constexpr int64_t kBatch = 256;
    for (int64_t begin = 0; begin < data.rows(); begin += kBatch) {
        const int64_t count = std::min(kBatch, data.rows() - begin);
        std::vector<int64_t> rows(static_cast<size_t>(count));
        std::iota(rows.begin(), rows.end(), begin);
        auto read = data.read(rows);
        if (!read) return failure(std::move(read).error());
        convert(column.type.dtype, (*read)[*index].bytes(), DType::I64,
                reinterpret_cast<std::byte*>(&classes[static_cast<size_t>(begin)]), count);
    }
    return classes;
}

/// Gives each of these rows, in drawn order, to a part: cut at the rounded sums of the fractions, so that none is lost.
void deal(const std::vector<int64_t>& rows, std::span<const double> fractions,
          std::vector<std::vector<int64_t>>& parts) {
    double sum = 0;
    size_t begin = 0;
    for (size_t part = 0; part < fractions.size(); ++part) {
        sum += fractions[part];
        const auto end = std::min(rows.size(), static_cast<size_t>(sum * static_cast<double>(rows.size()) + 0.5));
        parts[part].insert(parts[part].end(), rows.begin() + static_cast<std::ptrdiff_t>(begin),
                           rows.begin() + static_cast<std::ptrdiff_t>(end));
        begin = end;
    }
}

} // namespace

Result<std::vector<Dataset>> split(const Dataset& data, std::span<const double> fractions, uint64_t seed,
                                   std::string_view stratifyColumn) {
    TD_TRY(checkFractions(fractions));
    std::vector<int64_t> drawn(static_cast<size_t>(data.rows()));
    permutation(seed, 0, drawn);
    std::map<int64_t, std::vector<int64_t>> groups;
    if (stratifyColumn.empty()) {
        groups[0] = std::move(drawn);
    } else {
        auto classes = classesOf(data, stratifyColumn);
        if (!classes) return failure(std::move(classes).error());
        for (const int64_t row : drawn)
            groups[(*classes)[static_cast<size_t>(row)]].push_back(row);
    }
    std::vector<std::vector<int64_t>> parts(fractions.size());
    for (const auto& [value, rows] : groups)
        deal(rows, fractions, parts);
    std::vector<Dataset> result;
    for (size_t part = 0; part < parts.size(); ++part) {
        if (parts[part].empty() && fractions[part] > 0)
            return failure(ErrorCode::InvalidArgument, {{"problem", "TooFewRows"},
                                                        {"rows", std::to_string(data.rows())},
                                                        {"fraction", std::to_string(fractions[part])}});
        std::ranges::sort(parts[part]);
        auto selected = data.select(parts[part]);
        if (!selected) return failure(std::move(selected).error());
        result.push_back(*std::move(selected));
    }
    return result;
}

bool isHash20Test(int64_t row) {
    return static_cast<double>(static_cast<uint32_t>(static_cast<uint64_t>(row) * 2654435761u)) < 0.2 * 4294967296.0;
}

TrainTest splitHash20(const Dataset& data) {
    std::vector<int64_t> train, test;
    for (int64_t row = 0; row < data.rows(); ++row)
        (isHash20Test(row) ? test : train).push_back(row);
    return {*data.select(train), *data.select(test)};
}

TrainTest splitLast20(const Dataset& data) {
    const auto train = static_cast<int64_t>(static_cast<double>(data.rows()) * 0.8);
    return {data.take(train), data.skip(train)};
}

void permutation(uint64_t seed, int64_t epoch, std::span<int64_t> into) {
    std::iota(into.begin(), into.end(), int64_t{0});
    RandomSequence random(mixed(seed, static_cast<uint64_t>(epoch)));
    for (size_t i = into.size(); i > 1; --i)
        std::swap(into[i - 1], into[random.below(i)]);
}

} // namespace td::data
