#include "views/plot_present/x_column.h"

#include <algorithm>
#include <cmath>

namespace td::plot {
namespace {

bool isUniform(const std::vector<int64_t>& steps) {
    // Beyond 2^53 the product would no longer be the step itself.
    constexpr int64_t kExact = int64_t{1} << 53;
    if (steps.size() < 2 || steps[1] <= steps[0] || steps.front() < -kExact || steps.back() > kExact) return false;
    const int64_t gap = steps[1] - steps[0];
    for (size_t i = 1; i < steps.size(); ++i)
        if (steps[i] - steps[i - 1] != gap) return false;
    return true;
}

double firstFinite(const std::vector<double>& values) {
    const auto it = std::find_if(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
    return it == values.end() ? 0 : *it;
}

} // namespace

XColumn::XColumn(const runlog::Series& series, XMode mode)
    : m_series(&series)
    , m_size(series.values.size()) {
    if (mode != XMode::Step) {
        m_kind = Kind::Walls;
        m_first = mode == XMode::Relative ? firstFinite(series.walls) : 0;
    } else if (isUniform(series.steps)) {
        m_first = static_cast<double>(series.steps[0]);
        m_step = static_cast<double>(series.steps[1] - series.steps[0]);
    } else {
        m_kind = Kind::Steps;
    }
    describe();
}

void XColumn::describe() {
    if (m_size == 0) return;
    if (m_kind == Kind::Uniform) {
        m_extent = {at(0), at(m_size - 1)};
        return;
    }
    double lo = std::numeric_limits<double>::infinity(), hi = -lo, previous = -lo;
    for (size_t i = 0; i < m_size; ++i) {
        const double x = at(i);
        if (!(x >= previous) || !std::isfinite(x)) m_sorted = false;
        if (!std::isfinite(x)) continue;
        previous = x;
        lo = std::min(lo, x);
        hi = std::max(hi, x);
    }
    if (lo <= hi) m_extent = {lo, hi};
}

size_t XColumn::lowerBound(double x, size_t from) const {
    if (m_kind == Kind::Uniform) {
        if (m_size == 0 || !(x > at(0))) return from;
        const double guess = std::ceil((x - m_first) / m_step);
        auto i = static_cast<size_t>(std::clamp(guess, 0.0, static_cast<double>(m_size)));
        while (i > 0 && at(i - 1) >= x)
            --i; // rounding of the division
        while (i < m_size && at(i) < x)
            ++i;
        return std::max(i, from);
    }
    size_t lo = from, reach = 1; // invariant: everything before lo is below x
    while (lo + reach <= m_size && at(lo + reach - 1) < x)
        lo += reach, reach *= 2;
    size_t hi = std::min(m_size, lo + reach);
    while (lo < hi) {
        const size_t middle = lo + (hi - lo) / 2;
        if (at(middle) < x)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

} // namespace td::plot
