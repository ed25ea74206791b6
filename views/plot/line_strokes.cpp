#include "views/plot/line_strokes.h"

#include "views/plot_present/group_mean.h"

#include <algorithm>
#include <QPainter>

namespace td::plot {
namespace {

constexpr double kThickness = 1.0; ///< of a line, in logical pixels
constexpr double kEmphasized = 2.0, kBandOpacity = .2;

/// Behind a mean stand the lines that it is of.
bool hasOriginal(const PlotState& state, const Line& line) {
    return !line.behind && !line.group && state.settings.showOriginal && line.points->isSmoothed();
}

/// Both edges of a band as one outline.
QPolygonF bandOf(const GroupMean& group, const PlotLayout& layout, const ColumnGrid& grid) {
    QPolygonF band;
    Polylines lower, upper;
    group.lower->m4(grid, Values::Raw, lower);
    group.upper->m4(grid, Values::Raw, upper);
    for (size_t piece = 0; piece < lower.starts.size(); ++piece)
        band << polygon(lower, piece, layout);
    for (size_t piece = upper.starts.size(); piece-- > 0;) {
        QPolygonF part = polygon(upper, piece, layout);
        std::reverse(part.begin(), part.end());
        band << part;
    }
    return band;
}

} // namespace

std::vector<Stroke> strokesOf(const PlotState& state) {
    std::vector<Stroke> strokes;
    strokes.reserve(state.lines.size());
    for (const Line& line : state.lines) {
        if (!line.points) continue;
        if (line.behind)
            strokes.push_back({&line, Values::Smoothed, true});
        else if (hasOriginal(state, line))
            strokes.push_back({&line, Values::Raw, true});
    }
    for (const bool emphasized : {false, true})
        for (const Line& line : state.lines)
            if (line.points && !line.behind && line.emphasized == emphasized)
                strokes.push_back({&line, Values::Smoothed, false});
    return strokes;
}

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

PixelMap pixelMap(const PlotLayout& layout, double pixelRatio) {
    return {layout.x, layout.y, static_cast<int>(std::round(layout.frame.width() * pixelRatio)),
            static_cast<int>(std::round(layout.frame.height() * pixelRatio))};
}

InkStyle inkStyle(const Stroke& stroke, const PlotLayout& layout, PlotColors colors, double pixelRatio) {
    const Line& line = *stroke.line;
    InkStyle style;
    style.color = colors.series(line.slot).rgb() & 0xffffffu;
    style.thickness = (line.emphasized && !stroke.faint ? kEmphasized : kThickness) * pixelRatio;
    if (stroke.faint) {
        style.opacity = Stroke::kFaint;
        return style;
    }
    double period = 0;
    for (const qreal part : kit::Theme::seriesDash(line.slot)) {
        style.dash.push_back(part * pixelRatio);
        period += style.dash.back();
    }
    // Dashes are tied to the data, so that they travel with it.
    const AxisScale& x = layout.x;
    const double lo = x.forward(x.range.lo), width = std::round(layout.frame.width() * pixelRatio);
    if (period > 0) style.dashPhase = std::fmod(lo / (x.forward(x.range.hi) - lo) * width, period);
    return style;
}

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

std::vector<uint32_t> backgroundColumn(const PlotLayout& layout, PlotColors colors, double pixelRatio) {
    const int height = frameSize(layout, pixelRatio).height();
    std::vector<uint32_t> out(static_cast<size_t>(height));
    QImage image(reinterpret_cast<uchar*>(out.data()), 1, height, 4, QImage::Format_RGB32);
    image.fill(colors.of(kit::ColorId::Surface));
    QPainter painter(&image);
    painter.scale(pixelRatio, pixelRatio);
    painter.translate(-layout.frame.topLeft());
    paintGrid(painter, layout, colors);
    return out;
}

void paintBands(QPainter& painter, const PlotState& state, const PlotLayout& layout, PlotColors colors,
                const ColumnGrid& grid) {
    for (const Line& line : state.lines) {
        if (!line.group) continue;
        QColor color = colors.series(line.slot);
        color.setAlphaF(kBandOpacity);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPolygon(bandOf(*line.group, layout, grid));
        painter.setBrush(Qt::NoBrush);
    }
}

void paintBands(QImage& frame, const PlotState& state, const PlotLayout& layout, PlotColors colors, double pixelRatio) {
    QPainter painter(&frame);
    painter.scale(pixelRatio, pixelRatio);
    painter.translate(-layout.frame.topLeft());
    paintBands(painter, state, layout, colors, columnsOf(layout, pixelRatio));
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

QSize frameSize(const PlotLayout& layout, double pixelRatio) {
    return (layout.frame.size() * pixelRatio).toSize().expandedTo({1, 1});
}

PixelFrame pixelsOf(QImage& image) {
    return {reinterpret_cast<uint32_t*>(image.bits()), image.bytesPerLine() / 4, image.width(), image.height()};
}

} // namespace td::plot
