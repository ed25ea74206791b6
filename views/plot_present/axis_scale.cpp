#include "views/plot_present/axis_scale.h"

#include <algorithm>
#include <cmath>

namespace td::plot {
namespace {

constexpr double kLargest = 1e300; // lengths of ranges must stay finite

} // namespace

double AxisScale::forward(double value) const {
    switch (kind) {
    case ScaleKind::Linear:
        return value;
    case ScaleKind::Log:
        return value > 0 ? std::log10(value) : -std::numeric_limits<double>::infinity();
    case ScaleKind::Symlog:
        return std::copysign(std::log10(1 + std::abs(value) / linearBelow), value);
    }
    return value;
}

double AxisScale::backward(double transformed) const {
    switch (kind) {
    case ScaleKind::Linear:
        return transformed;
    case ScaleKind::Log:
        return std::pow(10.0, transformed);
    case ScaleKind::Symlog:
        return std::copysign((std::pow(10.0, std::abs(transformed)) - 1) * linearBelow, transformed);
    }
    return transformed;
}

double AxisScale::toUnit(double value) const {
    const double lo = forward(range.lo), hi = forward(range.hi);
    return (forward(value) - lo) / (hi - lo);
}

double AxisScale::fromUnit(double unit) const {
    const double lo = forward(range.lo), hi = forward(range.hi);
    return backward(lo + unit * (hi - lo));
}

Range AxisScale::zoomed(double unit, double factor) const {
    const double lo = forward(range.lo), hi = forward(range.hi), fixed = lo + unit * (hi - lo);
    return usable({backward(fixed - (fixed - lo) * factor), backward(fixed + (hi - fixed) * factor)}, kind);
}

Range AxisScale::moved(double units) const {
    const double lo = forward(range.lo), hi = forward(range.hi), by = units * (hi - lo);
    return usable({backward(lo + by), backward(hi + by)}, kind);
}

Range usable(Range range, ScaleKind kind) {
    if (!std::isfinite(range.lo) || !std::isfinite(range.hi))
        range = {std::isfinite(range.lo) ? range.lo : -kLargest, std::isfinite(range.hi) ? range.hi : kLargest};
    range = {std::clamp(range.lo, -kLargest, kLargest), std::clamp(range.hi, -kLargest, kLargest)};
    if (range.lo > range.hi) std::swap(range.lo, range.hi);
    if (kind == ScaleKind::Log) {
        if (!(range.hi > 0)) return {0.1, 1};
        if (!(range.lo > 0)) range.lo = range.hi * 1e-3;
        range.lo = std::max(range.lo, 1e-300);
        if (range.hi <= range.lo * (1 + 1e-9)) return {range.lo * 0.5, range.lo * 2};
        return range;
    }
    // Closer than doubles can tell apart there would be no axis left.
    const double least = std::max(std::max(std::abs(range.lo), std::abs(range.hi)) * 1e-12, 1e-290);
    if (range.length() >= least) return range;
    const double middle = range.lo + range.length() / 2;
    return {middle - least, middle + least};
}

double symlogConstant(double maxAbs) {
    if (!(maxAbs > 0) || !std::isfinite(maxAbs)) return 1;
    return std::pow(10.0, std::clamp(std::floor(std::log10(maxAbs)) - 3, -290.0, 290.0));
}

} // namespace td::plot
