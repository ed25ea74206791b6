#include "views/kit_present/name_order.h"

#include <charconv>
#include <limits>

namespace td::kit {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isBreak(char c) {
    return c == '/' || isDigit(c);
}

/// The end of the number that begins before `i`: digits, then at most one fraction and one exponent.
size_t numberEnd(std::string_view text, size_t i) {
    enum class Part { Whole, Fraction, ExponentStart, Exponent } part = Part::Whole;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (part == Part::ExponentStart) {
            if (!isDigit(c) && c != '+' && c != '-') break;
            part = Part::Exponent;
        } else if (part == Part::Whole && c == '.') {
            part = Part::Fraction;
        } else if (part != Part::Exponent && (c == 'e' || c == 'E')) {
            part = Part::ExponentStart;
        } else if (!isDigit(c)) {
            break;
        }
    }
    return i;
}

/// NaN for what is no number after all ("1e"): it then compares equal to everything and the scan goes on.
double numberOf(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range) return std::numeric_limits<double>::infinity();
    return error == std::errc() && end == text.data() + text.size() ? value : std::numeric_limits<double>::quiet_NaN();
}

int compareCharacters(char a, char b) {
    if (isBreak(a) || isBreak(b)) return isBreak(a) == isBreak(b) ? 0 : (isBreak(a) ? -1 : 1);
    const auto ua = static_cast<unsigned char>(a), ub = static_cast<unsigned char>(b);
    return ua == ub ? 0 : (ua < ub ? -1 : 1);
}

} // namespace

int compareNames(std::string_view a, std::string_view b) {
    size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (isDigit(a[i]) && isDigit(b[j])) {
            const size_t iEnd = numberEnd(a, i + 1), jEnd = numberEnd(b, j + 1);
            const double x = numberOf(a.substr(i, iEnd - i)), y = numberOf(b.substr(j, jEnd - j));
            if (x < y) return -1;
            if (x > y) return 1;
            i = iEnd;
            j = jEnd;
        } else {
            if (const int order = compareCharacters(a[i], b[j])) return order;
            ++i;
            ++j;
        }
    }
    if (i == a.size()) return j == b.size() ? 0 : -1;
    return 1;
}

bool nameLess(std::string_view a, std::string_view b) {
    const int order = compareNames(a, b);
    return order != 0 ? order < 0 : a < b;
}

std::string_view namePrefix(std::string_view name) {
    const size_t slash = name.find('/');
    return slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
}

std::string_view nameLeaf(std::string_view name) {
    const size_t slash = name.find('/');
    return slash == std::string_view::npos || slash + 1 == name.size() ? name : name.substr(slash + 1);
}

} // namespace td::kit
