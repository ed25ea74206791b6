#include "views/plot_present/plot_series.h"

#include "views/plot_present/smoothing.h"

#include <algorithm>
#include <cmath>

namespace td::plot {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Appends vertices and keeps the pieces apart.
class PieceWriter {
public:
    explicit PieceWriter(Polylines& out)
        : m_out(out) {}
    void add(double x, double y) {
        if (m_broken) m_out.starts.push_back(static_cast<uint32_t>(m_out.points.size()));
        m_broken = false;
        m_out.points.push_back({x, y});
    }
    void gap(double x) {
        m_broken = true;
        if (!m_out.points.empty()) m_out.gaps.push_back({x, m_out.points.back().y});
    }
    void cut() { m_broken = true; }

private:
    Polylines& m_out;
    bool m_broken = true;
};

/// By how many whole columns `grid` lies to the right of `before`; nullopt where they are not the same columns, or none
/// is in both.
std::optional<ptrdiff_t> columnsBetween(const ColumnGrid& before, const ColumnGrid& grid) {
    if (before.count != grid.count || before.scale != XScale::Linear || grid.scale != XScale::Linear) return {};
    const double width = before.range.length() / static_cast<double>(before.count);
    const double columns = (grid.range.lo - before.range.lo) / width, whole = std::round(columns);
    const bool sameWidth = std::abs(grid.range.length() - before.range.length()) < 1e-9 * before.range.length();
    if (!sameWidth || std::abs(columns - whole) > 1e-3 || !(std::abs(whole) < static_cast<double>(grid.count)))
        return {};
    return static_cast<ptrdiff_t>(whole);
}

std::vector<double> allX(const XColumn& x) {
    std::vector<double> out(x.size());
    for (size_t i = 0; i < out.size(); ++i)
        out[i] = x.at(i);
    return out;
}

} // namespace

void Polylines::clear() {
    points.clear();
    starts.clear();
    gaps.clear();
    exact = false;
}

double ColumnGrid::edge(size_t column) const {
    if (column >= count) return range.hi; // exactly, whatever the logarithm rounds to
    const double part = static_cast<double>(column) / static_cast<double>(count);
    if (scale == XScale::Linear) return range.lo + part * range.length();
    const double lo = std::log10(range.lo), hi = std::log10(range.hi);
    return std::pow(10.0, lo + part * (hi - lo));
}

ptrdiff_t ColumnGrid::columnOf(double x) const {
    double part = (x - range.lo) / range.length();
    if (scale == XScale::Log) part = x > 0 ? std::log10(x / range.lo) / std::log10(range.hi / range.lo) : -1;
    if (!(part >= 0)) return -1;
    return part >= 1 ? static_cast<ptrdiff_t>(count) : static_cast<ptrdiff_t>(part * static_cast<double>(count));
}

std::shared_ptr<const PlotSeries> PlotSeries::build(std::shared_ptr<const runlog::Series> series, XMode mode,
                                                    const SmoothingSetting& smoothing) {
    return std::make_shared<const PlotSeries>(std::move(series), mode, smoothing);
}

PlotSeries::PlotSeries(std::shared_ptr<const runlog::Series> series, XMode mode, const SmoothingSetting& smoothing)
    : m_series(std::move(series))
    , m_x(*m_series, mode)
    , m_mode(mode)
    , m_rawPyramid(m_series->values) {
    const bool needsX = smoothing.kind == Smoothing::TimeWeightedEma;
    m_smoothed = smooth(needsX ? allX(m_x) : std::vector<double>(), m_series->values, smoothing);
    if (isSmoothed()) m_smoothedPyramid = Pyramid(m_smoothed);
}

PlotSeries::PlotSeries(std::shared_ptr<const runlog::Series> series, XMode mode, std::vector<double> smoothed)
    : m_series(std::move(series))
    , m_x(*m_series, mode)
    , m_mode(mode)
    , m_smoothed(std::move(smoothed))
    , m_rawPyramid(m_series->values) {
    if (isSmoothed()) m_smoothedPyramid = Pyramid(m_smoothed);
}

std::span<const double> PlotSeries::values(Values which) const {
    return which == Values::Smoothed && isSmoothed() ? std::span<const double>(m_smoothed)
                                                     : std::span<const double>(m_series->values);
}

