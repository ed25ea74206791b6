#pragma once

#include "views/kit/theme.h"

#include <QRectF>

class QPainter;
class QStyleOption;

namespace td::kit {

inline constexpr qreal kFieldRadius = 4;
inline constexpr qreal kCardRadius = 8;

/// The colour of a token now.
[[nodiscard]] QColor themed(ColorId id);
/// `over` laid on `under` at `share` (0 … 1).
[[nodiscard]] QColor mixed(const QColor& under, const QColor& over, qreal share);

/// A rounded box with a border of one device pixel; an invalid colour leaves fill or border away.
void paintBox(QPainter& painter, const QRectF& rect, qreal radius, const QColor& fill, const QColor& border,
              qreal borderWidth = 1);
/// The focus ring: 2 px accent, just inside `rect`.
void paintFocusRing(QPainter& painter, const QRectF& rect, qreal radius);
/// An icon centred in `rect`.
void paintIcon(QPainter& painter, const QRectF& rect, const QString& name, int sizePx, ColorId tint,
               bool enabled = true);
/// One device pixel, crisp at every scale.
void paintHairline(QPainter& painter, const QPointF& from, const QPointF& to, const QColor& color);

[[nodiscard]] bool isEnabled(const QStyleOption& option);
[[nodiscard]] bool isHovered(const QStyleOption& option);
[[nodiscard]] bool hasVisibleFocus(const QStyleOption& option);

} // namespace td::kit
