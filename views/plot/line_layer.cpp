#include "views/plot/line_layer.h"

#include "views/plot/shared_work.h"
#include "views/plot_present/group_mean.h"

#include <algorithm>
#include <QPainter>

namespace td::plot {
namespace {

constexpr double kThickness = 1.0; ///< of a line, in logical pixels
constexpr double kEmphasized = 2.0;
constexpr double kOriginalOpacity = .25, kBandOpacity = .2;

/// The columns of the frame, cut at multiples of their width: while panning the same points are picked and nothing
/// shimmers.
ColumnGrid columnsOf(const PlotLayout& layout, double pixelRatio) {
    const auto count = static_cast<size_t>(std::max(1.0, std::round(layout.frame.width() * pixelRatio)));
    const AxisScale& scale = layout.x;
    const double lo = scale.forward(scale.range.lo),
                 width = (scale.forward(scale.range.hi) - lo) / static_cast<double>(count);
    const double first = std::floor(lo / width), last = first + static_cast<double>(count) + 1;
    const bool log = scale.kind == ScaleKind::Log;
    return {
        {scale.backward(first * width), scale.backward(last * width)}, count + 1, log ? XScale::Log : XScale::Linear};
}

InkStyle styleOf(const Line& line, PlotColors colors, double pixelRatio, const AxisScale& x, int width) {
    InkStyle style;
    style.color = colors.series(line.slot).rgb() & 0xffffffu;
    style.thickness = (line.emphasized ? kEmphasized : kThickness) * pixelRatio;
    double period = 0;
    for (const qreal part : kit::Theme::seriesDash(line.slot)) {
        style.dash.push_back(part * pixelRatio);
        period += style.dash.back();
    }
    // Dashes are tied to the data, so that they travel with it.
    if (period > 0)
        style.dashPhase =
            std::fmod(x.forward(x.range.lo) / (x.forward(x.range.hi) - x.forward(x.range.lo)) * width, period);
    return style;
}

QPen vectorPen(const Line& line, PlotColors colors, double opacity) {
    QColor color = colors.series(line.slot);
    color.setAlphaF(opacity);
    QPen pen(color, line.emphasized ? 2 : 1);
    pen.setJoinStyle(Qt::RoundJoin);
    if (const auto dash = kit::Theme::seriesDash(line.slot); !dash.isEmpty()) pen.setDashPattern(dash);
    return pen;
}

QPolygonF polygon(const Polylines& lines, size_t piece, const PlotLayout& layout) {
    QPolygonF out;
    const double far = layout.frame.height() * 4;
    for (size_t i = lines.starts[piece]; i < lines.pieceEnd(piece); ++i) {
        const double y = layout.toY(lines.points[i].y);
        out << QPointF(layout.toX(lines.points[i].x), std::clamp(std::isnan(y) ? far : y, -far, 2 * far));
    }
    return out;
}

/// Surface and grid lines of one pixel column; all are the same.
std::vector<uint32_t> backgroundColumn(const PlotLayout& layout, PlotColors colors, double pixelRatio, int height) {
    std::vector<uint32_t> out(static_cast<size_t>(height));
    QImage image(reinterpret_cast<uchar*>(out.data()), 1, height, 4, QImage::Format_RGB32);
    image.fill(colors.of(kit::ColorId::Surface));
    QPainter painter(&image);
    painter.scale(pixelRatio, pixelRatio);
    painter.translate(-layout.frame.topLeft());
    paintGrid(painter, layout, colors);
    return out;
}

} // namespace

void paintGrid(QPainter& painter, const PlotLayout& layout, PlotColors colors) {
    QColor color = colors.of(kit::ColorId::Border);
    color.setAlphaF(.6);
    QPen pen(color, 1);
    pen.setCosmetic(true);
    painter.setPen(pen);
    for (const Tick& tick : layout.yTicks.ticks) {
        const double y = layout.toY(tick.value);
        if (y >= layout.frame.top() && y < layout.frame.bottom() - 1)
            painter.drawLine(QPointF(layout.frame.left(), y), QPointF(layout.frame.right(), y));
    }
}

LineLayer::Entry& LineLayer::entryOf(const Line& line, Values which) {
    Entry*& found = m_byPoints[{line.points.get(), which}];
    if (!found) {
        m_entries.push_back(std::make_unique<Entry>(Entry{line.points, which, {}, {}, true}));
        found = m_entries.back().get();
    }
    found->used = true;
    return *found;
}

const Polylines& LineLayer::decimated(const Line& line, Values which, const ColumnGrid& grid) {
    Entry& entry = entryOf(line, which);
    if (entry.grid != grid) entry.points->m4(grid, which, entry.lines);
    entry.grid = grid;
    return entry.lines;
}

void LineLayer::decimateAll(const ColumnGrid& grid) {
    std::vector<Entry*> stale;
    for (const auto& entry : m_entries)
        if (entry->used && entry->grid != grid) stale.push_back(entry.get());
    shareOut(static_cast<int>(stale.size()), [&](int i) {
        Entry& entry = *stale[static_cast<size_t>(i)];
        entry.points->m4(grid, entry.which, entry.lines);
        entry.grid = grid;
    });
}

void LineLayer::dropUnused() {
    std::erase_if(m_byPoints, [](const auto& known) { return !known.second->used; });
    std::erase_if(m_entries, [](const auto& entry) { return !entry->used; });
    for (const auto& entry : m_entries)
        entry->used = false;
}

const Polylines& LineLayer::mainLine(const Line& line, const PlotLayout& layout, double pixelRatio) {
    return decimated(line, Values::Smoothed, columnsOf(layout, pixelRatio));
}

std::vector<StyledInk> LineLayer::inks(const PlotState& state, const PlotLayout& layout, PlotColors colors,
                                       double pixelRatio) {
    const ColumnGrid grid = columnsOf(layout, pixelRatio);
    const PixelMap map{layout.x, layout.y, static_cast<int>(std::round(layout.frame.width() * pixelRatio)),
                       static_cast<int>(std::round(layout.frame.height() * pixelRatio))};
    std::vector<StyledInk> out;
    std::vector<const Polylines*> sources;
    const auto add = [&](const Line& line, Values which, double opacity) {
        InkStyle style = styleOf(line, colors, pixelRatio, layout.x, map.width);
        style.opacity = opacity;
        if (opacity < 1) style.dash.clear(), style.thickness = kThickness * pixelRatio;
        out.push_back({{}, std::move(style)});
        sources.push_back(&entryOf(line, which).lines);
    };
    for (const Line& line : state.lines) {
        if (!line.points) continue;
        if (line.behind)
            add(line, Values::Smoothed, kOriginalOpacity);
        else if (state.settings.showOriginal && line.points->isSmoothed())
            add(line, Values::Raw, kOriginalOpacity);
    }
    for (const bool emphasized : {false, true})
        for (const Line& line : state.lines)
            if (line.points && !line.behind && line.emphasized == emphasized) add(line, Values::Smoothed, 1);
    decimateAll(grid);
    shareOut(static_cast<int>(out.size()), [&](int i) {
        const auto at = static_cast<size_t>(i);
        out[at].ink = inkOf(*sources[at], map);
    });
    dropUnused();
    return out;
}

const QImage& LineLayer::image(const PlotState& state, const PlotLayout& layout, PlotColors colors, double pixelRatio) {
    const QSize size = (layout.frame.size() * pixelRatio).toSize().expandedTo({1, 1});
    const Key key{layout.x, layout.y, size, colors, state.settings.showOriginal};
    if (m_valid && key == m_key) return m_image;
    m_key = key;
    m_valid = true;
    if (m_image.size() != size) m_image = QImage(size, QImage::Format_RGB32);
    const auto background = backgroundColumn(layout, colors, pixelRatio, size.height());
    const auto lines = inks(state, layout, colors, pixelRatio);
    const PixelFrame frame{reinterpret_cast<uint32_t*>(m_image.bits()), m_image.bytesPerLine() / 4, size.width(),
                           size.height()};
    // Some more parts than threads: one that is held up keeps the others waiting for less.
    const int strips = (frame.width + kStripColumns - 1) / kStripColumns;
    const int parts = sharers() > 1 ? std::min(strips, 4 * sharers()) : 1;
    shareOut(parts, [&](int part) {
        const ColumnSpan columns{part * strips / parts * kStripColumns,
                                 std::min((part + 1) * strips / parts * kStripColumns, frame.width)};
        rasterize(lines, background, frame, columns);
    });
    QPainter painter(&m_image);
    painter.scale(pixelRatio, pixelRatio);
    painter.translate(-layout.frame.topLeft());
    paintBands(painter, state, layout, colors, columnsOf(layout, pixelRatio));
    return m_image;
}

/// Between mean - deviation and mean + deviation of each group.
void LineLayer::paintBands(QPainter& painter, const PlotState& state, const PlotLayout& layout, PlotColors colors,
                           const ColumnGrid& grid) {
    for (const Line& line : state.lines) {
        if (!line.group) continue;
        Line edge;
        QPolygonF band;
        edge.points = line.group->lower;
        const Polylines& lower = decimated(edge, Values::Raw, grid);
        for (size_t piece = 0; piece < lower.starts.size(); ++piece)
            band << polygon(lower, piece, layout);
        edge.points = line.group->upper;
        const Polylines& upper = decimated(edge, Values::Raw, grid);
        for (size_t piece = upper.starts.size(); piece-- > 0;) {
            QPolygonF part = polygon(upper, piece, layout);
            std::reverse(part.begin(), part.end());
            band << part;
        }
        QColor color = colors.series(line.slot);
        color.setAlphaF(kBandOpacity);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPolygon(band);
        painter.setBrush(Qt::NoBrush);
    }
}

void LineLayer::paintVectors(QPainter& painter, const PlotState& state, const PlotLayout& layout, PlotColors colors) {
    const ColumnGrid grid = columnsOf(layout, 2); // finer than a screen, coarser than the eye
    painter.save();
    painter.setClipRect(layout.frame);
    painter.setBrush(Qt::NoBrush);
    const auto draw = [&](const Line& line, Values which, double opacity) {
        const Polylines& lines = decimated(line, which, grid);
        painter.setPen(vectorPen(line, colors, opacity));
        for (size_t piece = 0; piece < lines.starts.size(); ++piece)
            painter.drawPolyline(polygon(lines, piece, layout));
    };
    for (const Line& line : state.lines) {
        if (!line.points) continue;
        if (line.behind)
            draw(line, Values::Smoothed, kOriginalOpacity);
        else if (state.settings.showOriginal && line.points->isSmoothed())
            draw(line, Values::Raw, kOriginalOpacity);
    }
    paintBands(painter, state, layout, colors, grid);
    for (const Line& line : state.lines)
        if (line.points && !line.behind) draw(line, Values::Smoothed, 1);
    dropUnused();
    painter.restore();
}

} // namespace td::plot
