#include "views/plot/plot_marks.h"

#include <QPainter>

namespace td::plot {
namespace {

constexpr double kApart = 12;   ///< px between points that get dots of their own
constexpr double kGapApart = 8; ///< px between marks of missing values
constexpr double kTriangle = 7; ///< px, width of the mark of a value above or below the frame

} // namespace

std::optional<QPointF> MarkPainter::place(double x, double y) const {
    const QPointF at(m_layout.toX(x), m_layout.toY(y));
    if (!std::isfinite(at.x()) || !std::isfinite(at.y())) return std::nullopt;
    return m_layout.frame.adjusted(-1, -1, 1, 1).contains(at) ? std::optional(at) : std::nullopt;
}

void MarkPainter::cross(QPointF at, double half, const QColor& color) {
    m_painter.setPen(QPen(color, 1.5));
    m_painter.drawLine(at + QPointF(-half, -half), at + QPointF(half, half));
    m_painter.drawLine(at + QPointF(-half, half), at + QPointF(half, -half));
}

void MarkPainter::paintPoints(const Line& line, const Polylines& lines) {
    if (!lines.exact || lines.points.empty()) return;
    const double span = m_layout.toX(lines.points.back().x) - m_layout.toX(lines.points.front().x);
    if (lines.points.size() > 1 && !(span >= kApart * static_cast<double>(lines.points.size() - 1))) return;
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_colors.series(line.slot));
    for (const Vertex& v : lines.points)
        if (const auto at = place(v.x, v.y)) m_painter.drawEllipse(*at, 2.25, 2.25);
}

void MarkPainter::paintGaps(const Line& line, const Polylines& lines) {
    double previous = -1e9;
    for (const Vertex& gap : lines.gaps) {
        const auto at = place(gap.x, gap.y);
        if (!at || at->x() - previous < kGapApart) continue;
        previous = at->x();
        cross(*at, 2.5, m_colors.series(line.slot));
    }
}

void MarkPainter::paintEnd(const Line& line) {
    const PlotSeries& points = *line.points;
    const size_t last = points.endOfFinite();
    if (last == 0) return;
    const bool lost = last < points.size();
    if (!line.live && !line.crashed && !lost) return;
    const auto at = place(points.x(last - 1), points.smoothed(last - 1));
    if (!at) return;
    QColor color = m_colors.series(line.slot);
    if (line.crashed || lost) {
        cross(*at, 3.5, color);
        return;
    }
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(color);
    m_painter.drawEllipse(*at, 3, 3);
    color.setAlphaF(.5);
    m_painter.setPen(QPen(color, 1));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawEllipse(*at, 6, 6);
}

void MarkPainter::paintOutliers(const std::vector<const Polylines*>& lines) {
    // One mark for each few pixels, whichever line it is of: the title says how many values there are.
    const Range shown = m_layout.y.range;
    const auto places = static_cast<size_t>(m_layout.frame.width() / kTriangle) + 1;
    std::vector<bool> above(places), below(places);
    for (const Polylines* polylines : lines)
        for (const Vertex& v : polylines->points) {
            if (shown.contains(v.y)) continue;
            const double px = m_layout.toX(v.x) - m_layout.frame.left();
            if (!(px >= 0 && px < m_layout.frame.width())) continue;
            (v.y > shown.hi ? above : below)[static_cast<size_t>(px / kTriangle)] = true;
        }
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_colors.of(kit::ColorId::SecondaryText));
    for (size_t i = 0; i < places; ++i) {
        const double middle = m_layout.frame.left() + (static_cast<double>(i) + .5) * kTriangle;
        if (above[i]) triangle(middle, m_layout.frame.top(), 4.5);
        if (below[i]) triangle(middle, m_layout.frame.bottom() - 1, -4.5);
    }
}

void MarkPainter::triangle(double x, double tip, double height) {
    const QPointF corners[] = {{x, tip}, {x - 2.5, tip + height}, {x + 2.5, tip + height}};
    m_painter.drawConvexPolygon(corners, 3);
}

void MarkPainter::paintRings(double x, double radius) {
    m_painter.setBrush(m_colors.of(kit::ColorId::Surface));
    for (const Line& line : m_state.lines) {
        const auto i = line.points ? line.points->nearest(x) : std::nullopt;
        if (!i) continue;
        const Range extent = line.points->xExtent();
        if (x > extent.hi || x < extent.lo) continue;
        const auto at = place(line.points->x(*i), line.points->smoothed(*i));
        if (!at) continue;
        m_painter.setPen(QPen(m_colors.series(line.slot), 1.5));
        m_painter.drawEllipse(*at, radius, radius);
    }
}

} // namespace td::plot
