#include "views/plot/plot_painter.h"

#include "views/plot/line_sample.h"

#include <QFontMetricsF>
#include <QPainter>

namespace td::plot {
namespace {

QPen hairline(const QColor& color) {
    QPen pen(color, 1);
    pen.setCosmetic(true);
    return pen;
}

} // namespace

double flagWidth(const QString& text) {
    constexpr double kPadding = 6;
    return QFontMetricsF(kit::Theme::font(kit::FontId::Small)).horizontalAdvance(text) + 2 * kPadding;
}

void PlotPainter::paint(QPainter& painter, const PaintOptions& options) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(kit::Theme::font(kit::FontId::Small));
    options.vectors ? paintVectors(painter, options) : paintPicture(painter, options);
    paintAxes(painter, options);
    if (options.cursor) {
        paintZoomBox(painter, options);
        paintCursor(painter, options);
    }
    painter.restore();
}

void PlotPainter::paintPicture(QPainter& painter, const PaintOptions& options) const {
    const LinePicture& picture = m_lines.picture(m_state, m_layout, options.colors, options.pixelRatio);
    // In device pixels the picture is copied row by row; under a scale Qt would look each pixel up.
    painter.save();
    painter.scale(1 / options.pixelRatio, 1 / options.pixelRatio);
    painter.drawImage(m_layout.frame.topLeft() * options.pixelRatio, picture.image);
    painter.restore();
    paintSelection(painter, options);
    paintMarks(painter, picture.marks, m_layout, options.colors);
}

void PlotPainter::paintVectors(QPainter& painter, const PaintOptions& options) const {
    paintGrid(painter, m_layout, options.colors);
    const Marks marks = m_lines.paintVectors(painter, m_state, m_layout, options.colors);
    paintSelection(painter, options);
    paintMarks(painter, marks, m_layout, options.colors);
}

void PlotPainter::paintAxes(QPainter& painter, const PaintOptions& options) const {
    const QFontMetricsF metrics(painter.font());
    const QColor text = options.colors.of(kit::ColorId::SecondaryText);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(hairline(options.colors.of(kit::ColorId::StrongBorder)));
    const double bottom = m_layout.frame.bottom();
    painter.drawLine(QPointF(m_layout.frame.left(), bottom), QPointF(m_layout.frame.right(), bottom));
    for (const Tick& tick : m_layout.xTicks.ticks) {
        const double x = m_layout.toX(tick.value);
        if (x >= m_layout.frame.left() - .5 && x <= m_layout.frame.right() + .5)
            painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 3));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(text);
    const double baseline = bottom + 5 + metrics.ascent();
    const QRectF flag = options.cursor ? flagRect() : QRectF();
    // Half a word beside the flag would look like another one.
    const auto write = [&](double left, const QString& label) {
        const double width = metrics.horizontalAdvance(label);
        if (!flag.isNull() && left < flag.right() + 2 && left + width > flag.left() - 2) return;
        painter.drawText(QPointF(left, baseline), label);
    };
    for (const Tick& tick : m_layout.xTicks.ticks) {
        const QString label = localized(tick.label);
        write(m_layout.toX(tick.value) - metrics.horizontalAdvance(label) / 2, label);
    }
    write(m_layout.whole.right() - PlotLayout::kRight - metrics.horizontalAdvance(m_layout.xTitle), m_layout.xTitle);
    const double right = m_layout.frame.left() - 6;
    for (const Tick& tick : m_layout.yTicks.ticks) {
        const QString label = localized(tick.label);
        const double y =
            std::max(m_layout.toY(tick.value) + metrics.ascent() / 2 - 1, m_layout.whole.top() + metrics.ascent());
        painter.drawText(QPointF(right - metrics.horizontalAdvance(label), y), label);
    }
    painter.drawText(
        QPointF(right - metrics.horizontalAdvance(m_layout.yTitle), m_layout.frame.top() + metrics.ascent() - 2),
        m_layout.yTitle);
}

void PlotPainter::paintSelection(QPainter& painter, const PaintOptions& options) const {
    if (!m_state.selection) return;
    const QRectF& frame = m_layout.frame;
    const double left = std::clamp(m_layout.toX(m_state.selection->lo), frame.left(), frame.right());
    const double right = std::clamp(m_layout.toX(m_state.selection->hi), frame.left(), frame.right());
    QColor fill = options.colors.of(kit::ColorId::Accent);
    fill.setAlphaF(m_state.selectionHandles ? .14f : .07f);
    painter.fillRect(QRectF(left, frame.top(), right - left, frame.height()), fill);
    if (!m_state.selectionHandles) return;
    const QColor accent = options.colors.of(kit::ColorId::Accent);
    for (const double value : {m_state.selection->lo, m_state.selection->hi})
        if (const double x = m_layout.toX(value); x >= frame.left() - 1 && x <= frame.right() + 1)
            paintHandle(painter, x, accent);
}