const Pyramid& PlotSeries::pyramid(Values which) const {
    return which == Values::Smoothed && isSmoothed() ? m_smoothedPyramid : m_rawPyramid;
}

std::pair<size_t, size_t> PlotSeries::indices(Range x) const {
    const size_t begin = m_x.lowerBound(x.lo);
    const size_t end = m_x.lowerBound(std::nextafter(x.hi, std::numeric_limits<double>::infinity()), begin);
    return {begin, end};
}

template <class Visit>
void PlotSeries::forEachIn(Range x, Visit&& visit) const {
    for (size_t i = 0; i < size(); ++i)
        if (x.contains(m_x.at(i))) visit(i);
}

void PlotSeries::m4(const ColumnGrid& grid, Values which, Polylines& out) const {
    out.clear();
    if (size() == 0 || grid.count == 0 || !(grid.range.length() > 0)) return;
    if (!isSorted()) {
        columnsInFileOrder(grid, which, out);
        return;
    }
    const auto [begin, end] = indicesAround(grid, which);
    if (end - begin <= 2 * grid.count)
        allPoints(begin, end, which, out);
    else
        columnsSorted(grid, begin, end, which, out);
}

/// Of what lies in the columns and the neighbours just outside.
std::pair<size_t, size_t> PlotSeries::indicesAround(const ColumnGrid& grid, Values which) const {
    const auto [first, last] = indices(grid.range);
    const size_t begin = first > 0 && std::isfinite(values(which)[first - 1]) ? first - 1 : first;
    return {begin, last < size() ? last + 1 : last};
}

void PlotSeries::moveM4(const ColumnGrid& before, const ColumnGrid& grid, Values which, Polylines& lines) const {
    const auto way = columnsBetween(before, grid);
    const bool isPlain = !lines.exact && lines.starts.size() == 1 && lines.gaps.empty();
    if (!way || !isPlain || !isSorted()) return m4(grid, which, lines);
    const auto around = indicesAround(grid, which);
    if (around.second - around.first <= 2 * grid.count) return m4(grid, which, lines);
    const auto count = static_cast<ptrdiff_t>(grid.count);
    const ptrdiff_t first = std::max<ptrdiff_t>(0, -*way), last = std::min(count, count - *way); // that stay
    const double from = before.edge(static_cast<size_t>(first + *way)),
                 to = before.edge(static_cast<size_t>(last + *way));
    const size_t left = m_x.lowerBound(from), right = m_x.lowerBound(to, left);
    std::vector<size_t> ends;
    Polylines moved;
    moved.points.reserve(lines.points.size() + 8);
    for (ptrdiff_t column = 0; column < first; ++column)
        ends.push_back(std::min(left, m_x.lowerBound(grid.edge(static_cast<size_t>(column)))));
    ends.push_back(left);
    addColumns(ends, std::min(around.first, left), which, moved);
    const auto isLeftOf = [](const Vertex& v, double x) { return v.x < x; };
    const auto kept = std::lower_bound(lines.points.begin(), lines.points.end(), from, isLeftOf);
    moved.points.insert(moved.points.end(), kept, std::lower_bound(kept, lines.points.end(), to, isLeftOf));
    moved.starts = {0};
    ends.clear();
    for (ptrdiff_t column = last + 1; column <= count; ++column)
        ends.push_back(std::max(right, m_x.lowerBound(grid.edge(static_cast<size_t>(column)), right)));
    ends.push_back(std::max(right, around.second));
    Polylines added;
    addColumns(ends, right, which, added);
    moved.points.insert(moved.points.end(), added.points.begin(), added.points.end());
    const bool isWhole = moved.gaps.empty() && added.gaps.empty() && added.starts.size() < 2;
    if (!isWhole) return m4(grid, which, lines);
    lines = std::move(moved);
}

void PlotSeries::allPoints(size_t begin, size_t end, Values which, Polylines& out) const {
    const auto y = values(which);
    PieceWriter writer(out);
    for (size_t i = begin; i < end; ++i) {
        if (std::isfinite(y[i]))
            writer.add(m_x.at(i), y[i]);
        else
            writer.gap(m_x.at(i));
    }
    out.exact = true;
}

