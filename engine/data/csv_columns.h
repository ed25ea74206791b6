#pragma once

#include "engine/data/csv_number.h"
#include "engine/data/csv_table.h"

namespace td::data {

/// The columns of a table in two passes over its text: what each holds, then its values.
class CsvColumns {
public:
    CsvColumns(const std::vector<std::string>& names, std::string file, char decimal,
               const std::map<std::string, CsvColumnHint>& hints);
    /// Counts and reports what concerns rows. Errors: TooLarge.
    Result<void> judge(std::string_view text, char delimiter, bool hasHeader, uint64_t limitBytes, Problems& problems);
    void fill(std::string_view text, char delimiter, bool hasHeader, CsvTable& table, Problems& problems) const;

private:
    /// What the first pass saw of a column.
    struct Seen {
        std::string name;
        CsvColumnHint hint;
        CsvKind kind = CsvKind::Text;
        int64_t missing = 0, numbers = 0, integers = 0, words = 0, dates = 0, rows = 0;
        bool hasLeadingZeros = false, isConstant = true;
        std::string first;                      ///< value that is not missing
        std::map<std::string, int32_t> classes; ///< distinct values, as long as there are not too many
        bool hasTooManyClasses = false;
    };
    void see(Seen& column, const CsvField& field) const;
    [[nodiscard]] static bool looksLikeCategory(const Seen& column);
    void decide(Seen& column) const;
    void report(const Seen& column, int64_t place, Problems& problems) const;
    [[nodiscard]] bool isUsable(std::span<const CsvField> record) const;
    [[nodiscard]] double valueOf(const Seen& column, const CsvField& field, int64_t line, int64_t place,
                                 Problems& problems) const;

    std::string m_file;
    char m_decimal;
    std::vector<Seen> m_columns;
};

} // namespace td::data
