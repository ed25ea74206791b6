#include "views/runs/number_text.h"

#include "views/kit/format.h"
#include "views/kit/theme.h"

#include <algorithm>
#include <cmath>
#include <QLocale>

namespace td::runs {

QString valueText(double value) {
    const double size = std::abs(value);
    if (!std::isfinite(value) || (size != 0 && (size < 1e-3 || size >= 1e6))) return kit::Format::value(value, 3);
    // Fixed digits, so that the points of a column stand below each other.
    const int digitsBefore = size < 1 ? 1 : static_cast<int>(std::floor(std::log10(size))) + 1;
    return QLocale().toString(value, 'f', std::max(0, (size < 1 ? 5 : 4) - digitsBefore));
}

QString stepText(int64_t step) {
    return kit::Format::number(step);
}

void drawLineSample(QPainter& painter, double x, double y, int slot, double opacity) {
    painter.save();
    painter.setOpacity(painter.opacity() * opacity);
    QPen pen(kit::Theme::instance().seriesColor(slot), 2);
    pen.setCapStyle(Qt::FlatCap);
    // The pattern is in pixels of a one-pixel pen; Qt counts it in pen widths.
    QList<qreal> dash = kit::Theme::seriesDash(slot);
    for (qreal& length : dash)
        length /= 2;
    if (!dash.isEmpty()) pen.setDashPattern(dash);
    painter.setPen(pen);
    painter.drawLine(QPointF(x, y), QPointF(x + 24, y));
    painter.restore();
}

} // namespace td::runs
