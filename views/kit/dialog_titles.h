#pragma once

#include <QObject>

class QWidget;

namespace td::kit {

/// Keeps dialogs wide enough for the window title that a window manager draws above them, beside its buttons.
/// A title longer than kMostWidth (a tag may have any length) is elided there.
///
/// Threads: GUI thread.
class DialogTitles : public QObject {
    Q_OBJECT
public:
    static constexpr int kMostWidth = 520;
    using QObject::QObject;
    /// The width that the dialog's title and the buttons beside it take, at most kMostWidth.
    [[nodiscard]] static int widthFor(const QWidget& dialog);
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace td::kit
