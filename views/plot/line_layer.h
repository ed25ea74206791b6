#pragma once

#include "views/plot/plot_colors.h"
#include "views/plot/plot_layout.h"
#include "views/plot_present/line_raster.h"

#include <map>
#include <QImage>

namespace td::plot {

/// The lines of a chart: decimated for the columns of the frame, drawn into a picture or as vectors.
///
/// Keeps what it decimated per line until the points or the columns change, and the picture until anything does: a
/// moving cursor costs one blit, a change of the y range no decimation.
/// Threads: GUI thread; lines and parts of the picture are shared out to other threads and awaited (shared_work.h).
class LineLayer {
public:
    /// The frame of `layout` with grid and lines, in device pixels (`pixelRatio` each).
    [[nodiscard]] const QImage& image(const PlotState& state, const PlotLayout& layout, PlotColors colors,
                                      double pixelRatio);
    /// The same as lines and paths of `painter` (SVG, PDF).
    void paintVectors(QPainter& painter, const PlotState& state, const PlotLayout& layout, PlotColors colors);

    /// The decimated main line (smoothed, else as written) for marks; valid until the next call.
    [[nodiscard]] const Polylines& mainLine(const Line& line, const PlotLayout& layout, double pixelRatio);
    /// The lines are others: the picture is drawn anew; series that are still there keep what was decimated.
    void invalidate() { m_valid = false; }

private:
    struct Entry {
        std::shared_ptr<const PlotSeries> points;
        Values which = Values::Raw;
        std::optional<ColumnGrid> grid; ///< that `lines` are for
        Polylines lines;
        bool used = false;
    };
    struct Key {
        AxisScale x, y;
        QSize size;
        PlotColors colors;
        bool showOriginal = false;
        bool operator==(const Key&) const = default;
    };
    [[nodiscard]] Entry& entryOf(const Line& line, Values which);
    [[nodiscard]] const Polylines& decimated(const Line& line, Values which, const ColumnGrid& grid);
    void decimateAll(const ColumnGrid& grid);
    [[nodiscard]] std::vector<StyledInk> inks(const PlotState& state, const PlotLayout& layout, PlotColors colors,
                                              double pixelRatio);
    void dropUnused();
    void paintBands(QPainter& painter, const PlotState& state, const PlotLayout& layout, PlotColors colors,
                    const ColumnGrid& grid);

    std::vector<std::unique_ptr<Entry>> m_entries;
    std::map<std::pair<const PlotSeries*, Values>, Entry*>
        m_byPoints; ///< thousands of lines are asked for in every paint
    QImage m_image;
    Key m_key;
    bool m_valid = false;
};

/// The grid lines of the frame's y ticks, one device pixel thin.
void paintGrid(QPainter& painter, const PlotLayout& layout, PlotColors colors);

} // namespace td::plot
