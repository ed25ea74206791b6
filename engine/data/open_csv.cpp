#include "engine/data/file_bytes.h"
#include "engine/data/memory_source.h"
#include "engine/data/opened.h"
#include "engine/data/series_steps.h"
#include "engine/data/table_values.h"

#include <algorithm>
#include <cmath>

namespace td::data {
namespace {

std::map<std::string, CsvColumnHint> hintsOf(const Spec& spec) {
    std::map<std::string, CsvColumnHint> hints;
    for (const auto& [name, column] : spec.columns)
        hints[name] = column.hint;
    if (spec.labels.size() == 1 && !spec.classes.empty()) {
        CsvColumnHint& hint = hints[spec.labels[0]];
        if (hint.classes.empty()) hint.classes = spec.classes;
        hint.kind = CsvKind::Category;
    }
    return hints;
}

Result<CsvTable> readTable(const std::filesystem::path& path, const std::map<std::string, CsvColumnHint>& hints,
                           const CsvOptions& csv, const Opening& opening) {
    auto bytes =
        opening.given ? Result<std::string>(*opening.given) : fileBytes(path, opening.options.memoryLimitBytes);
    if (!bytes) return failure(std::move(bytes).error());
    return readCsv(*std::move(bytes), path.string(), csv, hints, opening.options.memoryLimitBytes, opening.problems);
}

/// Whether the classes of the label are named, but not the label: then it is found as TableValues finds it.
bool hasClassesOfNoLabel(const Opening& opening) {
    return !opening.spec.classes.empty() && opening.spec.labels.empty() && opening.options.label.empty() &&
           opening.needsLabels();
}

/// The same table with these classes for the last column that is no text.
Result<CsvTable> readAgainWithClasses(const CsvTable& table, const Opening& opening) {
    auto hints = hintsOf(opening.spec);
    for (size_t c = table.columns.size(); c-- > 0;) {
        const CsvColumn& column = table.columns[c];
        const auto own = opening.spec.columns.find(column.name);
        if (column.kind == CsvKind::Text || (own != opening.spec.columns.end() && own->second.isIgnored)) continue;
        CsvColumnHint& hint = hints[column.name];
        if (hint.classes.empty()) hint.classes = opening.spec.classes;
        hint.kind = CsvKind::Category;
        break;
    }
    Problems seenBefore; // but for what the classes make of it
    const Opening again{opening.spec, opening.options, seenBefore, opening.given};
    auto read = readTable(opening.spec.path, hints, opening.spec.csv, again);
    for (const Problem& problem : seenBefore.list())
        if (problem.kind == ProblemKind::UnknownClass) opening.problems.add(problem);
    return read;
}

/// Reads the second file as the first was understood, and appends its rows. Returns how many.
Result<int64_t> appendTest(CsvTable& table, const Opening& opening) {
    CsvOptions csv = opening.spec.csv;
    csv.delimiter = table.delimiter;
    csv.decimal = table.decimal;
    csv.hasHeader = table.hasHeader;
    std::map<std::string, CsvColumnHint> hints;
    for (const CsvColumn& column : table.columns)
        hints[column.name] = {column.kind, column.classes};
    auto test = readTable(opening.spec.test, hints, csv, opening);
    if (!test) return failure(std::move(test).error());
    for (CsvColumn& column : table.columns) {
        const auto same = test->column(column.name);
        if (!same)
            return failure(fileError(ErrorCode::InvalidArgument, "TestDiffers", opening.spec.test.string(),
                                     {{"column", column.name}, {"found", "no such column"}}));
        const CsvColumn& other = test->columns[*same];
        column.missing += other.missing;
        column.values.insert(column.values.end(), other.values.begin(), other.values.end());
    }
    table.lines.insert(table.lines.end(), test->lines.begin(), test->lines.end());
    return test->rows();
}

/// An error of a table that may be none but a series.
Error withSeries(Error error, const std::string& timeColumn) {
    if (timeColumn.empty()) return error;
    error.facts.push_back({"time", timeColumn});
    error.facts.push_back({"hint",
                           "a specification with \"source\": {\"path\": ..., \"kind\": \"series\", \"column\": ..., "
                           "\"window\": 12} learns what comes next from what came before"});
    return error;
}

} // namespace

Result<CsvTable> readCsvFile(const Opening& opening, int64_t& testRows) {
    auto table = readTable(opening.spec.path, hintsOf(opening.spec), opening.spec.csv, opening);
    if (table && hasClassesOfNoLabel(opening)) table = readAgainWithClasses(*table, opening);
    if (!table || opening.spec.test.empty()) return table;
    auto rows = appendTest(*table, opening);
    if (!rows) return failure(std::move(rows).error());
    testRows = *rows;
    return table;
}

Result<Opened> openCsv(const Opening& opening) {
    Opened opened{.kind = "csv"};
    auto table = readCsvFile(opening, opened.testRows);
    if (!table) return failure(std::move(table).error());
    opened.timeColumn = timeColumn(*table);
    auto values = TableValues::create(*std::move(table), opening, opened.testRows);
    if (!values) return failure(withSeries(std::move(values).error(), opened.timeColumn));
    const auto shared = std::make_shared<const TableValues>(*std::move(values));
    opened.rows = shared->rows();
    opened.classes = shared->classes();
    opened.found = shared->found();
    opened.resolve = [shared](std::span<const int64_t> trainRows, Spec& into) -> Result<void> {
        shared->resolve(trainRows, into);
        return {};
    };
    opened.build = [shared](std::span<const int64_t> trainRows) { return shared->source(trainRows); };
    return opened;
}

} // namespace td::data