void PlotPainter::paintHandle(QPainter& painter, double x, const QColor& color) const {
    constexpr double half = PlotLayout::kHandle / 2;
    const double top = m_layout.frame.top();
    painter.setPen(hairline(color));
    painter.drawLine(QPointF(x, top), QPointF(x, m_layout.frame.bottom()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const QPointF shield[] = {
        {x - half, top}, {x + half, top}, {x + half, top + half}, {x, top + 2 * half}, {x - half, top + half}};
    painter.drawConvexPolygon(shield, 5);
}

void PlotPainter::paintCursor(QPainter& painter, const PaintOptions& options) const {
    const bool linked = !m_state.cursor && m_state.linkedCursor;
    const std::optional<double> value = m_state.cursor ? m_state.cursor : m_state.linkedCursor;
    if (!value) return;
    const double x = m_layout.toX(*value);
    if (!(x >= m_layout.frame.left() - 1 && x <= m_layout.frame.right() + 1)) return;
    QPen pen = hairline(options.colors.of(kit::ColorId::Text));
    if (linked) pen.setDashPattern({2, 2});
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(pen);
    painter.drawLine(QPointF(x, m_layout.frame.top()), QPointF(x, m_layout.frame.bottom()));
    painter.setRenderHint(QPainter::Antialiasing);
    paintRings(painter, m_state, m_layout, options.colors, *value);
    if (!linked) paintFlag(painter, options.colors);
}

QRectF PlotPainter::flagRect() const {
    if (!m_state.cursor) return {};
    const double x = m_layout.toX(*m_state.cursor);
    if (!(x >= m_layout.frame.left() - 1 && x <= m_layout.frame.right() + 1)) return {};
    const double width = flagWidth(xText(m_state.settings.xMode, *m_state.cursor));
    const double left = std::clamp(x - width / 2, m_layout.whole.left(),
                                   std::max(m_layout.whole.left(), m_layout.whole.right() - width));
    return {left, m_layout.frame.bottom() + 3, width, PlotLayout::kBottom - 4};
}

void PlotPainter::paintFlag(QPainter& painter, PlotColors colors) const {
    const QRectF flag = flagRect();
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.of(kit::ColorId::Text));
    painter.drawRoundedRect(flag, 4, 4);
    painter.setPen(colors.of(kit::ColorId::Surface));
    painter.drawText(flag, Qt::AlignCenter, xText(m_state.settings.xMode, *m_state.cursor));
}

void PlotPainter::paintZoomBox(QPainter& painter, const PaintOptions& options) const {
    if (!m_state.zoomBox) return;
    QColor fill = options.colors.of(kit::ColorId::Accent);
    painter.setPen(hairline(fill));
    fill.setAlphaF(.14f);
    painter.setBrush(fill);
    painter.drawRect(*m_state.zoomBox);
}

double exportLegend(QPainter* painter, const std::vector<Line>& lines, const QRectF& rectangle, PlotColors colors) {
    const QFont font = kit::Theme::font(kit::FontId::Small);
    const QFontMetricsF metrics(font);
    constexpr double kSample = LineSample::kWidth, kGap = 6, kBetween = 16, kRow = 18;
    double x = rectangle.left(), y = rectangle.top();
    for (const Line& line : lines) {
        if (!line.points) continue;
        const QString name =
            metrics.elidedText(QString::fromStdString(line.label), Qt::ElideMiddle, rectangle.width() - kSample - kGap);
        const double width = kSample + kGap + metrics.horizontalAdvance(name);
        if (x > rectangle.left() && x + width > rectangle.right()) x = rectangle.left(), y += kRow;
        if (painter) {
            paintLineSample(*painter, QPointF(x, y + kRow / 2), sampleOf(line), colors);
            painter->setFont(font);
            painter->setPen(colors.of(kit::ColorId::Text));
            painter->drawText(QPointF(x + kSample + kGap, y + kRow / 2 + metrics.ascent() / 2 - 1), name);
        }
        x += width + kBetween;
    }
    return lines.empty() ? 0 : y + kRow - rectangle.top();
}

} // namespace td::plot