void PlotSeries::columnsSorted(const ColumnGrid& grid, size_t begin, size_t end, Values which, Polylines& out) const {
    out.points.reserve(grid.count * 4 + 2);
    // Points outside the range have columns of their own before the first and after the last.
    std::vector<size_t> ends(grid.count + 2, end);
    for (size_t column = 0, at = begin; column <= grid.count; ++column)
        ends[column] = at = std::min(end, m_x.lowerBound(grid.edge(column), at));
    addColumns(ends, begin, which, out);
}

/// `ends`: rising; each column is what lies between the end before and its own.
void PlotSeries::addColumns(const std::vector<size_t>& ends, size_t begin, Values which, Polylines& out) const {
    const auto y = values(which);
    const Pyramid& blocks = pyramid(which);
    PieceWriter writer(out);
    constexpr size_t kAhead = 6;
    size_t a = begin;
    for (size_t column = 0; column < ends.size(); ++column) {
        if (column + kAhead < ends.size()) blocks.prefetch(ends[column + kAhead]);
        const size_t b = ends[column];
        if (b <= a) continue;
        const Extent extent = blocks.extent(a, b);
        if (extent.isEmpty()) {
            writer.gap(m_x.at(a));
        } else {
            const size_t first = blocks.firstFinite(a, b), last = blocks.endOfFinite(a, b) - 1;
            const auto [one, two] = std::minmax(extent.loIndex, extent.hiIndex);
            const double yOne = one == extent.loIndex ? extent.lo : extent.hi;
            const double yTwo = two == extent.loIndex ? extent.lo : extent.hi;
            writer.add(m_x.at(first), y[first]);
            if (one != first) writer.add(m_x.at(one), yOne);
            if (two != one && two != last) writer.add(m_x.at(two), yTwo);
            if (last != first && last != one) writer.add(m_x.at(last), y[last]);
            if (extent.nonFinite > 0) writer.gap(m_x.at(a));
        }
        a = b;
    }
}

/// First, lowest, highest and last point of a stretch that stays in one column.
struct PlotSeries::Cursor {
    size_t first = 0, lo = 0, hi = 0, last = 0;
    ptrdiff_t column = 0;
    bool open = false;

    void begin(size_t i, ptrdiff_t c) {
        first = lo = hi = last = i;
        column = c;
        open = true;
    }
    void add(size_t i, std::span<const double> y) {
        last = i;
        if (y[i] < y[lo]) lo = i;
        if (y[i] > y[hi]) hi = i;
    }
    template <class Add>
    void flush(Add&& add) {
        if (!open) return;
        const auto [one, two] = std::minmax(lo, hi);
        add(first);
        if (one != first) add(one);
        if (two != one && two != last) add(two);
        if (last != first && last != one) add(last);
        open = false;
    }
};

void PlotSeries::columnsInFileOrder(const ColumnGrid& grid, Values which, Polylines& out) const {
    const auto y = values(which);
    PieceWriter writer(out);
    const auto add = [&](size_t i) { writer.add(m_x.at(i), y[i]); };
    Cursor cursor;
    double previous = -std::numeric_limits<double>::infinity();
    for (size_t i = 0; i < size(); ++i) {
        const double x = m_x.at(i);
        const bool drawable = std::isfinite(x) && std::isfinite(y[i]);
        if (!drawable || x < previous) cursor.flush(add);
        if (!drawable) {
            if (std::isfinite(x) && grid.range.contains(x))
                writer.gap(x);
            else
                writer.cut();
            continue;
        }
        if (x < previous) writer.cut(); // a line never runs backwards: the part written later is a piece of its own
        previous = x;
        const ptrdiff_t column = grid.columnOf(x);
        if (cursor.open && cursor.column == column) {
            cursor.add(i, y);
        } else {
            cursor.flush(add);
            cursor.begin(i, column);
        }
    }
    cursor.flush(add);
}

