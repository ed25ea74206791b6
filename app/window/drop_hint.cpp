#include "app/window/drop_hint.h"

#include "views/kit/style_paint.h"

#include <QPainter>

namespace td::app {

using kit::ColorId;

DropHint::DropHint(QWidget* window)
    : QWidget(window) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropHint::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), kit::themed(ColorId::Window)); // words that shine through would run into these
    kit::paintBox(painter, QRectF(rect()).adjusted(12, 12, -12, -12), kit::kCardRadius,
                  kit::themed(ColorId::SelectionFill), kit::themed(ColorId::Accent), 2);
    kit::paintIcon(painter, QRectF(rect()).translated(0, -28), QStringLiteral("drop"), 32, ColorId::Accent);
    painter.setFont(kit::Theme::font(kit::FontId::Title));
    painter.setPen(kit::themed(ColorId::Text));
    painter.drawText(rect().translated(0, 12), Qt::AlignCenter, tr("Drop to open"));
}

} // namespace td::app
