#include "views/plot/plot_marks.h"

#include <QPainter>

namespace td::plot {
namespace {

constexpr double kApart = 12;     ///< px between points that get dots of their own
constexpr double kDotRoom = 36;   ///< px² of the frame for each dot
constexpr double kGapApart = 8;   ///< px between marks of missing values
constexpr double kTriangle = 7;   ///< px, width of the mark of a value above or below the frame
constexpr double kRing = 2.5;     ///< px, radius
constexpr size_t kMostRings = 64; ///< more lines than that: only those of the table

std::optional<QPointF> placeIn(const PlotLayout& layout, double x, double y) {
    const QPointF at(layout.toX(x), layout.toY(y));
    if (!std::isfinite(at.x()) || !std::isfinite(at.y())) return std::nullopt;
    return layout.frame.adjusted(-1, -1, 1, 1).contains(at) ? std::optional(at) : std::nullopt;
}

void paintCross(QPainter& painter, QPointF at, double half, const QColor& color) {
    painter.setPen(QPen(color, 1.5));
    painter.drawLine(at + QPointF(-half, -half), at + QPointF(half, half));
    painter.drawLine(at + QPointF(-half, half), at + QPointF(half, -half));
}

void paintLive(QPainter& painter, QPointF at, QColor color) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(at, 3, 3);
    color.setAlphaF(.5);
    painter.setPen(QPen(color, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(at, 6, 6);
}

void paintMark(QPainter& painter, const Marks::Mark& mark, const QColor& color) {
    switch (mark.kind) {
    case Marks::Kind::Dot:
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(mark.at, 2.25, 2.25);
        return;
    case Marks::Kind::Gap:
        return paintCross(painter, mark.at, 2.5, color);
    case Marks::Kind::Lost:
        return paintCross(painter, mark.at, 3.5, color);
    case Marks::Kind::Live:
        return paintLive(painter, mark.at, color);
    }
}

/// Pointing up where `height` is positive.
void paintTriangle(QPainter& painter, double x, double tip, double height) {
    const QPointF corners[] = {{x, tip}, {x - 2.5, tip + height}, {x + 2.5, tip + height}};
    painter.drawConvexPolygon(corners, 3);
}

void paintRing(QPainter& painter, const Line& line, const PlotLayout& layout, PlotColors colors, double x) {
    const auto i = line.points ? line.points->nearest(x) : std::nullopt;
    if (!i) return;
    const Range extent = line.points->xExtent();
    if (x > extent.hi || x < extent.lo) return;
    const auto at = placeIn(layout, line.points->x(*i), line.points->smoothed(*i));
    if (!at) return;
    painter.setPen(QPen(colors.series(line.slot), 1.5));
    painter.drawEllipse(*at, kRing, kRing);
}

} // namespace

MarkFinder::MarkFinder(const PlotLayout& layout)
    : m_layout(layout)
    , m_mostDots(static_cast<size_t>(layout.frame.width() * layout.frame.height() / kDotRoom)) {
    const auto places = static_cast<size_t>(layout.frame.width() / kTriangle) + 1;
    m_marks.above.resize(places);
    m_marks.below.resize(places);
}

std::optional<QPointF> MarkFinder::place(double x, double y) const {
    return placeIn(m_layout, x, y);
}

void MarkFinder::add(const Line& line, const Polylines& lines) {
    addDots(line, lines);
    addGaps(line, lines);
    addEnd(line);
    addOutliers(lines);
}

/// A dot for each point that stands apart from the one before and the one behind it, as on a logarithmic axis only some do.
void MarkFinder::addDots(const Line& line, const Polylines& lines) {
    if (!m_dotsFit || !lines.exact || lines.points.empty()) return;
    const auto gapBehind = [&](size_t i) {
        if (i + 1 == lines.points.size()) return kApart;
        return std::abs(m_layout.toX(lines.points[i + 1].x) - m_layout.toX(lines.points[i].x));
    };
    double before = kApart;
    for (size_t i = 0; i < lines.points.size(); ++i) {
        const double behind = gapBehind(i);
        const auto at =
            before >= kApart && behind >= kApart ? place(lines.points[i].x, lines.points[i].y) : std::nullopt;
        if (at) m_dots.push_back({*at, line.slot, Marks::Kind::Dot});
        before = behind;
    }
    m_dotsFit = m_dots.size() <= m_mostDots;
}

void MarkFinder::addGaps(const Line& line, const Polylines& lines) {
    double previous = -1e9;
    for (const Vertex& gap : lines.gaps) {
        const auto at = place(gap.x, gap.y);
        if (!at || at->x() - previous < kGapApart) continue;
        previous = at->x();
        addOnce(*at, line.slot, Marks::Kind::Gap);
    }
}

/// Dot and ring: live; cross: crashed, or not a number.
void MarkFinder::addEnd(const Line& line) {
    const PlotSeries& points = *line.points;
    const size_t last = points.endOfFinite();
    if (last == 0) return;
    const bool lost = line.crashed || last < points.size();
    if (!line.live && !lost) return;
    if (const auto at = place(points.x(last - 1), points.smoothed(last - 1)))
        addOnce(*at, line.slot, lost ? Marks::Kind::Lost : Marks::Kind::Live);
}

/// One mark for each few pixels, whichever line it is of: the title says how many values there are.
void MarkFinder::addOutliers(const Polylines& lines) {
    const Range shown = m_layout.y.range;
    for (const Vertex& v : lines.points) {
        if (shown.contains(v.y)) continue;
        const double px = m_layout.toX(v.x) - m_layout.frame.left();
        if (!(px >= 0 && px < m_layout.frame.width())) continue;
        (v.y > shown.hi ? m_marks.above : m_marks.below)[static_cast<size_t>(px / kTriangle)] = true;
    }
}

void MarkFinder::addOnce(QPointF at, int slot, Marks::Kind kind) {
    const auto cell = [](double px) { return static_cast<uint64_t>(std::max(0.0, px) / 2); };
    const uint64_t key = (static_cast<uint64_t>(kind) << 48) | (cell(at.x()) << 24) | cell(at.y());
    if (m_taken.insert(key).second) m_marks.marks.push_back({at, slot, kind});
}

Marks MarkFinder::take() {
    if (m_dotsFit) m_marks.marks.insert(m_marks.marks.begin(), m_dots.begin(), m_dots.end());
    return std::move(m_marks);
}

void paintMarks(QPainter& painter, const Marks& marks, const PlotLayout& layout, PlotColors colors) {
    for (const auto& mark : marks.marks)
        paintMark(painter, mark, colors.series(mark.slot));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.of(kit::ColorId::SecondaryText));
    for (size_t i = 0; i < marks.above.size(); ++i) {
        const double middle = layout.frame.left() + (static_cast<double>(i) + .5) * kTriangle;
        if (marks.above[i]) paintTriangle(painter, middle, layout.frame.top(), 4.5);
        if (marks.below[i]) paintTriangle(painter, middle, layout.frame.bottom() - 1, -4.5);
    }
}

void paintRings(QPainter& painter, const PlotState& state, const PlotLayout& layout, PlotColors colors, double x) {
    painter.setBrush(colors.of(kit::ColorId::Surface));
    if (state.lines.size() <= kMostRings) {
        for (const Line& line : state.lines)
            paintRing(painter, line, layout, colors, x);
        return;
    }
    for (const size_t i : state.legendLines)
        if (i < state.lines.size()) paintRing(painter, state.lines[i], layout, colors, x);
}

} // namespace td::plot
