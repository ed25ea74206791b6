#pragma once

#include "views/plot_present/pyramid.h"
#include "views/plot_present/x_column.h"

#include <optional>

namespace td::plot {

/// Which values of a line: as written, or smoothed.
enum class Values : uint8_t { Raw, Smoothed };

struct Vertex {
    double x = 0, y = 0;
    bool operator==(const Vertex&) const = default;
};

/// Lines in data units, broken where values are missing or x goes back.
struct Polylines {
    std::vector<Vertex> points;
    std::vector<uint32_t> starts; ///< index of the first point of each piece
    std::vector<Vertex>
        gaps;           ///< where a value is not finite: its x and the last finite y before it; at most one a column
    bool exact = false; ///< every point of the range is there

    void clear();
    [[nodiscard]] size_t pieceEnd(size_t piece) const {
        return piece + 1 < starts.size() ? starts[piece + 1] : points.size();
    }
};

/// The pixel columns of an x axis: `count` equal parts of `range`, equal in the logarithm where the scale is one.
struct ColumnGrid {
    Range range;
    size_t count = 1;
    XScale scale = XScale::Linear;
    bool operator==(const ColumnGrid&) const = default;
    [[nodiscard]] double edge(size_t column) const;
    /// 0 … count-1, or -1 and count outside.
    [[nodiscard]] ptrdiff_t columnOf(double x) const;
};

/// What a range of a line holds, of the values as written.
struct RangeStatistics {
    size_t count = 0; ///< finite values
    size_t nonFinite = 0;
    double first = 0, last = 0, min = 0, max = 0, mean = 0; ///< NaN where count is 0
};

/// The points of one line, ready to be drawn at any zoom: x, values, smoothed values, and a pyramid over each.
///
/// Cost:    build is O(n) and belongs on a worker; everything else is O(columns) on rising x, O(n) otherwise.
/// Owns:    the series it was built from (shared, never copied).
/// Threads: immutable.
class PlotSeries {
public:
    [[nodiscard]] static std::shared_ptr<const PlotSeries> build(std::shared_ptr<const runlog::Series> series,
                                                                 XMode mode, const SmoothingSetting& smoothing);
    explicit PlotSeries(std::shared_ptr<const runlog::Series> series, XMode mode, const SmoothingSetting& smoothing);
    /// With smoothed values from elsewhere, as many as there are points; empty: nothing is smoothed.
    PlotSeries(std::shared_ptr<const runlog::Series> series, XMode mode, std::vector<double> smoothed);
    PlotSeries(const PlotSeries&) = delete;
    PlotSeries& operator=(const PlotSeries&) = delete;

    [[nodiscard]] size_t size() const { return m_series->values.size(); }
    [[nodiscard]] double x(size_t i) const { return m_x.at(i); }
    [[nodiscard]] double raw(size_t i) const { return m_series->values[i]; }
    /// The smoothed value; the raw one where nothing is smoothed.
    [[nodiscard]] double smoothed(size_t i) const { return isSmoothed() ? m_smoothed[i] : raw(i); }
    [[nodiscard]] int64_t step(size_t i) const { return m_series->steps[i]; }
    [[nodiscard]] double wall(size_t i) const { return m_series->walls[i]; } ///< seconds since 1970
    /// One past the last point with a finite smoothed value; 0 where there is none.
    [[nodiscard]] size_t endOfFinite() const { return pyramid(Values::Smoothed).endOfFinite(0, size()); }
    [[nodiscard]] bool isSmoothed() const { return !m_smoothed.empty(); }
    [[nodiscard]] bool isSorted() const { return m_x.isSorted(); }
    [[nodiscard]] XMode xMode() const { return m_mode; }
    [[nodiscard]] const runlog::Series& series() const { return *m_series; }
    [[nodiscard]] Range xExtent() const { return m_x.extent(); }

    /// What to draw for `grid`: all points where there are at most two a column, else first, lowest, highest and last
    /// of each column in their order. The neighbours just outside the range are included, so that lines reach the
    /// frame.
    void m4(const ColumnGrid& grid, Values which, Polylines& out) const;
    /// The same, where `lines` is what m4() gave for the columns `before`: while panning only columns that came into
    /// sight are looked at.
    void moveM4(const ColumnGrid& before, const ColumnGrid& grid, Values which, Polylines& lines) const;

    /// Index of the point nearest in x (of two the smaller x, of equal x the last written); nullopt without points.
    [[nodiscard]] std::optional<size_t> nearest(double x) const;
    /// The next x to the right (or left) of `x` that has a point; nullopt at the end.
    [[nodiscard]] std::optional<double> neighbour(double x, bool right) const;
    /// Smallest and largest finite value of an x range; nullopt where there is none.
    [[nodiscard]] std::optional<Range> valueExtent(Range x, Values which) const;
    [[nodiscard]] RangeStatistics statistics(Range x) const;
    /// Finite values of the x range that are above `limit`.
    [[nodiscard]] size_t countAbove(Range x, Values which, double limit) const;
    [[nodiscard]] size_t countBelow(Range x, Values which, double limit) const; ///< … and below
    /// Appends every `stride`-th finite value of the x range.
    void sampleValues(Range x, Values which, size_t stride, std::vector<double>& out) const;
    /// How many points the x range holds.
    [[nodiscard]] size_t countIn(Range x) const;

private:
    struct Cursor;
    [[nodiscard]] std::span<const double> values(Values which) const;
    [[nodiscard]] const Pyramid& pyramid(Values which) const;
    [[nodiscard]] std::pair<size_t, size_t> indices(Range x) const; ///< sorted only: [first, end)
    void allPoints(size_t begin, size_t end, Values which, Polylines& out) const;
    void columnsSorted(const ColumnGrid& grid, size_t begin, size_t end, Values which, Polylines& out) const;
    void addColumns(const std::vector<size_t>& ends, size_t begin, Values which, Polylines& out) const;
    [[nodiscard]] std::pair<size_t, size_t> indicesAround(const ColumnGrid& grid, Values which) const;
    void columnsInFileOrder(const ColumnGrid& grid, Values which, Polylines& out) const;
    template <class Visit>
    void forEachIn(Range x, Visit&& visit) const;

    std::shared_ptr<const runlog::Series> m_series;
    XColumn m_x;
    XMode m_mode;
    std::vector<double> m_smoothed;
    Pyramid m_rawPyramid, m_smoothedPyramid;
};

} // namespace td::plot
