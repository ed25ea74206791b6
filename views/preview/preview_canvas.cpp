#include "views/preview/preview_canvas.h"

#include "views/kit/style_paint.h"
#include "views/kit/theme.h"
#include "views/preview/histogram_picture.h"

#include <cmath>
#include <QAccessibleWidget>

namespace td::preview {

using kit::ColorId;
using kit::Theme;

namespace {

/// To a screen reader the canvas is a picture whose description are its facts.
QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* canvas = qobject_cast<PreviewCanvas*>(object);
    return canvas ? new QAccessibleWidget(canvas, QAccessible::Graphic) : nullptr;
}

void installAccessibility() {
    static const bool once = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(once)
}

} // namespace

PreviewCanvas::PreviewCanvas(QWidget* parent)
    : QWidget(parent) {
    installAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Preview"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PreviewCanvas::setContent(const Content& content) {
    m_content = content;
    setAccessibleDescription(content.facts.join(QStringLiteral(", ")));
    update();
}

void PreviewCanvas::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) setAccessibleName(tr("Preview"));
    QWidget::changeEvent(event);
}

void PreviewCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    kit::paintBox(painter, rect(), kit::kFieldRadius, kit::themed(ColorId::Surface), kit::themed(ColorId::Border));
    if (!m_content.images.empty())
        paintImages(painter);
    else if (!m_content.buckets.empty())
        paintHistogram(painter, rect(), m_content.buckets);
    if (hasFocus()) kit::paintFocusRing(painter, rect(), kit::kFieldRadius);
}

void PreviewCanvas::paintImages(QPainter& painter) const {
    const auto count = static_cast<int>(m_content.images.size());
    const int columns = static_cast<int>(std::ceil(std::sqrt(count))), rows = (count + columns - 1) / columns;
    const QSizeF cell(static_cast<double>(width()) / columns, static_cast<double>(height()) / rows);
    for (int i = 0; i < count; ++i) {
        const QImage& image = m_content.images[static_cast<size_t>(i)];
        const double fit = std::min((cell.width() - 16) / image.width(), (cell.height() - 16) / image.height());
        const double scale = fit > 1 ? std::min(std::floor(fit), 8.0) : fit;
        if (scale <= 0) continue;
        const QSizeF size = QSizeF(image.size()) * scale;
        const QPointF corner(i % columns * cell.width() + (cell.width() - size.width()) / 2,
                             i / columns * cell.height() + (cell.height() - size.height()) / 2);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < 1);
        painter.drawImage(QRectF(corner, size), image);
    }
}

} // namespace td::preview
