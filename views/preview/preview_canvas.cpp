#include "views/preview/preview_canvas.h"

#include "views/kit/format.h"
#include "views/kit/theme.h"

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
    painter.fillRect(rect(), Theme::instance().color(ColorId::Surface));
    if (!m_content.images.empty())
        paintImages(painter);
    else if (!m_content.buckets.empty())
        paintHistogram(painter);
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

void PreviewCanvas::paintHistogram(QPainter& painter) const {
    const auto& buckets = m_content.buckets;
    const double left = buckets.front().left, right = buckets.back().right;
    double most = 0, densest = 0;
    for (const auto& bucket : buckets) {
        most = std::max(most, bucket.count);
        if (bucket.right > bucket.left) densest = std::max(densest, bucket.count / (bucket.right - bucket.left));
    }
    const QRectF plot = QRectF(rect()).adjusted(24, 24, -24, -40);
    painter.setPen(Theme::instance().color(ColorId::StrongBorder));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    painter.setFont(Theme::font(kit::FontId::Small));
    painter.setPen(Theme::instance().color(ColorId::SecondaryText));
    painter.drawText(plot.adjusted(0, 0, 0, 24), Qt::AlignBottom | Qt::AlignLeft, kit::Format::value(left));
    painter.drawText(plot.adjusted(0, 0, 0, 24), Qt::AlignBottom | Qt::AlignRight, kit::Format::value(right));
    if (!(most > 0)) return;
    // Bars show density where buckets have a width, so that wide buckets do not look heavier than they are; constant
    // data has only buckets of no width, drawn side by side.
    const bool hasWidth = densest > 0 && std::isfinite(left) && std::isfinite(right);
    const double slot = plot.width() / static_cast<double>(buckets.size());
    for (size_t i = 0; i < buckets.size(); ++i) {
        const auto& bucket = buckets[i];
        const double share = !hasWidth                    ? bucket.count / most
                             : bucket.right > bucket.left ? bucket.count / (bucket.right - bucket.left) / densest
                                                          : 1;
        if (!(bucket.count > 0)) continue;
        const double x0 = hasWidth ? plot.left() + (bucket.left - left) / (right - left) * plot.width()
                                   : plot.left() + slot * static_cast<double>(i);
        const double x1 = hasWidth ? plot.left() + (bucket.right - left) / (right - left) * plot.width() : x0 + slot;
        const QRectF bar(x0, plot.bottom() - share * plot.height(), std::max(1.0, x1 - x0 - 1), share * plot.height());
        painter.fillRect(bar, Theme::instance().seriesColor(0));
    }
}

} // namespace td::preview
