#pragma once

#include "engine/data/csv_table.h"
#include "engine/data/windows.h"

#include <string>
#include <vector>

namespace td::data {

/// What each example of a series is to tell: "year 2009", "year 2009 to 2012" of several steps. The time is the first column of
/// numbers that grows by the same step from row to row and is no series; behind the last row it goes on so. Without such a column:
/// "row 310", counted from 1 without the header.
[[nodiscard]] std::vector<std::string> stepNames(const CsvTable& table, const std::vector<size_t>& series,
                                                 const WindowOptions& windows, int64_t examples);

/// The column that says when a row was: of numbers that grow evenly, with a time for a name ("year", "date", "hour" …); empty for none.
[[nodiscard]] std::string timeColumn(const CsvTable& table);

} // namespace td::data
