#include "engine/data/csv_number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace td::data {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isMissing(std::string_view field) {
    static constexpr std::string_view kWords[] = {"",     "NA",   "N/A",  "n/a",  "na", "NaN", "nan", "NAN",
                                                  "null", "NULL", "None", "none", "-",  "?",   "."};
    return std::ranges::find(kWords, field) != std::end(kWords);
}

/// Groups of three digits behind one to three: "12,345,678". Returns the digits alone, empty where it is no such text.
std::string withoutThousands(std::string_view digits, char mark) {
    std::string plain;
    size_t group = 0;
    bool isFirst = true;
    for (size_t i = 0; i <= digits.size(); ++i) {
        if (i == digits.size() || digits[i] == mark) {
            if (isFirst ? group < 1 || group > 3 : group != 3) return {};
            isFirst = false;
            group = 0;
        } else {
            if (!isDigit(digits[i])) return {};
            plain += digits[i];
            ++group;
        }
    }
    return plain;
}

/// The number in the form that C reads: '.' before the fraction, no marks.
std::string normalized(std::string_view field, char decimal) {
    const char mark = decimal == ',' ? '.' : ',';
    std::string sign;
    if (!field.empty() && (field[0] == '+' || field[0] == '-')) {
        if (field[0] == '-') sign = "-";
        field.remove_prefix(1);
    }
    const size_t point = field.find(decimal);
    std::string_view whole = field.substr(0, point);
    std::string plain(whole);
    if (whole.find(mark) != std::string_view::npos) plain = withoutThousands(whole, mark);
    if (plain.empty() && !whole.empty()) return {};
    if (point != std::string_view::npos) plain += "." + std::string(field.substr(point + 1));
    return plain.empty() || plain[0] == '-' || plain[0] == '+' ? std::string() : sign + plain;
}

} // namespace

CsvNumber csvNumber(std::string_view field, char decimal) {
    if (isMissing(field)) return {CsvNumber::Kind::Missing, 0, false};
    const std::string text = normalized(field, decimal);
    if (text.empty()) return {};
    CsvNumber number;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number.value);
    if (stop != end || (error != std::errc() && error != std::errc::result_out_of_range)) return {};
    if (std::isnan(number.value)) return {CsvNumber::Kind::Missing, 0, false};
    const std::string_view digits = std::string_view(text).substr(text[0] == '-' ? 1 : 0);
    const bool isWhole = std::ranges::all_of(digits, isDigit);
    number.kind = isWhole ? CsvNumber::Kind::Integer : CsvNumber::Kind::Number;
    number.hasLeadingZero = isWhole && digits.size() > 1 && digits[0] == '0';
    int64_t exact = 0;
    if (isWhole && std::from_chars(text.data(), end, exact).ec != std::errc()) number.kind = CsvNumber::Kind::Overflow;
    if (error == std::errc::result_out_of_range) // too large is infinite, too small is 0
        number.value = std::strtod(text.c_str(), nullptr);
    return number;
}

bool hasDecimalComma(std::string_view field) {
    const size_t comma = field.find(',');
    if (comma == std::string_view::npos || comma == 0 || comma + 1 == field.size()) return false;
    const std::string_view fraction = field.substr(comma + 1);
    return std::ranges::all_of(fraction, isDigit) && csvNumber(field, ',').kind == CsvNumber::Kind::Number;
}

} // namespace td::data
