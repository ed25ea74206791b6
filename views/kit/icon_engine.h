#pragma once

#include "views/kit/theme.h"

#include <QIconEngine>

namespace td::kit {

/// A line icon that is rendered when it is painted, in the theme's colour of that moment: nothing to rebuild on a theme
/// switch, nothing rendered for what is not shown.
///
/// Threads: GUI thread.
class IconEngine : public QIconEngine {
public:
    IconEngine(QString name, ColorId tint);
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    [[nodiscard]] QIconEngine* clone() const override { return new IconEngine(m_name, m_tint); }
    QString iconName() override { return m_name; }
    bool isNull() override { return false; }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const;
    QString m_name;
    ColorId m_tint;
};

/// `:/icons/<name>.svg` with `currentColor` replaced; the stroke stays 1.5 px at 24 and 20 px and nearly so at 16.
/// Pictures are cached by name, size, colour and ratio. An unknown name gives an empty pixmap and one warning.
[[nodiscard]] QPixmap renderIcon(const QString& name, int sizePx, const QColor& color, qreal devicePixelRatio);

} // namespace td::kit
