#include "engine/data/csv_text.h"

#include <algorithm>

namespace td::data {
namespace {
/// More unclosed quotes than this are not looked for: each look goes to the end of the text.
constexpr int kUnclosedLimit = 100;
} // namespace

std::string_view trimmed(std::string_view text) {
    const auto isSpace = [](char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
    };
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

CsvText::CsvText(std::string_view text, char delimiter, std::string file)
    : m_text(text)
    , m_delimiter(delimiter)
    , m_file(std::move(file))
    , m_hasComments(text.starts_with('#')) {}

void CsvText::endLine() {
    if (m_at >= m_text.size()) return;
    m_at += m_text.substr(m_at).starts_with("\r\n") ? 2 : 1;
    ++m_line;
}

bool CsvText::skipLines(Problems& problems) {
    while (m_at < m_text.size()) {
        const size_t end = std::min(m_text.find_first_of("\r\n", m_at), m_text.size());
        const bool isComment = m_hasComments && m_text[m_at] == '#';
        const std::string_view line = m_text.substr(m_at, end - m_at);
        const bool isBlank = trimmed(line).empty() && line.find(m_delimiter) == std::string_view::npos;
        if (!isComment && !isBlank) return true;
        if (isComment && m_at == 0) problems.add({ProblemKind::CommentLines, m_file, 1, 0, "", "#"});
        m_at = end;
        endLine();
    }
    return false;
}

/// Reads from behind the opening quote to behind the closing one; false, and nothing read, where there is none.
bool CsvText::takeQuoted(std::string& value) {
    size_t at = m_at;
    int64_t lines = 0;
    value.clear();
    for (;; ++at) {
        if (at >= m_text.size()) return false;
        if (m_text[at] == '"') {
            if (!m_text.substr(at + 1).starts_with('"')) break;
            ++at;
        } else if (m_text[at] == '\n' || (m_text[at] == '\r' && !m_text.substr(at + 1).starts_with('\n'))) {
            ++lines;
        }
        if (m_text[at] != '\r' || !m_text.substr(at + 1).starts_with('\n')) value += m_text[at];
    }
    m_at = at + 1;
    m_line += lines;
    return true;
}

void CsvText::takeField(Problems& problems) {
    const size_t start = std::min(m_text.find_first_not_of(' ', m_at), m_text.size());
    const auto endFrom = [&](size_t at) {
        const char ends[] = {m_delimiter, '\r', '\n'};
        return std::min(m_text.find_first_of(std::string_view(ends, 3), at), m_text.size());
    };
    if (start < m_text.size() && m_text[start] == '"' && m_unclosed < kUnclosedLimit) {
        m_at = start + 1;
        std::string& value = m_unquoted.size() > m_quotedCount ? m_unquoted[m_quotedCount] : m_unquoted.emplace_back();
        if (takeQuoted(value)) {
            const size_t end = endFrom(m_at);
            value += trimmed(m_text.substr(m_at, end - m_at)); // what stands behind a closing quote belongs to it
            m_at = end;
            ++m_quotedCount;
            m_fields.push_back({value, true});
            return;
        }
        problems.add({ProblemKind::UnclosedQuote, m_file, m_line, static_cast<int64_t>(m_fields.size()) + 1, "\"", ""});
        ++m_unclosed;
    }
    const size_t end = endFrom(m_at);
    m_fields.push_back({trimmed(m_text.substr(m_at, end - m_at)), false});
    m_at = end;
}

std::optional<std::span<const CsvField>> CsvText::next(Problems& problems) {
    if (!skipLines(problems)) return std::nullopt;
    m_fields.clear();
    m_quotedCount = 0;
    m_recordLine = m_line;
    for (;;) {
        takeField(problems);
        if (m_at >= m_text.size() || m_text[m_at] != m_delimiter) break;
        ++m_at;
    }
    endLine();
    size_t quoted = 0; // strings may have moved while the record grew
    for (CsvField& field : m_fields)
        if (field.isQuoted) field.text = m_unquoted[quoted++];
    return m_fields;
}

char delimiterOf(std::string_view text) {
    constexpr size_t kLines = 50;
    const std::string_view head = text.substr(0, 1 << 20);
    char best = ',';
    size_t bestLines = 0, bestFields = 1;
    for (const char candidate : {',', ';', '\t', '|'}) {
        CsvText lines(head, candidate, {});
        Problems ignored;
        size_t first = 0, same = 0;
        for (size_t i = 0; i < kLines; ++i) {
            const auto record = lines.next(ignored);
            if (!record) break;
            if (i == 0) first = record->size();
            same += record->size() == first ? 1 : 0;
        }
        if (first < 2) continue;
        if (same > bestLines || (same == bestLines && first > bestFields)) {
            best = candidate;
            bestLines = same;
            bestFields = first;
        }
    }
    return best;
}

} // namespace td::data