std::optional<size_t> PlotSeries::nearest(double x) const {
    if (size() == 0) return std::nullopt;
    if (isSorted()) {
        const size_t after = m_x.lowerBound(x);
        if (after == size()) return size() - 1;
        if (after > 0 && m_x.at(after) > x && x - m_x.at(after - 1) <= m_x.at(after) - x) return after - 1;
        size_t i = after;
        while (i + 1 < size() && m_x.at(i + 1) == m_x.at(after))
            ++i;
        return i;
    }
    std::optional<size_t> best;
    for (size_t i = 0; i < size(); ++i) {
        const double distance = std::abs(m_x.at(i) - x);
        if (std::isnan(distance)) continue;
        const double shortest = best ? std::abs(m_x.at(*best) - x) : std::numeric_limits<double>::infinity();
        if (!best || distance < shortest || (distance == shortest && m_x.at(i) <= m_x.at(*best))) best = i;
    }
    return best;
}

std::optional<double> PlotSeries::neighbour(double x, bool right) const {
    if (isSorted()) {
        if (!right) {
            const size_t i = m_x.lowerBound(x);
            return i > 0 ? std::optional(m_x.at(i - 1)) : std::nullopt;
        }
        const size_t i = m_x.lowerBound(std::nextafter(x, std::numeric_limits<double>::infinity()));
        return i < size() ? std::optional(m_x.at(i)) : std::nullopt;
    }
    std::optional<double> best;
    for (size_t i = 0; i < size(); ++i) {
        const double at = m_x.at(i);
        if (right ? at > x && (!best || at < *best) : at < x && (!best || at > *best)) best = at;
    }
    return best;
}

std::optional<Range> PlotSeries::valueExtent(Range x, Values which) const {
    Extent extent;
    if (isSorted()) {
        const auto [begin, end] = indices(x);
        extent = pyramid(which).extent(begin, end);
    } else {
        forEachIn(x, [&](size_t i) { extent.add(values(which)[i], static_cast<uint32_t>(i)); });
    }
    if (extent.isEmpty()) return std::nullopt;
    return Range{extent.lo, extent.hi};
}

RangeStatistics PlotSeries::statistics(Range x) const {
    Extent extent;
    double sum = 0;
    size_t count = 0, first = size(), last = size();
    if (isSorted()) {
        const auto [begin, end] = indices(x);
        extent = m_rawPyramid.extent(begin, end);
        sum = m_rawPyramid.sum(begin, end);
        count = end - begin;
        first = m_rawPyramid.firstFinite(begin, end);
        last = m_rawPyramid.endOfFinite(begin, end) - 1;
    } else {
        forEachIn(x, [&](size_t i) {
            extent.add(raw(i), static_cast<uint32_t>(i));
            ++count;
            if (!std::isfinite(raw(i))) return;
            sum += raw(i);
            first = std::min(first, i);
            last = i;
        });
    }
    RangeStatistics out{count - extent.nonFinite, extent.nonFinite, kNaN, kNaN, kNaN, kNaN, kNaN};
    if (extent.isEmpty()) return out;
    out.first = raw(first);
    out.last = raw(last);
    out.min = extent.lo;
    out.max = extent.hi;
    out.mean = sum / static_cast<double>(out.count);
    return out;
}

size_t PlotSeries::countAbove(Range x, Values which, double limit) const {
    if (isSorted()) {
        const auto [begin, end] = indices(x);
        return pyramid(which).countAbove(begin, end, limit);
    }
    size_t count = 0;
    const auto y = values(which);
    forEachIn(x, [&](size_t i) { count += std::isfinite(y[i]) && y[i] > limit ? 1 : 0; });
    return count;
}

size_t PlotSeries::countBelow(Range x, Values which, double limit) const {
    if (isSorted()) {
        const auto [begin, end] = indices(x);
        return pyramid(which).countBelow(begin, end, limit);
    }
    size_t count = 0;
    const auto y = values(which);
    forEachIn(x, [&](size_t i) { count += std::isfinite(y[i]) && y[i] < limit ? 1 : 0; });
    return count;
}

size_t PlotSeries::countIn(Range x) const {
    if (!isSorted()) return size();
    const auto [begin, end] = indices(x);
    return end - begin;
}

void PlotSeries::sampleValues(Range x, Values which, size_t stride, std::vector<double>& out) const {
    const auto y = values(which);
    const auto [begin, end] = isSorted() ? indices(x) : std::pair<size_t, size_t>{0, size()};
    for (size_t i = begin; i < end; i += stride)
        if (std::isfinite(y[i]) && (isSorted() || x.contains(m_x.at(i)))) out.push_back(y[i]);
}

} // namespace td::plot
