#include "views/kit/dialog_titles.h"

#include "views/kit/theme.h"

#include <QEvent>
#include <QFontMetrics>
#include <QWidget>

namespace td::kit {
namespace {

/// An icon at the left and three buttons at the right, as window managers draw them.
constexpr int kButtons = 160;

} // namespace

int DialogTitles::widthFor(const QWidget& dialog) {
    const QFontMetrics metrics(Theme::font(FontId::BodyStrong));
    return std::min(kMostWidth, metrics.horizontalAdvance(dialog.windowTitle()) + kButtons);
}

bool DialogTitles::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Polish || event->type() == QEvent::Show ||
        event->type() == QEvent::WindowTitleChange) {
        auto* dialog = static_cast<QWidget*>(watched); // only widgets are watched
        if (const int width = widthFor(*dialog); dialog->minimumWidth() < width) dialog->setMinimumWidth(width);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace td::kit
