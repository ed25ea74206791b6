#pragma once

#include "views/plot/plot_colors.h"
#include "views/plot/plot_layout.h"
#include "views/plot/plot_marks.h"
#include "views/plot_present/line_raster.h"

#include <QImage>

namespace td::plot {

/// A picture of the lines of a chart, and what stands on them.
struct LinePicture {
    QImage image; ///< the frame with grid and lines, in device pixels
    Marks marks;
};

/// One line as it is drawn once: as written behind what is smoothed, or itself.
struct Stroke {
    static constexpr double kFaint = .25;

    const Line* line = nullptr;
    Values which = Values::Smoothed;
    bool faint = false;
};

/// In the order they are drawn: what stands behind first, what is emphasized last.
[[nodiscard]] std::vector<Stroke> strokesOf(const PlotState& state);

/// The columns of the frame, cut at multiples of their width: while panning the same points are picked and nothing
/// shimmers.
[[nodiscard]] ColumnGrid columnsOf(const PlotLayout& layout, double pixelRatio);
[[nodiscard]] PixelMap pixelMap(const PlotLayout& layout, double pixelRatio);
[[nodiscard]] InkStyle inkStyle(const Stroke& stroke, const PlotLayout& layout, PlotColors colors, double pixelRatio);

/// The grid lines of the frame's y ticks, one device pixel thin.
void paintGrid(QPainter& painter, const PlotLayout& layout, PlotColors colors);
/// Surface and grid lines of one pixel column; all are the same.
[[nodiscard]] std::vector<uint32_t> backgroundColumn(const PlotLayout& layout, PlotColors colors, double pixelRatio);
/// Between mean - deviation and mean + deviation of each group.
void paintBands(QPainter& painter, const PlotState& state, const PlotLayout& layout, PlotColors colors,
                const ColumnGrid& grid);
/// The same into a picture of the frame.
void paintBands(QImage& frame, const PlotState& state, const PlotLayout& layout, PlotColors colors, double pixelRatio);

/// A piece of a decimated line in the coordinates of the chart.
[[nodiscard]] QPolygonF polygon(const Polylines& lines, size_t piece, const PlotLayout& layout);
/// The frame in device pixels.
[[nodiscard]] QSize frameSize(const PlotLayout& layout, double pixelRatio);
[[nodiscard]] PixelFrame pixelsOf(QImage& image);

} // namespace td::plot
