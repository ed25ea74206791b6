#include "app/window/settings_dialog.h"
#include "tests/ui/shell/window_fixture.h"
#include "views/kit/action_registry.h"
#include "views/kit/command_palette.h"
#include "views/kit/job_list.h"
#include "views/kit/job_panel.h"
#include "views/kit/segmented_control.h"
#include "views/plot/plot_widget.h"
#include "views/scalars/chart_card.h"

using namespace td;
using namespace td::test;

namespace {

bool isControl(const QWidget* widget) {
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget) ||
           qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QAbstractSlider*>(widget) ||
           qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QAbstractItemView*>(widget) ||
           qobject_cast<const QTabBar*>(widget) || qobject_cast<const plot::PlotWidget*>(widget) ||
           widget->focusPolicy() != Qt::NoFocus;
}

/// Parts that belong to a control with a key of its own, or that only scroll what keys scroll as well.
bool isPart(const QWidget* widget) {
    if (widget->objectName().startsWith(QLatin1String("qt_"))) return true;
    if (qobject_cast<const QScrollBar*>(widget) || qobject_cast<const QHeaderView*>(widget)) return true;
    if (qobject_cast<const QLabel*>(widget)) return true;     // text that can be marked is no control
    if (qobject_cast<const QTabWidget*>(widget)) return true; // its tab bar is the control
    const QWidget* parent = widget->parentWidget();
    return parent && (qobject_cast<const QLineEdit*>(parent) || qobject_cast<const QComboBox*>(parent) ||
                      qobject_cast<const QAbstractSpinBox*>(parent) || qobject_cast<const QTabBar*>(parent));
}

QString nameOf(const QWidget* widget) {
    QStringList chain;
    for (const QWidget* w = widget; w && chain.size() < 4; w = w->parentWidget())
        chain << QString::fromLatin1(w->metaObject()->className());
    return chain.join(QStringLiteral(" < ")) + QStringLiteral(" “%1”").arg(widget->accessibleName());
}

} // namespace

