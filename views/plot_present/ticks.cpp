#include "views/plot_present/ticks.h"

#include "views/plot_present/time_ticks.h"

#include <algorithm>
#include <cmath>

namespace td::plot {
namespace {

constexpr size_t kMost = 200; // a guard against ranges that doubles cannot divide

double niceStep(double length, int wanted) {
    const double rough = length / std::max(1, wanted), power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (factor * power >= rough * (1 - 1e-9)) return factor * power;
    return 10 * power;
}

constexpr int kMostDecimals = 20; // formatFixed gives no more

/// The decimals that tell neighbouring multiples of the step apart: 0.25 needs two, 5e-7 seven.
int decimalsOfStep(double step) {
    for (int decimals = 0; decimals < kMostDecimals; ++decimals) {
        const double scaled = step * std::pow(10, decimals);
        if (scaled > 0.5 && std::abs(scaled - std::round(scaled)) < 1e-6 * scaled) return decimals;
    }
    return kMostDecimals;
}

double largest(Range range) {
    return std::max(std::abs(range.lo), std::abs(range.hi));
}

Ticks linearTicks(Range range, int wanted, bool wholeSteps) {
    Ticks out;
    out.step = niceStep(range.length(), wanted);
    if (wholeSteps) out.step = std::max(1.0, out.step == 2.5 ? 5.0 : out.step);
    out.prefix = siPrefix(largest(range));
    int decimals = decimalsOfStep(out.step / out.prefix.factor);
    if (out.prefix.factor > 1 &&
        decimals > 2) { // far from zero the prefix would only move the point into the digits that differ
        out.prefix = {};
        decimals = decimalsOfStep(out.step);
    }
    const double first = std::ceil(range.lo / out.step - 1e-9);
    for (double k = first; k * out.step <= range.hi + out.step * 1e-9 && out.ticks.size() < kMost; ++k) {
        const double value = k * out.step;
        out.ticks.push_back({value, formatFixed(value / out.prefix.factor, decimals, true)});
        if (k + 1 == k) break;
    }
    return out;
}

std::string powerLabel(double value, SiPrefix prefix) {
    const double shown = value / prefix.factor;
    if (shown == 0) return "0";
    if (std::abs(shown) < 1e-4 || std::abs(shown) >= 1e6) return formatValue(shown, 1);
    return formatFixed(shown, std::max(0, static_cast<int>(std::ceil(-std::log10(std::abs(shown)) - 1e-9))), true);
}

/// The multiples of powers of ten that give about `wanted` ticks over so many decades.
std::vector<double> logFactors(double decades, int wanted) {
    if (decades * 3 <= wanted + 1) return {1, 2, 5};
    if (decades * 2 <= wanted + 2) return {1, 3};
    return {1};
}

Ticks logTicks(const TickRequest& request) {
    const Range range = request.scale.range;
    const double lo = std::log10(range.lo), hi = std::log10(range.hi);
    if (hi - lo < 1) return linearTicks(range, request.wanted, request.style == TickStyle::Step);
    Ticks out;
    const auto factors = logFactors(hi - lo, request.wanted);
    const double stride = std::max(1.0, std::ceil((hi - lo) / (request.wanted + 1)));
    // Beyond three decades a shared prefix would only move the zeros.
    for (double k = std::floor(lo / stride) * stride; k <= hi && out.ticks.size() < kMost; k += stride)
        for (const double factor : factors) {
            const double value = factor * std::pow(10, k);
            if (value >= range.lo * (1 - 1e-9) && value <= range.hi * (1 + 1e-9))
                out.ticks.push_back({value, powerLabel(value, {})});
        }
    return out;
}

Ticks symlogTicks(const TickRequest& request) {
    const AxisScale& scale = request.scale;
    const double length = scale.forward(scale.range.hi) - scale.forward(scale.range.lo);
    const double stride = std::max(1.0, std::ceil(length / (request.wanted + 1)));
    const double least = std::log10(scale.linearBelow);
    if (length < 1) return linearTicks(scale.range, request.wanted, false);
    Ticks out;
    const auto add = [&](double value) {
        if (scale.range.contains(value)) out.ticks.push_back({value, powerLabel(value, {})});
    };
    const double most = std::ceil(std::log10(largest(scale.range)));
    const double count = std::min(60.0, std::floor((most - least) / stride));
    for (double k = count; k >= 1; --k)
        add(-std::pow(10, least + k * stride));
    add(0);
    for (double k = 1; k <= count; ++k)
        add(std::pow(10, least + k * stride));
    return out;
}

} // namespace

Ticks makeTicks(const TickRequest& request) {
    const Range range = request.scale.range;
    if (!(range.length() > 0) || !std::isfinite(range.length())) return {};
    if (request.scale.kind == ScaleKind::Log) return logTicks(request);
    if (request.scale.kind == ScaleKind::Symlog) return symlogTicks(request);
    if (request.style == TickStyle::Duration) return durationTicks(range, request.wanted);
    if (request.style == TickStyle::WallTime) return wallTicks(range, request.wanted);
    return linearTicks(range, request.wanted, request.style == TickStyle::Step);
}

} // namespace td::plot
