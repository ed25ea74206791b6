#include "views/plot_present/format.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace td::plot {
namespace {

std::string notFinite(double value) {
    return std::isnan(value) ? "NaN" : value > 0 ? "∞" : "−∞";
}

/// Inserts a comma between every three digits before the point.
std::string withGroups(std::string text) {
    const size_t sign = text.starts_with('-') ? 1 : 0;
    size_t at = std::min(text.find('.'), text.size());
    while (at > sign + 3)
        text.insert(at -= 3, ",");
    return text;
}

/// Decimals that show `digits` significant digits of a number of this size.
int decimalsFor(double magnitude, int digits) {
    if (!(magnitude > 0)) return 0;
    return std::clamp(digits - 1 - static_cast<int>(std::floor(std::log10(magnitude))), 0, 15);
}

bool needsExponent(double magnitude) {
    return magnitude != 0 && (magnitude < 1e-3 || magnitude >= 1e6);
}

std::string formatScientific(double value, int digits) {
    char text[64];
    const auto end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, std::clamp(digits - 1, 0, 16))
            .ptr;
    std::string out(text, end);
    // 1.2340e-05 -> 1.234e-5
    const size_t e = out.find('e');
    std::string mantissa = out.substr(0, e), exponent = out.substr(e + 1);
    if (exponent[0] == '+') exponent.erase(0, 1);
    const size_t firstDigit = exponent[0] == '-' ? 1 : 0;
    while (exponent.size() > firstDigit + 1 && exponent[firstDigit] == '0')
        exponent.erase(firstDigit, 1);
    return mantissa + "e" + exponent;
}

std::string formatLocal(double seconds, const char* pattern) {
    const auto whole = static_cast<std::time_t>(std::floor(seconds));
    std::tm local{};
    char text[64];
    if (!localtime_r(&whole, &local)) return {};
    return {text, std::strftime(text, sizeof text, pattern, &local)};
}

/// The smallest difference between two different finite values; 0 where all are equal.
double smallestGap(std::span<const double> values) {
    std::vector<double> sorted;
    std::copy_if(values.begin(), values.end(), std::back_inserter(sorted), [](double v) { return std::isfinite(v); });
    std::sort(sorted.begin(), sorted.end());
    double gap = 0;
    for (size_t i = 1; i < sorted.size(); ++i)
        if (sorted[i] > sorted[i - 1] && (gap == 0 || sorted[i] - sorted[i - 1] < gap)) gap = sorted[i] - sorted[i - 1];
    return gap;
}

} // namespace

std::string formatFixed(double value, int decimals, bool grouped) {
    if (!std::isfinite(value)) return notFinite(value);
    char text[400];
    const auto end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, std::clamp(decimals, 0, 20)).ptr;
    std::string out(text, end);
    if (out.starts_with('-') && out.find_first_not_of("-0.") == std::string::npos) out.erase(0, 1);
    return grouped ? withGroups(std::move(out)) : out;
}

std::string formatValue(double value, int digits) {
    if (!std::isfinite(value)) return notFinite(value);
    if (needsExponent(std::abs(value))) return formatScientific(value, digits);
    const bool whole = value == std::floor(value);
    return formatFixed(value, whole ? 0 : decimalsFor(std::abs(value), digits), true);
}

std::string formatExact(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    char text[64];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string formatStep(int64_t step) {
    return withGroups(std::to_string(step));
}

std::string formatDuration(double seconds, int decimals) {
    if (!std::isfinite(seconds)) return notFinite(seconds);
    const double unit = std::pow(10.0, -decimals);
    const double rounded = std::round(std::abs(seconds) / unit) * unit;
    const double minutes = std::floor(rounded / 60 + unit / 120), rest = std::max(0.0, rounded - minutes * 60);
    const double hours = std::floor(minutes / 60);
    std::string secondsText = formatFixed(rest, decimals);
    if (rest + unit / 2 < 10) secondsText.insert(0, "0");
    char text[64];
    std::snprintf(text, sizeof text, "%s%.0f:%02.0f:", seconds < 0 && rounded > 0 ? "-" : "", hours,
                  minutes - hours * 60);
    return text + secondsText;
}

std::string formatWall(double secondsSince1970) {
    if (!std::isfinite(secondsSince1970) || std::abs(secondsSince1970) > 1e11) return notFinite(secondsSince1970);
    return formatLocal(secondsSince1970, "%Y-%m-%d %H:%M:%S");
}

std::vector<std::string> formatColumn(std::span<const double> values) {
    double largest = 0, smallest = std::numeric_limits<double>::infinity();
    for (double v : values) {
        if (!std::isfinite(v) || v == 0) continue;
        largest = std::max(largest, std::abs(v));
        smallest = std::min(smallest, std::abs(v));
    }
    const double gap = smallestGap(values);
    const auto apart = gap > 0 ? static_cast<int>(std::ceil(-std::log10(gap) - 1e-9)) : 0; // decimals that show it
    const int decimals = std::clamp(apart, decimalsFor(largest, 4), decimalsFor(largest, 9));
    const int digits = gap > 0 ? std::clamp(static_cast<int>(std::ceil(std::log10(largest / gap))) + 1, 4, 9) : 4;
    const bool exponents = largest > 0 && (needsExponent(largest) || (smallest < 1e-3 && largest < 1));
    std::vector<std::string> out;
    out.reserve(values.size());
    for (double v : values) {
        if (!std::isfinite(v))
            out.push_back(notFinite(v));
        else if (exponents && v != 0)
            out.push_back(formatScientific(v, digits));
        else
            out.push_back(formatFixed(v, exponents ? 0 : decimals, true));
    }
    return out;
}

size_t sharedPrefix(std::span<const std::string> texts) {
    const std::string* first = nullptr;
    size_t shared = 0;
    for (const std::string& text : texts) {
        if (text.empty() || text.find_first_of("0123456789") == std::string::npos) continue;
        if (!first)
            first = &text, shared = text.size();
        else
            shared = static_cast<size_t>(
                std::mismatch(first->begin(), first->begin() + static_cast<ptrdiff_t>(std::min(shared, text.size())),
                              text.begin())
                    .first -
                first->begin());
    }
    return shared;
}

SiPrefix siPrefix(double maxAbs) {
    // Beyond what a person reads at a glance the powers stand as numbers: an "E" would look like a mistake.
    static constexpr const char* kSymbols[] = {"×10⁻²⁴", "×10⁻²¹", "×10⁻¹⁸", "×10⁻¹⁵", "p",    "n",
                                               "µ",      "m",      "",       "k",      "M",    "G",
                                               "T",      "×10¹⁵",  "×10¹⁸",  "×10²¹",  "×10²⁴"};
    if (!(maxAbs > 0) || !std::isfinite(maxAbs) || (maxAbs >= 1e-3 && maxAbs < 1e4)) return {};
    const int thousands = std::clamp(static_cast<int>(std::floor(std::log10(maxAbs) / 3 + 1e-12)), -8, 8);
    return {std::pow(1000.0, thousands), kSymbols[thousands + 8]};
}

} // namespace td::plot