/// The window by keys alone, in both languages and both themes.
class KeyboardTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { useOwnFolders(m_home); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void theWholeWayByKeys_data() { looks(); }
    void theWholeWayByKeys() {
        const auto shown = window();
        app::MainWindow& window = shown->window();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        // Open a folder: the key, the path, Enter.
        press(Qt::Key_O, Qt::ControlModifier);
        QTRY_VERIFY(qobject_cast<QFileDialog*>(QApplication::activeWindow()));
        QVERIFY(tabTo([](QWidget& w) { return w.objectName() == QLatin1String("fileNameEdit"); }));
        press(Qt::Key_A, Qt::ControlModifier);
        type(WholeWindow::samples());
        press(Qt::Key_Return);
        QTRY_VERIFY(shown->isThere());
        QVERIFY(isBack(window));
        QCOMPARE(window.currentMode(), QStringLiteral("runs"));
        app::RunsPage& page = *shown->page();
        runs::RunListPanel& list = *page.runList();

        // Filter the runs.
        QVERIFY(tabTo([&](QWidget& w) { return qobject_cast<QLineEdit*>(&w) && list.isAncestorOf(&w); }));
        type(QStringLiteral("wide"));
        QTRY_COMPARE(int(list.presenter().lines().size()), 5); // a header and four runs
        press(Qt::Key_Escape);
        QTRY_VERIFY(list.presenter().lines().size() > 5);

        // Choose one and hide it, bring it back.
        QVERIFY(tabTo([&](QWidget& w) { return qobject_cast<QTableView*>(&w) && list.isAncestorOf(&w); }));
        press(Qt::Key_Home, Qt::ControlModifier);
        press(Qt::Key_Down);
        const QString chosen = list.currentRun();
        QVERIFY(!chosen.isEmpty());
        press(Qt::Key_Space);
        QVERIFY(!list.presenter().row(chosen.toStdString())->shown);
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(list.presenter().row(chosen.toStdString())->shown);
        // Its issues, and back.
        press(Qt::Key_I);
        QTRY_VERIFY(window.findChild<QDockWidget*>(QStringLiteral("issues")));
        QTRY_VERIFY(window.findChild<QDockWidget*>(QStringLiteral("issues"))->isVisible());
        press(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(!window.findChild<QDockWidget*>(QStringLiteral("issues"))->isVisible());

        // A chart: its cursor, a range, full size and back.
        QVERIFY(tabTo([](QWidget& w) { return qobject_cast<plot::PlotWidget*>(&w) != nullptr; }));
        press(Qt::Key_Right);
        press(Qt::Key_R);
        for (int i = 0; i < 5; ++i)
            press(Qt::Key_Right);
        press(Qt::Key_R);
        QTRY_VERIFY(!page.charts()->rangeText().isEmpty());
        press(Qt::Key_Return);
        QTRY_VERIFY(page.charts()->isFullSize());
        press(Qt::Key_Escape);
        QTRY_VERIFY(!page.charts()->isFullSize());

        // Another kind of data, by the arrows of the tabs.
        QVERIFY(tabTo([](QWidget& w) { return qobject_cast<QTabBar*>(&w) != nullptr; }));
        press(Qt::Key_Right);
        QTRY_COMPARE(page.currentTab(), 1);
        press(Qt::Key_Left);
        QTRY_COMPARE(page.currentTab(), 0);

        // Settings: the other theme, chosen with the arrows.
        press(Qt::Key_Comma, Qt::ControlModifier);
        QTRY_VERIFY(qobject_cast<app::SettingsDialog*>(QApplication::activeWindow()));
        QVERIFY(tabTo([](QWidget& w) { return qobject_cast<QComboBox*>(&w) != nullptr; }));
        const bool wasDark = kit::Theme::instance().isDark();
        press(wasDark ? Qt::Key_Up : Qt::Key_Down);
        QTRY_VERIFY(kit::Theme::instance().isDark() != wasDark);
        press(Qt::Key_Escape);
        QVERIFY(isBack(window));

        // The palette: an action by its name.
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(window.palettePanel().isVisible());
        type(window.registry().action(QStringLiteral("mode.home"))->text());
        press(Qt::Key_Return);
        QTRY_COMPARE(window.currentMode(), QStringLiteral("home"));

        press(Qt::Key_Q, Qt::ControlModifier);
        QTRY_VERIFY(!window.isVisible());
    }

    void everyControlHasANameARoleAndAKey_data() { looks(); }
    void everyControlHasANameARoleAndAKey() {
        const auto shown = window();
        app::MainWindow& window = shown->window();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QVERIFY(check(window, *shown)); // Home
        window.openPaths({WholeWindow::samples()});
        QTRY_VERIFY(shown->isThere());
        window.registry().action(QStringLiteral("view.issues"))->trigger();
        for (const int tab : {0, 1, 2, 3, 6, 7}) {
            shown->page()->showTab(tab);
            QTRY_VERIFY(shown->page()->isSettled());
            QVERIFY(check(window, *shown));
        }
        shown->page()->showTab(0);
        const quint64 job = window.services().jobs.begin({[] { return QString(); }, kit::JobList::Unit::Bytes, [] {}});
        window.registry().action(QStringLiteral("view.jobs"))->trigger();
        auto* jobs = window.findChild<kit::JobPanel*>();
        QTRY_VERIFY(jobs && jobs->isVisible());
        QVERIFY(check(*jobs, *shown));
        press(Qt::Key_Escape);
        QTRY_VERIFY(!jobs->isVisible());
        window.services().jobs.finish(job);
        for (const char* id : {"view.settings", "help.about", "workspace.saveAs", "charts.export"}) {
            window.registry().action(QLatin1String(id))->trigger();
            QTRY_VERIFY(qobject_cast<QDialog*>(QApplication::activeWindow()));
            QWidget* dialog = QApplication::activeWindow();
            QVERIFY(check(*dialog, *shown));
            if (auto* tabs = dialog->findChild<QTabWidget*>())
                for (int i = 1; i < tabs->count(); ++i) {
                    tabs->setCurrentIndex(i);
                    QVERIFY(check(*dialog, *shown));
                }
            press(Qt::Key_Escape);
            QVERIFY(isBack(window));
        }
    }

private:
    static void looks() {
        QTest::addColumn<int>("language");
        QTest::addColumn<int>("theme");
        for (const auto language : {kit::Language::English, kit::Language::Chinese})
            for (const auto theme : {kit::ThemeMode::Light, kit::ThemeMode::Dark})
                QTest::addRow("%s %s", language == kit::Language::English ? "en" : "zh",
                              theme == kit::ThemeMode::Light ? "light" : "dark")
                    << static_cast<int>(language) << static_cast<int>(theme);
    }
    static std::unique_ptr<WholeWindow> window() {
        QFETCH(int, language);
        QFETCH(int, theme);
        return std::make_unique<WholeWindow>(static_cast<kit::Language>(language), static_cast<kit::ThemeMode>(theme));
    }

    /// Every visible control of `root` has a name and a role and is reached by Tab, by the arrows of its group or by an
    /// action that has a key or stands in the palette.
    static bool check(QWidget& root, WholeWindow& shown) {
        QSet<const QWidget*> reached;
        for (int i = 0; i < 300; ++i) {
            press(Qt::Key_Tab);
            if (QWidget* now = QApplication::focusWidget()) reached << now;
        }
        QStringList wrong;
        for (const QWidget* widget : root.findChildren<QWidget*>()) {
            const bool elsewhere = root.isWindow() && widget->window() != &root;
            if (!widget->isVisible() || elsewhere || !isControl(widget) || isPart(widget)) continue;
            // The one that has the focus is the one that is told of.
            auto* told = widget->focusProxy() ? widget->focusProxy() : const_cast<QWidget*>(widget);
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(told);
            if (!interface || interface->text(QAccessible::Name).isEmpty())
                wrong << QStringLiteral("no name: ") + nameOf(widget);
            // What scrolls a page has the role that Qt gives it.
            const bool scrolls =
                qobject_cast<const QAbstractScrollArea*>(widget) && !qobject_cast<const QAbstractItemView*>(widget);
            if (!interface || interface->role() == QAccessible::NoRole ||
                (interface->role() == QAccessible::Client && !scrolls))
                wrong << QStringLiteral("no role: ") + nameOf(widget);
            if (widget->isEnabled() && !hasKey(widget, reached, shown))
                wrong << QStringLiteral("no key: ") + nameOf(widget);
        }
        wrong.removeDuplicates();
        if (!wrong.isEmpty()) qWarning("%s", qPrintable(wrong.mid(0, 15).join(QLatin1Char('\n'))));
        return wrong.isEmpty();
    }

    static bool isRegistered(const kit::ActionRegistry& registry, const QAction* action) {
        const QStringList ids = registry.ids();
        return std::any_of(ids.begin(), ids.end(), [&](const QString& id) { return registry.action(id) == action; });
    }

    static bool hasKey(const QWidget* widget, const QSet<const QWidget*>& reached, WholeWindow& shown) {
        if (reached.contains(widget) || reached.contains(widget->focusProxy())) return true;
        for (const QWidget* child : widget->findChildren<QWidget*>()) // the cards of a grid, the fields of a form
            if (reached.contains(child)) return true;
        // Arrows move within the rail and within a group of buttons; only the chosen one is a Tab stop.
        if (const auto* rail = widget->parentWidget(); rail && rail->inherits("td::app::ModeRail"))
            for (const QWidget* item : rail->findChildren<QWidget*>())
                if (reached.contains(item)) return true;
        if (const auto* group = qobject_cast<const kit::SegmentedControl*>(widget->parentWidget()))
            for (const QWidget* button : group->findChildren<QWidget*>())
                if (reached.contains(button)) return true;
        const auto& registry = shown.window().registry();
        for (const QAction* action : widget->actions())
            if (!action->shortcut().isEmpty() || isRegistered(registry, action)) return true;
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        return button && !button->shortcut().isEmpty();
    }

    QTemporaryDir m_home;
};

QTEST_MAIN(KeyboardTest)
#include "keyboard_test.moc"
