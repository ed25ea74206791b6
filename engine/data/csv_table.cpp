#include "engine/data/csv_table.h"

#include "engine/data/csv_columns.h"
#include "engine/data/csv_number.h"
#include "engine/data/text_encoding.h"

#include <algorithm>

namespace td::data {
namespace {

/// A header is a first row without a number; a lone field of the first row that is one says that there is none.
bool looksLikeHeader(std::span<const CsvField> first) {
    return std::ranges::none_of(first, [](const CsvField& field) {
        const auto kind = csvNumber(field.text, '.').kind;
        return kind == CsvNumber::Kind::Integer || kind == CsvNumber::Kind::Number;
    });
}

/// A decimal comma is possible where commas do not delimit.
char decimalOf(std::string_view text, char delimiter) {
    if (delimiter == ',') return '.';
    CsvText records(text.substr(0, 1 << 20), delimiter, {});
    Problems ignored;
    for (int i = 0; i < 1000; ++i) {
        const auto record = records.next(ignored);
        if (!record) break;
        for (const CsvField& field : *record)
            if (hasDecimalComma(field.text)) return ',';
    }
    return '.';
}

std::vector<std::string> columnNames(std::span<const CsvField> first, bool hasHeader, const std::string& file,
                                     Problems& problems) {
    std::vector<std::string> names;
    std::set<std::string> taken;
    std::map<std::string, int> seen;
    for (size_t i = 0; i < first.size(); ++i) {
        std::string name = hasHeader ? std::string(first[i].text) : std::string();
        const auto place = static_cast<int64_t>(i) + 1;
        if (name.empty()) {
            if (hasHeader)
                problems.add({ProblemKind::UnnamedColumn, file, 1, place, "", "column " + std::to_string(place)});
            name = "column " + std::to_string(place);
        }
        const std::string plain = name;
        int& count = seen[plain];
        while (!taken.insert(name).second)
            name = plain + " (" + std::to_string(++count + 1) + ")";
        if (count == 1 && name != plain) problems.add({ProblemKind::DuplicateName, file, 1, place, plain, name});
        names.push_back(std::move(name));
    }
    return names;
}

} // namespace

std::string_view name(CsvKind kind) {
    static constexpr std::string_view kNames[] = {"number", "integer", "category", "text"};
    return kNames[static_cast<size_t>(kind)];
}

std::optional<size_t> CsvTable::column(std::string_view name) const {
    for (size_t i = 0; i < columns.size(); ++i)
        if (columns[i].name == name) return i;
    return std::nullopt;
}

Result<CsvTable> readCsv(std::string bytes, const std::string& file, const CsvOptions& options,
                         const std::map<std::string, CsvColumnHint>& hints, uint64_t limitBytes, Problems& problems) {
    auto text = decodedText(std::move(bytes), options.encoding, file, problems);
    if (!text) return failure(std::move(text).error());
    const auto noText = [&] {
        return failure(
            fileError(ErrorCode::InvalidArgument, "EmptyFile", file, {{"expected", "at least a line of text"}}));
    };
    if (trimmed(*text).empty()) return noText();
    CsvTable table;
    table.delimiter = options.delimiter != 0 ? options.delimiter : delimiterOf(*text);
    table.decimal = options.decimal != 0 ? options.decimal : decimalOf(*text, table.delimiter);
    Problems ofText;
    CsvText start(*text, table.delimiter, file);
    const auto first = start.next(ofText);
    if (!first) return noText();
    constexpr size_t kColumnLimit = 100'000;
    if (first->size() > kColumnLimit)
        return failure(
            fileError(ErrorCode::TooLarge, "TooManyColumns", file,
                      {{"columns", std::to_string(first->size())}, {"limit", std::to_string(kColumnLimit)}}));
    table.hasHeader = options.hasHeader.value_or(looksLikeHeader(*first));
    const bool areNamed = !table.hasHeader && options.names.size() == first->size();
    const auto names = areNamed ? options.names : columnNames(*first, table.hasHeader, file, problems);
    CsvColumns columns(names, file, table.decimal, hints);
    TD_TRY(columns.judge(*text, table.delimiter, table.hasHeader, limitBytes, problems));
    columns.fill(*text, table.delimiter, table.hasHeader, table, problems);
    return table;
}

} // namespace td::data
