#pragma once

#include "views/plot/line_layer.h"

namespace td::plot {

/// What a picture of a chart holds besides its lines.
struct PaintOptions {
    PlotColors colors;
    bool cursor = true;    ///< crosshair, rings, the box being dragged
    bool vectors = false;  ///< lines as paths (SVG, PDF) instead of a picture
    double pixelRatio = 1; ///< of the device
};

/// Paints a chart into any painter; the rectangle is that of the layout.
///
/// Threads: GUI thread (fonts and the theme).
class PlotPainter {
public:
    PlotPainter(const PlotState& state, const PlotLayout& layout, LineLayer& lines)
        : m_state(state)
        , m_layout(layout)
        , m_lines(lines) {}
    void paint(QPainter& painter, const PaintOptions& options) const;

private:
    void paintPicture(QPainter& painter, const PaintOptions& options) const;
    void paintVectors(QPainter& painter, const PaintOptions& options) const;
    void paintAxes(QPainter& painter, const PaintOptions& options) const;
    void paintSelection(QPainter& painter, const PaintOptions& options) const;
    void paintHandle(QPainter& painter, double x, const QColor& color) const;
    void paintCursor(QPainter& painter, const PaintOptions& options) const;
    [[nodiscard]] QRectF flagRect() const; ///< of the x at the cursor; null where none is painted
    void paintFlag(QPainter& painter, PlotColors colors) const;
    void paintZoomBox(QPainter& painter, const PaintOptions& options) const;

    const PlotState& m_state;
    const PlotLayout& m_layout;
    LineLayer& m_lines;
};

/// Of the flag that names the x at the cursor, px.
[[nodiscard]] double flagWidth(const QString& text);

/// Rows of colour sample and name for exports. Returns the height they take in `width`; paints when `painter` is given.
double exportLegend(QPainter* painter, const std::vector<Line>& lines, const QRectF& rectangle, PlotColors colors);

} // namespace td::plot
