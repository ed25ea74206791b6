#include "views/kit/icon_engine.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace td::kit {
namespace {

/// All icons are drawn on a grid of 24 with a stroke of 1.5; smaller pictures need a wider stroke to keep its width in
/// pixels.
constexpr double kGrid = 24;
constexpr double kWidestStroke = 2.0; // at 16 px a stroke of 2.25 would close the small shapes

QByteArray iconSource(const QString& name, int sizePx, const QColor& color) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("no icon of the name '%s'", qUtf8Printable(name));
        return {};
    }
    QByteArray svg = file.readAll();
    const double stroke = std::min(kWidestStroke, 1.5 * std::max(1.0, kGrid / sizePx));
    svg.replace("stroke-width=\"1.5\"", "stroke-width=\"" + QByteArray::number(stroke) + '"');
    svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    return svg;
}

} // namespace

QPixmap renderIcon(const QString& name, int sizePx, const QColor& color, qreal devicePixelRatio) {
    const QString key = QStringLiteral("td/%1/%2/%3/%4")
                            .arg(name)
                            .arg(sizePx)
                            .arg(color.rgba(), 0, 16)
                            .arg(qRound(devicePixelRatio * 100));
    QPixmap pixmap;
    if (sizePx <= 0 || QPixmapCache::find(key, &pixmap)) return pixmap;
    const int pixels = qRound(sizePx * devicePixelRatio);
    pixmap = QPixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    if (const QByteArray svg = iconSource(name, sizePx, color); !svg.isEmpty()) {
        QPainter painter(&pixmap);
        painter.setOpacity(color.alphaF());
        QSvgRenderer(svg).render(&painter, QRectF(0, 0, pixels, pixels));
    }
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

IconEngine::IconEngine(QString name, ColorId tint)
    : m_name(std::move(name))
    , m_tint(tint) {}

QColor IconEngine::colorFor(QIcon::Mode mode) const {
    QColor color = Theme::instance().color(m_tint);
    if (mode == QIcon::Disabled) color.setAlphaF(0.4F);
    return color;
}

void IconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) {
    const int size = std::min(rect.width(), rect.height());
    const QPixmap picture = renderIcon(m_name, size, colorFor(mode), painter->device()->devicePixelRatioF());
    painter->drawPixmap(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, picture);
}

QPixmap IconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) {
    return scaledPixmap(size, mode, state, 1.0);
}

QPixmap IconEngine::scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) {
    // `size` is in device pixels here.
    const int logical = qRound(std::min(size.width(), size.height()) / scale);
    return renderIcon(m_name, logical, colorFor(mode), scale);
}

} // namespace td::kit
