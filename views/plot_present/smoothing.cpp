#include "views/plot_present/smoothing.h"

#include "views/plot_present/median.h"

#include <algorithm>
#include <cmath>

namespace td::plot {
namespace {

constexpr double kExactSigma = 16;
constexpr double kViewportScale = 1000;

bool allEqual(std::span<const double> y) {
    return std::all_of(y.begin(), y.end(), [&](double v) { return v == y.front(); });
}

/// Runs `filter` over the finite values alone and puts the others back where they were.
template <class Filter>
std::vector<double> overFinite(std::span<const double> y, Filter&& filter) {
    std::vector<double> finite;
    finite.reserve(y.size());
    std::copy_if(y.begin(), y.end(), std::back_inserter(finite), [](double v) { return std::isfinite(v); });
    std::vector<double> out = filter(std::span<const double>(finite));
    if (finite.size() == y.size()) return out;
    std::vector<double> all(y.begin(), y.end());
    size_t next = 0;
    for (double& v : all)
        if (std::isfinite(v)) v = out[next++];
    return all;
}

std::vector<double> boxPass(std::span<const double> y, double radius) {
    // An extended box: `whole` neighbours count fully, the next one with `rest`, so that any variance can be met.
    const auto n = static_cast<ptrdiff_t>(y.size());
    const auto whole = static_cast<ptrdiff_t>(radius);
    const double rest = radius - static_cast<double>(whole);
    std::vector<double> sums(y.size() + 1);
    for (ptrdiff_t i = 0; i < n; ++i)
        sums[i + 1] = sums[i] + (y[i] - y[0]);
    std::vector<double> out(y.size());
    for (ptrdiff_t i = 0; i < n; ++i) {
        const ptrdiff_t a = std::max<ptrdiff_t>(0, i - whole), b = std::min(n, i + whole + 1);
        double sum = sums[b] - sums[a], weight = static_cast<double>(b - a);
        if (i - whole - 1 >= 0) sum += rest * (y[i - whole - 1] - y[0]), weight += rest;
        if (i + whole + 1 < n) sum += rest * (y[i + whole + 1] - y[0]), weight += rest;
        out[i] = y[0] + sum / weight;
    }
    return out;
}

std::vector<double> kernelPass(std::span<const double> y, double sigma) {
    const auto n = static_cast<ptrdiff_t>(y.size());
    const auto radius = static_cast<ptrdiff_t>(std::ceil(4 * sigma));
    std::vector<double> kernel(static_cast<size_t>(radius) + 1);
    for (ptrdiff_t k = 0; k <= radius; ++k)
        kernel[k] = std::exp(-0.5 * double(k * k) / (sigma * sigma));
    std::vector<double> out(y.size());
    for (ptrdiff_t i = 0; i < n; ++i) {
        double sum = 0, weight = 0;
        for (ptrdiff_t j = std::max<ptrdiff_t>(0, i - radius); j <= std::min(n - 1, i + radius); ++j) {
            sum += kernel[std::abs(i - j)] * y[j];
            weight += kernel[std::abs(i - j)];
        }
        out[i] = sum / weight;
    }
    return out;
}

/// The radius of the extended box whose variance is a quarter of sigma squared (four passes add up).
double boxRadius(double sigma) {
    const double variance = sigma * sigma / 4;
    const double whole = std::floor((std::sqrt(12 * variance + 1) - 1) / 2);
    const double full = whole * (whole + 1) * (2 * whole + 1) / 3; // sum of squares of the whole neighbours
    const double next = 2 * (whole + 1) * (whole + 1);
    const double rest = (variance * (2 * whole + 1) - full) / (next - 2 * variance);
    return whole + std::clamp(rest, 0.0, 1.0);
}

} // namespace

std::vector<double> ema(std::span<const double> y, double weight) {
    std::vector<double> out(y.begin(), y.end());
    const double w = std::isfinite(weight) ? std::clamp(weight, 0.0, 1.0) : 0.0;
    if (y.empty() || allEqual(y)) return out; // avoids floating point noise on constants
    double last = 0, remaining = 1;
    for (double& v : out) {
        if (!std::isfinite(v)) continue;
        last = last * w + (1 - w) * v;
        remaining *= w;
        v = last / (w == 1 ? 1 : 1 - remaining);
    }
    return out;
}

std::vector<double> timeWeightedEma(std::span<const double> x, std::span<const double> y, double weight) {
    std::vector<double> out(y.begin(), y.end());
    if (y.empty()) return out;
    const double w = std::min(std::sqrt(std::isfinite(weight) ? std::clamp(weight, 0.0, 1.0) : 0.0), 0.999);
    double lo = std::numeric_limits<double>::infinity(), hi = -lo;
    for (double v : x)
        if (std::isfinite(v)) lo = std::min(lo, v), hi = std::max(hi, v);
    const double scale = kViewportScale / (hi > lo ? hi - lo : 1);
    double last = 0, debias = 0, previous = std::numeric_limits<double>::quiet_NaN();
    double cachedChange = -1, cachedWeight = 1; // logs are mostly evenly spaced: one pow for all of them
    for (size_t i = 0; i < y.size(); ++i) {
        if (!std::isfinite(y[i])) continue;
        const double change = x[i] > previous ? (x[i] - previous) * scale : 0;
        if (change != cachedChange) cachedChange = change, cachedWeight = std::pow(w, change);
        last = last * cachedWeight + y[i];
        debias = debias * cachedWeight + 1;
        out[i] = last / debias;
        if (std::isfinite(x[i])) previous = x[i];
    }
    return out;
}

std::vector<double> gaussian(std::span<const double> y, double sigmaPoints) {
    return overFinite(y, [&](std::span<const double> v) -> std::vector<double> {
        if (v.empty() || !(sigmaPoints > 0)) return {v.begin(), v.end()};
        if (sigmaPoints <= kExactSigma) return kernelPass(v, sigmaPoints);
        const double radius = boxRadius(std::min(sigmaPoints, static_cast<double>(v.size())));
        std::vector<double> out = boxPass(v, radius);
        for (int pass = 1; pass < 4; ++pass)
            out = boxPass(out, radius);
        return out;
    });
}

std::vector<double> runningMean(std::span<const double> y, size_t window) {
    return overFinite(y, [&](std::span<const double> v) -> std::vector<double> {
        if (v.empty()) return {};
        return boxPass(v, static_cast<double>(std::min(window, 2 * v.size()) / 2));
    });
}

double smoothingPoints(double weight) {
    return std::pow(10.0, 3 * (std::isfinite(weight) ? std::clamp(weight, 0.0, 1.0) : 0.0));
}

std::vector<double> smooth(std::span<const double> x, std::span<const double> y, const SmoothingSetting& setting) {
    if (!(setting.weight > 0)) return {};
    const double points = smoothingPoints(setting.weight);
    switch (setting.kind) {
    case Smoothing::None:
        return {};
    case Smoothing::Ema:
        return ema(y, setting.weight);
    case Smoothing::TimeWeightedEma:
        return timeWeightedEma(x, y, setting.weight);
    case Smoothing::Gaussian:
        return gaussian(y, points / 2);
    case Smoothing::RunningMean:
        return runningMean(y, static_cast<size_t>(std::lround(points)));
    case Smoothing::RunningMedian:
        return overFinite(y, [&](std::span<const double> v) { return runningMedian(v, std::lround(points)); });
    }
    return {};
}

} // namespace td::plot
