#include "views/kit/style_paint.h"

#include "views/kit/icon_engine.h"

#include <cmath>
#include <QPainter>
#include <QStyleOption>

namespace td::kit {

QColor themed(ColorId id) {
    return Theme::instance().color(id);
}

QColor mixed(const QColor& under, const QColor& over, qreal share) {
    const auto part = [share](int a, int b) { return qRound(a + (b - a) * share); };
    return {part(under.red(), over.red()), part(under.green(), over.green()), part(under.blue(), over.blue())};
}

void paintBox(QPainter& painter, const QRectF& rect, qreal radius, const QColor& fill, const QColor& border,
              qreal borderWidth) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(border.isValid() ? border : fill, borderWidth);
    if (!border.isValid()) pen = QPen(Qt::NoPen);
    painter.setPen(pen);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const qreal inset = border.isValid() ? borderWidth / 2 : 0;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.restore();
}

void paintFocusRing(QPainter& painter, const QRectF& rect, qreal radius) {
    paintBox(painter, rect, radius, QColor(), themed(ColorId::Accent), 2);
}

void paintIcon(QPainter& painter, const QRectF& rect, const QString& name, int sizePx, ColorId tint, bool enabled) {
    QColor color = themed(tint);
    if (!enabled) color.setAlphaF(0.4F);
    const QPixmap picture = renderIcon(name, sizePx, color, painter.device()->devicePixelRatioF());
    painter.drawPixmap(QPointF(qRound(rect.center().x() - sizePx / 2.0), qRound(rect.center().y() - sizePx / 2.0)),
                       picture);
}

void paintHairline(QPainter& painter, const QPointF& from, const QPointF& to, const QColor& color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    QPen pen(color, 1);
    pen.setCosmetic(true);
    painter.setPen(pen);
    // In the middle of a device pixel: on its edge the line may fall to the other side, out of the widget.
    const QTransform toDevice = painter.deviceTransform();
    const auto middle = [&](const QPointF& logical) {
        const QPointF at = toDevice.map(logical);
        return QPointF(std::floor(at.x() + 1e-6) + .5, std::floor(at.y() + 1e-6) + .5);
    };
    const QTransform back = toDevice.inverted();
    painter.drawLine(back.map(middle(from)), back.map(middle(to)));
    painter.restore();
}

bool isEnabled(const QStyleOption& option) {
    return option.state & QStyle::State_Enabled;
}
bool isHovered(const QStyleOption& option) {
    return (option.state & QStyle::State_MouseOver) && (option.state & QStyle::State_Enabled);
}
bool hasVisibleFocus(const QStyleOption& option) {
    return (option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange);
}

} // namespace td::kit
