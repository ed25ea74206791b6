#pragma once

#include "views/plot_present/plot_types.h"

#include "engine/runlog/series.h"

#include <cstddef>

namespace td::plot {

/// The x of every point, computed from what the series already holds: no copy of ten million doubles.
///
/// Owns:    nothing; the Series must outlive it.
/// Threads: any.
class XColumn {
public:
    XColumn() = default;
    /// Step: the step. Relative: seconds since the first finite wall time of the series. Wall: seconds since 1970.
    XColumn(const runlog::Series& series, XMode mode);

    [[nodiscard]] double at(size_t i) const {
        if (m_kind == Kind::Uniform) return m_first + m_step * static_cast<double>(i);
        if (m_kind == Kind::Steps) return static_cast<double>(m_series->steps[i]);
        return m_series->walls[i] - m_first;
    }
    [[nodiscard]] size_t size() const { return m_size; }
    /// Never falls and holds no NaN: binary search is allowed.
    [[nodiscard]] bool isSorted() const { return m_sorted; }
    /// First index in [from, size] whose x is not below `x` (sorted columns only). Gallops, so neighbouring calls cost
    /// little.
    [[nodiscard]] size_t lowerBound(double x, size_t from = 0) const;
    /// Smallest and largest finite x; {0, 1} where there is none.
    [[nodiscard]] Range extent() const { return m_extent; }

private:
    enum class Kind : uint8_t { Uniform, Steps, Walls };
    void describe();

    const runlog::Series* m_series = nullptr;
    size_t m_size = 0;
    double m_first = 0, m_step = 0;
    Range m_extent;
    Kind m_kind = Kind::Uniform;
    bool m_sorted = true;
};

} // namespace td::plot
