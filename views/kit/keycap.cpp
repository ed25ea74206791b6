#include "views/kit/keycap.h"

#include "views/kit/style_paint.h"

#include <QPainter>

namespace td::kit {
namespace {

constexpr int kHeight = 18;
constexpr int kGap = 4;

/// "Ctrl++" has a key that is the separator itself.
QStringList partsOf(const QString& keys) {
    QStringList parts;
    QString part;
    for (qsizetype i = 0; i < keys.size(); ++i) {
        if (keys[i] == QLatin1Char('+') && !part.isEmpty() && i + 1 < keys.size()) {
            parts << part;
            part.clear();
        } else
            part += keys[i];
    }
    if (!part.isEmpty()) parts << part;
    return parts;
}

int capWidth(const QString& part) {
    return std::max(kHeight, QFontMetrics(Theme::font(FontId::Small)).horizontalAdvance(part) + 8);
}

} // namespace

int keysWidth(const QString& keys) {
    int width = 0;
    for (const QString& part : partsOf(keys))
        width += capWidth(part) + kGap;
    return std::max(0, width - kGap);
}

int paintKeys(QPainter& painter, int right, const QRect& row, const QString& keys) {
    painter.save();
    painter.setFont(Theme::font(FontId::Small));
    const QStringList parts = partsOf(keys);
    const int left = right - keysWidth(keys);
    int x = left;
    for (const QString& part : parts) {
        const QRect cap(x, row.top() + (row.height() - kHeight) / 2, capWidth(part), kHeight);
        paintBox(painter, cap, 3, themed(ColorId::Window), themed(ColorId::Border));
        painter.setPen(themed(ColorId::SecondaryText));
        painter.drawText(cap, Qt::AlignCenter, part);
        x = cap.right() + 1 + kGap;
    }
    painter.restore();
    return left;
}

Keycap::Keycap(const QString& keys, QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setKeys(keys);
}

void Keycap::setKeys(const QString& keys) {
    m_keys = keys;
    setAccessibleName(keys);
    updateGeometry();
    update();
}

QSize Keycap::sizeHint() const {
    return {keysWidth(m_keys), kHeight};
}

void Keycap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintKeys(painter, width(), rect(), m_keys);
}

} // namespace td::kit
