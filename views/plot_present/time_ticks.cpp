#include "views/plot_present/time_ticks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>

namespace td::plot {
namespace {

constexpr double kMinute = 60, kHour = 3600, kDay = 86400;
constexpr std::array kSteps{1.0,     2.0,         5.0,         10.0,         15.0,         30.0,
                            kMinute, 2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute,
                            kHour,   2 * kHour,   3 * kHour,   6 * kHour,    12 * kHour,   kDay};
constexpr size_t kMost = 200;

/// A round number of seconds at or above `rough`; whole days in 1, 2, 5 steps beyond a day.
double timeStep(double rough) {
    for (const double step : kSteps)
        if (step >= rough) return step;
    const double days = rough / kDay, power = std::pow(10, std::floor(std::log10(days)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= days) return std::round(factor * power) * kDay;
    return std::round(10 * power) * kDay;
}

std::string localText(double seconds, const char* pattern) {
    const auto whole = static_cast<std::time_t>(seconds);
    std::tm local{};
    char text[64];
    if (!localtime_r(&whole, &local)) return {};
    return {text, std::strftime(text, sizeof text, pattern, &local)};
}

/// Seconds that local time is ahead of UTC at that moment.
double utcOffset(double seconds) {
    const auto whole = static_cast<std::time_t>(seconds);
    std::tm local{};
    return localtime_r(&whole, &local) ? static_cast<double>(local.tm_gmtoff) : 0;
}

Ticks plainSeconds(Range range, int wanted) {
    return makeTicks({{ScaleKind::Linear, range, 1}, TickStyle::Number, wanted});
}

/// Parts of a second: the clock with as many decimals as the step needs.
Ticks wallFractions(Range range, int wanted) {
    const double base = std::floor(range.lo);
    Ticks out = plainSeconds({range.lo - base, range.hi - base}, wanted);
    out.prefix = {};
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(out.step) - 1e-9)), 0, 6);
    for (Tick& tick : out.ticks) {
        const double second = std::floor(tick.value + 1e-9);
        tick.label =
            localText(base + second, "%H:%M:%S") + formatFixed(std::max(0.0, tick.value - second), decimals).substr(1);
        tick.value += base;
    }
    return out;
}

std::string wallLabel(double value, double step) {
    if (step >= 28 * kDay) return localText(value, "%Y-%m");
    if (step >= kDay) return localText(value, "%m-%d");
    const bool midnight = std::fmod(value + utcOffset(value), kDay) == 0;
    return localText(value, midnight ? "%m-%d" : step < kMinute ? "%H:%M:%S" : "%H:%M");
}

} // namespace

Ticks durationTicks(Range range, int wanted) {
    const double rough = range.length() / std::max(1, wanted);
    if (rough < 0.5) return plainSeconds(range, wanted);
    Ticks out;
    out.step = timeStep(rough);
    for (double k = std::ceil(range.lo / out.step - 1e-9); k * out.step <= range.hi && out.ticks.size() < kMost; ++k) {
        out.ticks.push_back({k * out.step, formatDuration(k * out.step)});
        if (k + 1 == k) break;
    }
    return out;
}

Ticks wallTicks(Range range, int wanted) {
    constexpr double kFarAway = 1e11; // beyond the year 5000 dates mean nothing
    const double rough = range.length() / std::max(1, wanted);
    if (std::abs(range.lo) > kFarAway || std::abs(range.hi) > kFarAway) return plainSeconds(range, wanted);
    if (rough < 0.5) return wallFractions(range, wanted);
    Ticks out;
    out.step = timeStep(rough);
    const double offset = utcOffset(range.lo);
    for (double k = std::ceil((range.lo + offset) / out.step); out.ticks.size() < kMost; ++k) {
        // Summer time: what is a whole hour or day follows the offset of that very moment.
        const double value = k * out.step - offset, mended = value - (utcOffset(value) - offset);
        const double at = out.step > kHour ? mended : value;
        if (at > range.hi) break;
        if (at >= range.lo) out.ticks.push_back({at, wallLabel(at, out.step)});
    }
    return out;
}

} // namespace td::plot
