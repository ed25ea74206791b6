#include "engine/data/csv_columns.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace td::data {
namespace {

/// More different values than this make a text of a column that nobody called a category.
constexpr size_t kClassesFound = 1000;
constexpr size_t kClassesLimit = 1 << 20;

std::string withoutNul(std::string_view text) {
    std::string plain(text);
    std::erase(plain, '\0');
    return plain;
}

std::string lowered(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

/// Three numbers with the same '.', '/' or '-' between them, one of them a year of four digits or all of at most two, and perhaps a
/// time behind: 2024-01-31, 31.01.2024, 1/31/24, 2024/01/31 12:00.
bool isDate(std::string_view text) {
    size_t at = 0, years = 0;
    char between = 0;
    for (int part = 0; part < 3; ++part) {
        const size_t begin = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9')
            ++at;
        const size_t digits = at - begin;
        if (digits != 1 && digits != 2 && digits != 4) return false;
        years += digits == 4 ? 1 : 0;
        if (part == 2) break;
        if (at == text.size() || (text[at] != '.' && text[at] != '/' && text[at] != '-')) return false;
        if (part == 1 && text[at] != between) return false;
        between = text[at++];
    }
    const bool isWhole = at == text.size() || text[at] == ' ' || text[at] == 'T';
    return years <= 1 && isWhole;
}

/// Classes that are numbers in the order of their values, others by their bytes.
bool comesBefore(const std::string& a, const std::string& b) {
    const CsvNumber x = csvNumber(a, '.'), y = csvNumber(b, '.');
    const bool areNumbers = x.kind != CsvNumber::Kind::Word && y.kind != CsvNumber::Kind::Word;
    return areNumbers && x.value != y.value ? x.value < y.value : a < b;
}

} // namespace

CsvColumns::CsvColumns(const std::vector<std::string>& names, std::string file, char decimal,
                       const std::map<std::string, CsvColumnHint>& hints)
    : m_file(std::move(file))
    , m_decimal(decimal) {
    for (const std::string& name : names) {
        Seen& column = m_columns.emplace_back();
        column.name = name;
        if (const auto hint = hints.find(name); hint != hints.end()) column.hint = hint->second;
    }
}

bool CsvColumns::isUsable(std::span<const CsvField> record) const {
    return m_columns.size() == 1 || record.size() > 1;
}

void CsvColumns::see(Seen& column, const CsvField& field) const {
    const std::string text = withoutNul(field.text);
    const CsvNumber number = csvNumber(text, m_decimal);
    ++column.rows;
    if (number.kind == CsvNumber::Kind::Missing) {
        ++column.missing;
        return;
    }
    const bool isWord = number.kind == CsvNumber::Kind::Word;
    column.words += isWord ? 1 : 0;
    column.dates += isWord && isDate(text) ? 1 : 0;
    column.numbers += isWord ? 0 : 1;
    column.integers += number.kind == CsvNumber::Kind::Integer || number.kind == CsvNumber::Kind::Overflow ? 1 : 0;
    column.hasLeadingZeros = column.hasLeadingZeros || number.hasLeadingZero;
    if (column.numbers + column.words == 1) column.first = text;
    column.isConstant = column.isConstant && text == column.first;
    const size_t limit = column.hint.kind == CsvKind::Category ? kClassesLimit : kClassesFound;
    if (column.classes.size() < limit)
        column.classes.emplace(text, 0);
    else if (!column.classes.contains(text))
        column.hasTooManyClasses = true;
}

/// Few values that come often, whatever their spelling.
bool CsvColumns::looksLikeCategory(const Seen& column) {
    std::set<std::string> spellings;
    for (const auto& [text, index] : column.classes)
        spellings.insert(lowered(text));
    const int64_t present = std::max<int64_t>(column.numbers + column.words, 8);
    return !column.hasTooManyClasses && static_cast<int64_t>(spellings.size()) * 2 <= present;
}

void CsvColumns::decide(Seen& column) const {
    const int64_t present = column.numbers + column.words;
    const bool isNumeric = column.numbers * 4 >= present * 3 && !column.hasLeadingZeros;
    if (column.hint.kind)
        column.kind = *column.hint.kind;
    else if (isNumeric)
        column.kind = column.integers == column.numbers ? CsvKind::Integer : CsvKind::Number;
    else // days are no categories, however often each comes
        column.kind = column.dates * 4 < present * 3 && looksLikeCategory(column) ? CsvKind::Category : CsvKind::Text;
    if (column.kind != CsvKind::Category) return;
    std::vector<std::string> order = column.hint.classes;
    if (order.empty()) {
        for (const auto& [text, index] : column.classes)
            order.push_back(text);
        std::ranges::sort(order, comesBefore);
        column.hint.classes = order;
    }
    column.classes.clear();
    for (size_t i = 0; i < order.size(); ++i)
        column.classes.emplace(order[i], static_cast<int32_t>(i));
}

void CsvColumns::report(const Seen& column, int64_t place, Problems& problems) const {
    const bool isEmpty = column.rows > 1 && column.missing == column.rows;
    if (isEmpty) problems.add({ProblemKind::EmptyColumn, m_file, 0, place, "a value", column.name, column.name});
    if (column.rows > 1 && column.missing == 0 && column.isConstant)
        problems.add({ProblemKind::ConstantColumn, m_file, 0, place, "different values", column.first, column.name});
    if (column.kind != CsvKind::Category) return;
    std::map<std::string, std::string> spellings;
    for (const auto& [text, index] : column.classes) {
        const auto [other, isNew] = spellings.emplace(lowered(text), text);
        if (isNew) continue;
        problems.add({ProblemKind::LabelVariants, m_file, 0, place, other->second, text, column.name});
        return; // one is enough to look at the column
    }
}

Result<void> CsvColumns::judge(std::string_view text, char delimiter, bool hasHeader, uint64_t limitBytes,
                               Problems& problems) {
    CsvText records(text, delimiter, m_file);
    if (hasHeader) (void)records.next(problems);
    uint64_t rows = 0;
    while (const auto record = records.next(problems)) {
        const auto fields = static_cast<int64_t>(record->size()), columns = static_cast<int64_t>(m_columns.size());
        if (!isUsable(*record) || fields < columns)
            problems.add({ProblemKind::MissingField, m_file, records.line(), fields + 1, std::to_string(columns),
                          std::to_string(fields)});
        if (!isUsable(*record)) continue;
        if (fields > columns)
            problems.add({ProblemKind::SurplusField, m_file, records.line(), columns + 1, std::to_string(columns),
                          std::string((*record)[m_columns.size()].text.substr(0, 80))});
        for (size_t c = 0; c < m_columns.size(); ++c)
            see(m_columns[c], c < record->size() ? (*record)[c] : CsvField{});
        if (++rows * m_columns.size() * sizeof(double) > limitBytes)
            return failure(
                fileError(ErrorCode::TooLarge, "TooLarge", m_file,
                          {{"line", std::to_string(records.line())}, {"limit", std::to_string(limitBytes)}}));
    }
    for (size_t c = 0; c < m_columns.size(); ++c) {
        decide(m_columns[c]);
        report(m_columns[c], static_cast<int64_t>(c) + 1, problems);
    }
    return {};
}

double CsvColumns::valueOf(const Seen& column, const CsvField& field, int64_t line, int64_t place,
                           Problems& problems) const {
    constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
    const auto report = [&](ProblemKind kind, std::string expected) {
        problems.add({kind, m_file, line, place, std::move(expected), std::string(field.text.substr(0, 80))});
    };
    const std::string text = withoutNul(field.text);
    if (text.size() != field.text.size()) report(ProblemKind::OddCharacter, "text without NUL");
    const CsvNumber number = csvNumber(text, m_decimal);
    if (number.kind == CsvNumber::Kind::Missing) return kMissing;
    if (column.kind == CsvKind::Category) {
        const auto found = column.classes.find(text);
        if (found != column.classes.end()) return found->second;
        report(ProblemKind::UnknownClass, "one of " + std::to_string(column.classes.size()) + " classes");
        return kMissing;
    }
    if (number.kind == CsvNumber::Kind::Word) {
        report(ProblemKind::NotANumber, "a number");
        return kMissing;
    }
    if (number.kind == CsvNumber::Kind::Overflow) report(ProblemKind::Overflow, "an integer of 64 bits");
    // Columns are float32 in the end.
    if (std::abs(number.value) <= static_cast<double>(std::numeric_limits<float>::max())) return number.value;
    report(ProblemKind::NotFinite, "a finite number of 32 bits");
    return kMissing;
}

void CsvColumns::fill(std::string_view text, char delimiter, bool hasHeader, CsvTable& table,
                      Problems& problems) const {
    Problems seenBefore; // of the lines, by judge()
    CsvText records(text, delimiter, m_file);
    if (hasHeader) (void)records.next(seenBefore);
    for (const Seen& seen : m_columns) {
        table.columns.push_back({seen.name,
                                 seen.kind,
                                 0,
                                 {},
                                 seen.kind == CsvKind::Category ? seen.hint.classes : std::vector<std::string>()});
        if (seen.kind != CsvKind::Text) table.columns.back().values.reserve(static_cast<size_t>(seen.rows));
    }
    while (const auto record = records.next(seenBefore)) {
        if (!isUsable(*record)) continue;
        table.lines.push_back(records.line());
        for (size_t c = 0; c < m_columns.size(); ++c) {
            if (m_columns[c].kind == CsvKind::Text) continue;
            const CsvField field = c < record->size() ? (*record)[c] : CsvField{};
            const double value = valueOf(m_columns[c], field, records.line(), static_cast<int64_t>(c) + 1, problems);
            table.columns[c].missing += std::isnan(value) ? 1 : 0;
            table.columns[c].values.push_back(value);
        }
    }
    for (size_t c = 0; c < m_columns.size(); ++c)
        if (m_columns[c].kind == CsvKind::Text) table.columns[c].missing = m_columns[c].missing;
}

} // namespace td::data
