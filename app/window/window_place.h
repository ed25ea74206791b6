#pragma once

#include <QList>
#include <QRect>

class QSettings;
class QWidget;

namespace td::app {

/// Where a window stands: its frame while it is not maximized, in logical pixels of the desktop.
struct WindowPlace {
    QRect frame;
    bool maximized = false;
    bool operator==(const WindowPlace&) const = default;
};

/// The frame as it fits: on the screen that shows most of it (else the first), not larger than that, wholly inside.
/// `screens` are the free areas, without panels; none of them: `frame` as it is.
[[nodiscard]] QRect fittedFrame(const QRect& frame, const QList<QRect>& screens);

/// Gives `window` its place of last time; the first time the size 1440 × 900 in the middle of the first screen. Either
/// way no larger than the screens there are now.
void restorePlace(QWidget& window, const QSettings& store);
void savePlace(const QWidget& window, QSettings& store);

} // namespace td::app
