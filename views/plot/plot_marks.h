#pragma once

#include "views/plot/plot_colors.h"
#include "views/plot/plot_layout.h"
#include "views/plot_present/plot_series.h"

#include <unordered_set>

namespace td::plot {

/// What stands on the lines of a chart: their ends, missing values, values above and below the frame, points that stand
/// apart. Plain places; painting them takes no look at the lines.
struct Marks {
    enum class Kind : uint8_t { Dot, Gap, Live, Lost };
    struct Mark {
        QPointF at;
        int slot = 0;
        Kind kind = Kind::Dot;
    };
    std::vector<Mark> marks;        ///< the first undermost
    std::vector<bool> above, below; ///< for every few pixels of the frame: a value is up or down there
};

/// Gathers the marks of one line after the other.
///
/// Of marks that cover each other one is kept, and dots are only drawn while there is room between them: ten thousand
/// lines have as few marks as a frame has room for.
/// Threads: any.
class MarkFinder {
public:
    explicit MarkFinder(const PlotLayout& layout);

    /// `lines`: the decimated `line`.
    void add(const Line& line, const Polylines& lines);
    [[nodiscard]] Marks take();

private:
    void addDots(const Line& line, const Polylines& lines);
    void addGaps(const Line& line, const Polylines& lines);
    void addEnd(const Line& line);
    void addOutliers(const Polylines& lines);
    void addOnce(QPointF at, int slot, Marks::Kind kind);
    [[nodiscard]] std::optional<QPointF> place(double x, double y) const; ///< nullopt outside the frame

    PlotLayout m_layout;
    Marks m_marks;
    std::vector<Marks::Mark> m_dots;
    size_t m_mostDots;
    bool m_dotsFit = true;
    std::unordered_set<uint64_t> m_taken; ///< places of marks, to two pixels
};

void paintMarks(QPainter& painter, const Marks& marks, const PlotLayout& layout, PlotColors colors);

/// Rings around the values at `x`: of all lines, or of those in the table at the cursor where there are too many.
void paintRings(QPainter& painter, const PlotState& state, const PlotLayout& layout, PlotColors colors, double x);

} // namespace td::plot
