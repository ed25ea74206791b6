#include "views/kit/elided_label.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace td::kit {

QString elidedName(const QFontMetrics& metrics, const QString& name, int width) {
    if (metrics.horizontalAdvance(name) <= width) return name;
    const QString dots = QStringLiteral("…");
    const int room = width - metrics.horizontalAdvance(dots);
    qsizetype head = 0, tail = 0; // characters kept
    while (head < name.size() && metrics.horizontalAdvance(name.left(head + 1)) <= room / 4)
        ++head;
    if (head > 0 && name[head - 1].isHighSurrogate()) --head;
    const int left = room - metrics.horizontalAdvance(name.left(head));
    while (tail < name.size() - head && metrics.horizontalAdvance(name.right(tail + 1)) <= left)
        ++tail;
    if (tail > 0 && name[name.size() - tail].isLowSurrogate()) --tail;
    return name.left(head) + dots + name.right(tail);
}

ElidedLabel::ElidedLabel(const QString& text, QWidget* parent)
    : QFrame(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setText(text);
}

void ElidedLabel::setText(const QString& text) {
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode) {
    m_mode = mode;
    update();
}

void ElidedLabel::setAlignment(Qt::Alignment alignment) {
    m_alignment = alignment;
    update();
}

QSize ElidedLabel::sizeHint() const {
    return {fontMetrics().horizontalAdvance(m_text) + 2, fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const {
    return {fontMetrics().horizontalAdvance(QStringLiteral("…")), fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    painter.drawText(rect(), static_cast<int>(m_alignment) | Qt::TextSingleLine,
                     fontMetrics().elidedText(m_text, m_mode, width()));
}

bool ElidedLabel::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && fontMetrics().horizontalAdvance(m_text) > width() && toolTip().isEmpty()) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), m_text, this);
        return true;
    }
    return QFrame::event(event);
}

} // namespace td::kit
