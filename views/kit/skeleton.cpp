#include "views/kit/skeleton.h"

#include "views/kit/style_paint.h"

#include <QEvent>
#include <QPainter>

namespace td::kit {
namespace {

constexpr int kRow = 26;

void paintRows(QPainter& painter, const QRect& area, const QColor& bar) {
    int i = 0;
    for (int y = area.top() + 8; y + 10 < area.bottom(); y += kRow, ++i) {
        const double share = 0.35 + 0.3 * ((i * 7) % 5) / 4.0; // uneven, as names are
        paintBox(painter, QRectF(area.left() + 12, y, (area.width() - 80) * share, 10), 4, bar, QColor());
        paintBox(painter, QRectF(area.right() - 52, y, 40, 10), 4, bar, QColor());
    }
}

void paintChart(QPainter& painter, const QRect& area, const QColor& bar) {
    for (int i = 0; i < 4; ++i) {
        const double y = area.top() + 8 + (area.height() - 34) * i / 3.0;
        paintBox(painter, QRectF(area.left() + 12, y - 3, 20, 6), 3, bar, QColor());
        paintHairline(painter, {area.left() + 40.0, y}, {area.right() - 12.0, y}, bar);
    }
}

} // namespace

Skeleton::Skeleton(Shape shape, QWidget* parent)
    : QWidget(parent)
    , m_shape(shape) {
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    retranslate();
}

void Skeleton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QColor bar = mixed(themed(ColorId::Surface), themed(ColorId::Border), 0.6);
    if (m_shape == Shape::Rows)
        paintRows(painter, rect(), bar);
    else
        paintChart(painter, rect(), bar);
}

void Skeleton::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void Skeleton::retranslate() {
    setAccessibleName(tr("Loading"));
}

} // namespace td::kit
