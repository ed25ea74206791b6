#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace td::plot {

/// Numbers as people read them, with '.' and ','; the window's locale may replace those two.

/// `decimals` digits after the point, no float noise, "-0" never, thousands apart where `grouped`.
[[nodiscard]] std::string formatFixed(double value, int decimals, bool grouped = false);
/// About `digits` significant digits; an exponent below 1e-3 and from 1e6 on; NaN, ∞, −∞.
[[nodiscard]] std::string formatValue(double value, int digits = 4);
/// The shortest text that reads back as the same double; "NaN", "Infinity", "-Infinity".
[[nodiscard]] std::string formatExact(double value);
/// 23,520
[[nodiscard]] std::string formatStep(int64_t step);
/// h:mm:ss, with a minus where negative; below a minute with the digits asked for.
[[nodiscard]] std::string formatDuration(double seconds, int decimals = 0);
/// Local date and time, "2026-11-21 14:30:05".
[[nodiscard]] std::string formatWall(double secondsSince1970);

/// Values of one column of a table, all with the digits that tell the two nearest of them apart (at least 4 significant
/// ones).
[[nodiscard]] std::vector<std::string> formatColumn(std::span<const double> values);
/// How many leading characters all the finite texts share.
[[nodiscard]] size_t sharedPrefix(std::span<const std::string> texts);

/// An SI prefix for a whole axis: values are shown divided by `factor`.
struct SiPrefix {
    double factor = 1;
    const char* symbol = ""; ///< "k", "M", "µ"
};
/// None from 1e-3 up to 1e4.
[[nodiscard]] SiPrefix siPrefix(double maxAbs);

} // namespace td::plot
