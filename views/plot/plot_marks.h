#pragma once

#include "views/plot/line_layer.h"

namespace td::plot {

/// Marks that stand on lines: their ends, missing values, values above and below the frame, rings at a cursor, points
/// that stand apart.
class MarkPainter {
public:
    MarkPainter(QPainter& painter, const PlotState& state, const PlotLayout& layout, PlotColors colors)
        : m_painter(painter)
        , m_state(state)
        , m_layout(layout)
        , m_colors(colors) {}

    void paintPoints(const Line& line, const Polylines& lines); ///< dots where points are more than 12 px apart
    void paintGaps(const Line& line, const Polylines& lines);
    void paintEnd(const Line& line); ///< dot and ring: live; cross: crashed or not a number
    void paintOutliers(const std::vector<const Polylines*>& lines);
    void paintRings(double x, double radius);

private:
    [[nodiscard]] std::optional<QPointF> place(double x, double y) const; ///< nullopt outside the frame
    void triangle(double x, double tip, double height);                   ///< pointing up where `height` is positive
    void cross(QPointF at, double half, const QColor& color);

    QPainter& m_painter;
    const PlotState& m_state;
    const PlotLayout& m_layout;
    PlotColors m_colors;
};

} // namespace td::plot
