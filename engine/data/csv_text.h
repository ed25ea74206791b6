#pragma once

#include "engine/data/problem.h"

#include <optional>
#include <span>

namespace td::data {

/// How the lines of a table are to be taken apart; what is not given is found.
struct CsvOptions {
    char delimiter = 0;               ///< 0: found among , ; tab |
    std::optional<bool> hasHeader;    ///< not given: a first row without numbers is one
    char decimal = 0;                 ///< '.' or ','; 0: found
    std::string encoding;             ///< see decodedText
    std::vector<std::string> names{}; ///< of the columns, where the file has no header and as many
    bool operator==(const CsvOptions&) const = default;
};

struct CsvField {
    std::string_view text; ///< without quotes and without spaces around; valid until the next record
    bool isQuoted = false;
};

/// Records of comma-separated text as RFC 4180 has them, with any line ends (LF, CR LF, CR).
///
/// Blank lines are left out, as are lines beginning with '#' where the first line does. A quote that never closes is
/// taken as it stands to the end of its line. Problems: UnclosedQuote, CommentLines.
class TD_API CsvText {
public:
    CsvText(std::string_view text, char delimiter, std::string file);
    /// The next record's fields; nothing at the end.
    [[nodiscard]] std::optional<std::span<const CsvField>> next(Problems& problems);
    /// Of the record that was given last, from 1.
    [[nodiscard]] int64_t line() const { return m_recordLine; }

private:
    bool skipLines(Problems& problems);
    void takeField(Problems& problems);
    bool takeQuoted(std::string& value);
    void endLine();

    std::string_view m_text;
    char m_delimiter;
    std::string m_file;
    bool m_hasComments;
    size_t m_at = 0;
    int64_t m_line = 1, m_recordLine = 1;
    int m_unclosed = 0;
    std::vector<CsvField> m_fields;
    std::vector<std::string> m_unquoted; ///< texts of quoted fields of this record
    size_t m_quotedCount = 0;
};

/// The delimiter that cuts most lines as it cuts the first; ',' where none does.
[[nodiscard]] TD_API char delimiterOf(std::string_view text);
[[nodiscard]] std::string_view trimmed(std::string_view text);

} // namespace td::data
