#include "app/window/window_place.h"

#include <algorithm>
#include <QGuiApplication>
#include <QScreen>
#include <QSettings>
#include <QWidget>

namespace td::app {
namespace {

constexpr QSize kFirstSize(1440, 900);
/// What a title bar and borders take, while no window manager has told: only the first start has to guess.
constexpr QMargins kGuessedFrame(4, 32, 4, 4);
constexpr QLatin1String kFrame("window/frame"), kMargins("window/margins"), kMaximized("window/maximized");

QList<QRect> freeAreas() {
    QList<QRect> areas;
    if (const QScreen* first = QGuiApplication::primaryScreen()) areas << first->availableGeometry();
    for (const QScreen* screen : QGuiApplication::screens())
        if (screen != QGuiApplication::primaryScreen()) areas << screen->availableGeometry();
    return areas;
}

qint64 areaOf(const QRect& rect) {
    return rect.isEmpty() ? 0 : qint64{rect.width()} * rect.height();
}

/// QRect stands for the margins: settings know how to write one.
QRect asRect(const QMargins& margins) {
    return {margins.left(), margins.top(), margins.right(), margins.bottom()};
}
QMargins marginsOf(const QRect& rect) {
    const auto sane = [](int margin) { return std::clamp(margin, 0, 100); };
    return {sane(rect.x()), sane(rect.y()), sane(rect.width()), sane(rect.height())};
}

QRect firstFrame(const QList<QRect>& areas) {
    QRect frame(QPoint(), kFirstSize.grownBy(kGuessedFrame));
    if (!areas.isEmpty()) frame.moveCenter(areas.constFirst().center());
    return frame;
}

} // namespace

QRect fittedFrame(const QRect& frame, const QList<QRect>& screens) {
    if (screens.isEmpty()) return frame;
    const auto shown = [&](const QRect& screen) { return areaOf(screen & frame); };
    const QRect screen = *std::max_element(screens.begin(), screens.end(),
                                           [&](const QRect& a, const QRect& b) { return shown(a) < shown(b); });
    QRect fits(frame.topLeft(), frame.size().boundedTo(screen.size()));
    fits.moveLeft(std::clamp(fits.left(), screen.left(), screen.right() + 1 - fits.width()));
    fits.moveTop(std::clamp(fits.top(), screen.top(), screen.bottom() + 1 - fits.height()));
    return fits;
}

void restorePlace(QWidget& window, const QSettings& store) {
    const QList<QRect> areas = freeAreas();
    const QRect known = store.value(kFrame).toRect();
    const bool isKnown = known.isValid();
    const QMargins margins = store.contains(kMargins) ? marginsOf(store.value(kMargins).toRect()) : kGuessedFrame;
    window.setGeometry(fittedFrame(isKnown ? known : firstFrame(areas), areas) - margins);
    if (isKnown && store.value(kMaximized).toBool()) window.setWindowState(window.windowState() | Qt::WindowMaximized);
}

void savePlace(const QWidget& window, QSettings& store) {
    const bool isPlain = !window.isMaximized() && !window.isFullScreen();
    const QRect frame = window.frameGeometry(), inside = window.geometry();
    const QMargins margins(inside.left() - frame.left(), inside.top() - frame.top(), frame.right() - inside.right(),
                           frame.bottom() - inside.bottom());
    store.setValue(kFrame, (isPlain ? inside : window.normalGeometry()) + margins);
    store.setValue(kMargins, asRect(margins));
    store.setValue(kMaximized, window.isMaximized());
}

} // namespace td::app
