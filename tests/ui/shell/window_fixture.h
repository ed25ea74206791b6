#pragma once

#include "app/window/main_window.h"
#include "app/window/runs_mode.h"
#include "app/window/runs_page.h"
#include "views/kit/theme.h"
#include "views/plot/plot_widget.h"
#include "views/runs_present/run_facts.h"

#include <QtTest>
#include <QtWidgets>

namespace td::test {

/// The whole window on the sample runs, in one language and theme, with settings and caches of its own.
class WholeWindow {
public:
    WholeWindow(kit::Language language, kit::ThemeMode theme)
        : m_settings(m_folder.filePath(QStringLiteral("s.ini"))) {
        m_settings.setLanguage(language);
        m_settings.setTheme(theme);
        m_settings.setReduceMotion(true);
        m_window = std::make_unique<app::MainWindow>(
            m_settings, m_language, app::MainWindow::Options{.keepSession = false, .keepPlace = false});
        app::addAllModes(*m_window);
        m_window->resize(1440, 900);
        m_window->show();
        m_window->activateWindow();
    }
    ~WholeWindow() { m_window.reset(); }

    static QString samples() { return QStringLiteral(TD_SOURCE_DIR "/resources/samples"); }
    [[nodiscard]] app::MainWindow& window() const { return *m_window; }
    [[nodiscard]] kit::Settings& settings() { return m_settings; }
    [[nodiscard]] app::RunsPage* page() const { return m_window->findChild<app::RunsPage*>(); }
    [[nodiscard]] bool isThere() const {
        const auto* runs = page();
        return runs && !runs->isReading() && runs->isSettled() && !runs->runList()->presenter().rows().empty() &&
               runs->runList()->presenter().rows()[0].hasMetric;
    }

private:
    QTemporaryDir m_folder;
    kit::Settings m_settings;
    app::LanguageSwitch m_language;
    std::unique_ptr<app::MainWindow> m_window;
};

/// Sends a key where it would go if a person pressed it.
inline void press(int key, Qt::KeyboardModifiers modifiers = {}) {
    QWidget* to = QApplication::activePopupWidget();
    if (to && to->focusWidget()) to = to->focusWidget();
    if (!to) to = QApplication::focusWidget();
    if (!to) to = QApplication::activeWindow();
    if (to) QTest::keyClick(to, static_cast<Qt::Key>(key), modifiers);
}

/// Types what has keys, and hands over the rest as an input method does.
inline void type(const QString& text) {
    QWidget* to = QApplication::focusWidget();
    if (!to) return;
    for (const QChar c : text) {
        if (c.unicode() < 128) {
            QTest::keyClick(to, c.toLatin1());
            continue;
        }
        QInputMethodEvent event;
        event.setCommitString(c);
        QApplication::sendEvent(to, &event);
    }
}

/// Waits until a dialog is gone and the window has the keys again; without a window manager nobody hands them back.
inline bool isBack(QWidget& window) {
    return QTest::qWaitFor([&] {
        if (!QApplication::activeWindow()) window.activateWindow();
        return QApplication::activeWindow() == &window;
    });
}

/// Presses Tab until `wanted` has the focus.
template <class Wanted>
bool tabTo(Wanted&& wanted) {
    constexpr int kMost = 400;
    for (int i = 0; i < kMost; ++i) {
        if (QWidget* now = QApplication::focusWidget(); now && wanted(*now)) return true;
        press(Qt::Key_Tab);
    }
    return false;
}

/// Settings, caches and annotations go into `home`, not into those of whoever runs the test.
inline void useOwnFolders(const QTemporaryDir& home) {
    for (const char* name : {"XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
        qputenv(name, home.filePath(QLatin1String(name)).toUtf8());
}

} // namespace td::test
