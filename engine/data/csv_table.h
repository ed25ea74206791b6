#pragma once

#include "engine/data/csv_text.h"

#include <map>
#include <set>

namespace td::data {

/// What a column of a table holds, judged by all its fields.
enum class CsvKind : uint8_t { Number, Integer, Category, Text };
[[nodiscard]] std::string_view name(CsvKind kind);

struct CsvColumn {
    std::string name;
    CsvKind kind = CsvKind::Text;
    int64_t missing = 0;
    std::vector<double> values; ///< numbers, or indices into `classes`; NaN where missing; empty for Text
    std::vector<std::string> classes;
};

/// What a person says about a column.
struct CsvColumnHint {
    std::optional<CsvKind> kind;
    std::vector<std::string> classes; ///< in the order of their indices
};

struct CsvTable {
    std::vector<CsvColumn> columns;
    std::vector<int64_t> lines; ///< of each row
    char delimiter = ',', decimal = '.';
    bool hasHeader = true;
    [[nodiscard]] int64_t rows() const { return static_cast<int64_t>(lines.size()); }
    [[nodiscard]] std::optional<size_t> column(std::string_view name) const;
};

/// Reads a table of text. A column is numeric where at least three quarters of its values are; then words in it are
/// reported and missing. Rows of a single field in a table of several columns are reported and left out; shorter rows
/// lack their last values, longer ones their surplus. Fields of text columns are not kept.
///
/// Errors:   EmptyFile; NotText, Spreadsheet, UnknownEncoding; TooLarge above `limitBytes` in memory.
/// Problems: all of ProblemKind that concern lines and columns, by line and field.
[[nodiscard]] TD_API Result<CsvTable> readCsv(std::string bytes, const std::string& file, const CsvOptions& options,
                                              const std::map<std::string, CsvColumnHint>& hints, uint64_t limitBytes,
                                              Problems& problems);

} // namespace td::data
