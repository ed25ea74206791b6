#include "app/window/runs_mode.h"
#include "app/window/status_strip.h"
#include "engine/base/file.h"
#include "tests/ui/shell/window_fixture.h"
#include "views/kit/command_palette.h"
#include "views/kit/empty_state.h"
#include "views/kit/error_text.h"
#include "views/kit/issue_panel.h"
#include "views/scalars/chart_card.h"
#include "views/scalars/chart_window.h"

using namespace td;
using namespace td::test;

/// Opening folders: what is shown of them, and what is said.
class OpenTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { useOwnFolders(m_home); }
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_shown = std::make_unique<WholeWindow>(kit::Language::English, kit::ThemeMode::Light);
    }
    void cleanup() { m_shown.reset(); }

    void aFolderGivenTwiceIsShownOnceWithANotice() {
        const QString samples = WholeWindow::samples();
        m_shown->window().openPaths({samples, samples + QStringLiteral("/mlp")});
        QTRY_VERIFY(m_shown->isThere());
        QCOMPARE(rows(), 9);
        QCOMPARE(runsMode().openPaths(), QStringList(samples));
        QVERIFY2(m_shown->window().noticeText().contains(QStringLiteral("which shows its runs already")),
                 qPrintable(m_shown->window().noticeText()));
        m_shown->window().addPaths({samples});
        QVERIFY(m_shown->window().noticeText().contains(QStringLiteral("is open already")));
        QCOMPARE(runsMode().openPaths(), QStringList(samples));
        m_shown->settings().setLanguage(kit::Language::Chinese);
        QTRY_VERIFY(m_shown->window().noticeText().contains(QStringLiteral("已经打开")));
    }

    void theKeysGoToWhatIsThereToDo() {
        const auto* start = m_shown->window().focusWidget();
        QVERIFY(start);
        QCOMPARE(start->accessibleName(), QStringLiteral("Open folder…"));
        m_shown->window().openPaths({WholeWindow::samples()});
        QTRY_VERIFY(m_shown->isThere());
        const auto* table = m_shown->page()->runList()->findChild<QTableView*>();
        QTRY_COMPARE(m_shown->window().focusWidget(), table);
    }

    /// What was read later (a run that grows) is no part of how fast the opening was.
    void theSpeedOfReadingIsThatOfTheFirstReading() {
        runlog::LoadProgress progress;
        progress.elapsedS = 0.5;
        progress.firstBytes = 1'000'000'000;
        progress.bytesRead = 9'000'000'000;
        QCOMPARE(app::RunsMode::readingText(progress), QStringLiteral("1.00 GB read in 0.50 s, 2.00 GB/s"));
        progress.firstIndexed = 500'000'000; // the rate is that of what was read
        QCOMPARE(app::RunsMode::readingText(progress), QStringLiteral("1.00 GB read in 0.50 s, 1.00 GB/s"));
        progress.firstIndexed = 900'000'000;
        QCOMPARE(app::RunsMode::readingText(progress), QStringLiteral("1.00 GB opened from the index in 0.50 s"));
    }

    void aFolderAboveTheOpenOneTakesItsPlace() {
        m_shown->window().openPaths({WholeWindow::samples() + QStringLiteral("/mlp")});
        QTRY_VERIFY(m_shown->isThere());
        QCOMPARE(rows(), 5);
        m_shown->window().addPaths({WholeWindow::samples()});
        QTRY_COMPARE(rows(), 9);
        QCOMPARE(runsMode().openPaths(), QStringList(WholeWindow::samples()));
    }

    void aRunGivenDirectlyIsCalledAsItsFolder() {
        m_shown->window().openPaths({WholeWindow::samples() + QStringLiteral("/mlp/adamw")});
        QTRY_VERIFY(m_shown->isThere());
        QCOMPARE(m_shown->page()->runList()->presenter().rows()[0].label, std::string("adamw"));
        m_shown->page()->showTab(1);
        QTRY_VERIFY(m_shown->page()->isSettled());
        for (const auto* box : m_shown->page()->previews()->findChildren<QComboBox*>())
            QVERIFY(box->findText(QStringLiteral(".")) < 0);
    }

    void theBadgeOfARunLeadsToItsIssues() {
        m_shown->window().openPaths({WholeWindow::samples()});
        QTRY_VERIFY(m_shown->isThere());
        auto* list = m_shown->page()->runList();
        const auto issues = [&](const char* run) {
            const auto* row = list->presenter().row(run);
            return row ? int(row->problems + row->notes) : -1;
        };
        QTRY_VERIFY(issues("mlp/sgd-hot") > 0);  // NaN: found in its points, not while reading
        QTRY_VERIFY(issues("wide/resumed") > 0); // a restart
        Q_EMIT list->issuesRequested(QStringLiteral("wide/resumed"));
        auto* panel = m_shown->window().findChild<kit::IssuePanel*>();
        QVERIFY(panel && panel->isVisible());
        QCOMPARE(panel->shownCount(), issues("wide/resumed"));
        auto* chip = panel->findChild<QPushButton*>(QStringLiteral("issuesOfRun"));
        QVERIFY(chip && chip->isVisible());
        QVERIFY(chip->text().contains(QStringLiteral("wide/resumed")));
        chip->click();
        QVERIFY(!chip->isVisible());
        QVERIFY(panel->shownCount() > issues("wide/resumed"));
    }

    /// The page and the status strip speak of one and the same error, also when another came before it.
    void whyAFolderIsNotOpenIsSaidOnce() {
        auto& runs = static_cast<app::RunsMode&>(runsMode());
        const auto* status = m_shown->window().findChild<app::StatusStrip*>();
        const auto says = [&](const QString& title) {
            const auto labels = status->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](const auto* label) { return label->text() == title; });
        };
        m_shown->window().showMode(runs.id());
        for (const ErrorCode code : {ErrorCode::NotFound, ErrorCode::Permission}) {
            const Error error(code, {{"file", "/data/runs"}});
            runs.showError(error);
            const auto* page = m_shown->page()->findChild<kit::EmptyState*>();
            QVERIFY(page && page->isVisible());
            QCOMPARE(page->accessibleName(), kit::ErrorText::title(error));
            QVERIFY2(says(kit::ErrorText::title(error)), qPrintable(kit::ErrorText::title(error)));
            QVERIFY(page->accessibleDescription().contains(QStringLiteral("/data/runs")));
        }
    }

    void aFolderWithoutRunsCountsNoPoints() {
        const QTemporaryDir empty;
        m_shown->window().openPaths({empty.path()});
        const auto* status = m_shown->window().findChild<app::StatusStrip*>();
        const auto* facts = status->findChild<QLabel*>();
        QTRY_COMPARE(facts->text(), app::RunsMode::tr("No runs yet"));
    }

    /// Neither the palette nor a key does what nobody would see.
    void whatCannotActIsNotOffered() {
        auto& window = m_shown->window();
        auto& palette = window.palettePanel();
        const auto isOffered = [&](const QString& action) {
            palette.open(action);
            const bool found = palette.model()->rowCount() > 0 && palette.model()->item(0)->title == action;
            palette.dismiss();
            return found;
        };
        const QString fit = QStringLiteral("Fit all charts"), clear = QStringLiteral("Clear the selected range"),
                      solo = QStringLiteral("Show only the current run"), home = QStringLiteral("Go to Home");
        QVERIFY(!isOffered(fit));
        QVERIFY(!isOffered(home));
        window.openPaths({WholeWindow::samples()});
        QTRY_VERIFY(m_shown->isThere());
        QVERIFY(isOffered(fit));
        QVERIFY(isOffered(solo));
        QVERIFY(isOffered(home));
        QVERIFY(!isOffered(clear));
        Q_EMIT m_shown->page()->charts()->findChild<plot::PlotWidget*>()->selectionChanged(plot::Range{300, 900});
        QTRY_VERIFY(isOffered(clear));
        window.showMode(QStringLiteral("home"));
        for (const QString& action : {fit, clear, solo})
            QVERIFY2(!isOffered(action), qPrintable(action));
        QVERIFY(!window.registry().action(QStringLiteral("charts.fitAll"))->isEnabled());
        window.showMode(QStringLiteral("runs"));
        QVERIFY(isOffered(fit));
    }

    void thePaletteOpensSavedWorkspaces() {
        app::Workspace saved;
        saved.name = QStringLiteral("Two losses");
        saved.mode = QStringLiteral("runs");
        saved.paths << WholeWindow::samples() + QStringLiteral("/mlp");
        QVERIFY(app::WorkspaceFolder().save(saved));
        auto& palette = m_shown->window().palettePanel();
        palette.open(QStringLiteral("two losses"));
        const QString wanted = QStringLiteral("Open workspace “Two losses”");
        QTRY_VERIFY(palette.model()->rowCount() > 0 && palette.model()->item(0)->title == wanted);
        QTest::keyClick(palette.field(), Qt::Key_Return);
        QTRY_COMPARE(runsMode().openPaths(), saved.paths);
        QCOMPARE(m_shown->window().capture().name, saved.name);
        palette.open(wanted); // it is open already
        QVERIFY(palette.model()->rowCount() == 0 || palette.model()->item(0)->title != wanted);
    }

    /// Home shows a folder in the colours that its runs have when it is open.
    void aFolderHasTheSameColoursOnHome() {
        const QStringList folder{WholeWindow::samples()};
        runs::RunAnnotations chosen; // somebody gave a run another colour
        chosen.setSlot("mlp/adamw", 17);
        const std::filesystem::path file = runs::RunAnnotations::pathFor({WholeWindow::samples().toStdString()});
        std::filesystem::create_directories(file.parent_path());
        QVERIFY(writeFileAtomically(file, chosen.toJson()));
        m_shown->window().openPaths(folder);
        QTRY_VERIFY(m_shown->isThere());
        auto& pictures = m_shown->window().recent().pictures();
        QTRY_VERIFY(pictures.of(folder));
        const app::CurvePicture picture = *pictures.of(folder);
        std::filesystem::remove(file);
        const auto& rows = m_shown->page()->runList()->presenter().rows();
        QCOMPARE(picture.runSlots.size(), picture.lines.size());
        QCOMPARE(picture.lines.size(), qsizetype(rows.size())); // in the order of the log, as the runs are read
        QVERIFY(picture.runSlots.contains(17));
        QTRY_COMPARE(m_shown->page()->runList()->presenter().row("mlp/adamw")->slot, 17);
        QList<int> wanted;
        for (const auto& run : rows)
            wanted << run.slot;
        QList<int> drawn = picture.runSlots;
        std::sort(drawn.begin(), drawn.end());
        std::sort(wanted.begin(), wanted.end());
        QCOMPARE(drawn, wanted);
    }

    /// In a small window charts have at least half of the page; the panel comes when it is called.
    void chartsHaveHalfOfASmallWindow_data() { tabsAndChoicesFitTheSmallestWindow_data(); }
    void chartsHaveHalfOfASmallWindow() {
        QFETCH(int, language);
        m_shown->settings().setLanguage(static_cast<kit::Language>(language));
        m_shown->window().openPaths({WholeWindow::samples()});
        QTRY_VERIFY(m_shown->isThere());
        auto* panel = m_shown->window().registry().action(QStringLiteral("runs.panel"));
        const auto* form = m_shown->page()->findChild<scalars::ChartsForm*>();
        const auto* button = buttonOf(panel);
        QVERIFY(button && button->isVisible() && !button->accessibleName().isEmpty());
        QVERIFY(form->isVisible() && panel->isChecked());
        for (const QSize size : {QSize(1024, 640), QSize(1000, 700)}) {
            m_shown->window().resize(size);
            QTRY_VERIFY(!form->isVisible());
            QVERIFY(!panel->isChecked());
            QTRY_VERIFY2(m_shown->page()->charts()->width() * 2 >= m_shown->page()->width(),
                         qPrintable(QString::number(m_shown->page()->charts()->width())));
        }
        panel->trigger();
        QTRY_VERIFY(form->isVisible());
        QVERIFY(panel->isChecked());
        panel->trigger();
        QTRY_VERIFY(!form->isVisible());
        m_shown->window().resize(1440, 900);
        QTRY_VERIFY(form->isVisible()); // it was not sent away where there is room for it
        panel->trigger();
        QTRY_VERIFY(!form->isVisible());
        const QJsonObject layout = m_shown->page()->saveLayout();
        panel->trigger();
        QTRY_VERIFY(form->isVisible());
        m_shown->page()->restoreLayout(layout);
        QTRY_VERIFY(!form->isVisible());
    }

    /// A chart that is alone offers the way back and nothing that would do nothing there.
    void aChartAloneOffersTheWayBack() {
        m_shown->window().openPaths({WholeWindow::samples()});
        QTRY_VERIFY(m_shown->isThere());
        auto* charts = m_shown->page()->charts();
        const auto named = [](const QWidget* card, const char* name) -> QToolButton* {
            for (auto* button : card->findChildren<QToolButton*>())
                if (!button->isHidden() && button->accessibleName() == QLatin1String(name)) return button;
            return nullptr;
        };
        charts->perform(scalars::ChartCard::Action::ToggleFullSize);
        const scalars::ChartCard* full = nullptr;
        for (const auto* card : charts->findChildren<scalars::ChartCard*>())
            if (card->isVisible()) full = card;
        QVERIFY(full);
        auto* back = named(full, "Back to all charts");
        QVERIFY(back && back->toolTip().contains(QLatin1String("Esc")) && !back->icon().isNull());
        QVERIFY(!named(full, "Full size"));
        back->click();
        QTRY_VERIFY(!full->isVisible());
        charts->perform(scalars::ChartCard::Action::Detach);
        const auto* window = charts->findChild<scalars::ChartWindow*>();
        QVERIFY(window);
        QVERIFY(named(window, "Fit the axes to the data"));
        for (const char* name : {"Full size", "Back to all charts", "Open in its own window"})
            QVERIFY2(!named(window, name), name);
        QTest::keyClick(window->card()->plot(), Qt::Key_Return); // nothing to do either
        QVERIFY(!full->isVisible());
        QTest::keyClick(window->card()->plot(), Qt::Key_Escape);
        QTRY_VERIFY(!charts->findChild<scalars::ChartWindow*>());
    }

    void tabsAndChoicesFitTheSmallestWindow_data() {
        QTest::addColumn<int>("language");
        QTest::newRow("en") << static_cast<int>(kit::Language::English);
        QTest::newRow("zh") << static_cast<int>(kit::Language::Chinese);
    }
    void tabsAndChoicesFitTheSmallestWindow() {
        QFETCH(int, language);
        m_shown->settings().setLanguage(static_cast<kit::Language>(language));
        m_shown->window().resize(1024, 700);
        m_shown->window().openPaths({WholeWindow::samples()});
        QTRY_VERIFY(m_shown->isThere());
        auto* plot = m_shown->page()->charts()->findChild<plot::PlotWidget*>();
        QVERIFY(plot);
        Q_EMIT plot->selectionChanged(plot::Range{300, 900});
        auto* tabs = m_shown->page()->findChild<QTabBar*>();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            if (!tabs->isTabVisible(tab)) continue;
            m_shown->page()->showTab(tab);
            QTRY_VERIFY(m_shown->page()->isSettled());
            for (int i = 0; i < tabs->count(); ++i)
                if (tabs->isTabVisible(i))
                    QVERIFY2(tabs->rect().contains(tabs->tabRect(i)), qPrintable(tabs->tabText(i)));
            for (const auto* label : m_shown->page()->previews()->findChildren<QLabel*>())
                if (label->isVisible() && !label->wordWrap())
                    QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
            for (const auto* button : m_shown->page()->findChildren<QPushButton*>())
                if (button->isVisible())
                    QVERIFY2(button->width() >= button->minimumSizeHint().width(), qPrintable(button->text()));
        }
    }

    void aDialogFollowsTheLanguageWhole() {
        m_shown->window().openPaths({WholeWindow::samples()});
        m_shown->window().registry().action(QStringLiteral("workspace.saveAs"))->trigger();
        QTRY_VERIFY(qobject_cast<QInputDialog*>(QApplication::activeWindow()));
        auto* dialog = QApplication::activeWindow();
        const auto* save = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        QTRY_COMPARE(save->text(), QStringLiteral("Save"));
        m_shown->settings().setLanguage(kit::Language::Chinese);
        QTRY_COMPARE(save->text(), QStringLiteral("保存"));
        m_shown->settings().setLanguage(kit::Language::English);
        QTRY_COMPARE(save->text(), QStringLiteral("Save"));
        dialog->close();
        QVERIFY(isBack(m_shown->window()));
    }

    void dialogsAreAsWideAsTheirTitles_data() { tabsAndChoicesFitTheSmallestWindow_data(); }
    void dialogsAreAsWideAsTheirTitles() {
        QFETCH(int, language);
        m_shown->settings().setLanguage(static_cast<kit::Language>(language));
        for (const char* id : {"view.settings", "help.about", "workspace.saveAs", "file.openFolder", "file.open"}) {
            m_shown->window().registry().action(QLatin1String(id))->trigger();
            QTRY_VERIFY(qobject_cast<QDialog*>(QApplication::activeWindow()));
            QWidget* dialog = QApplication::activeWindow();
            const int title =
                QFontMetrics(kit::Theme::font(kit::FontId::BodyStrong)).horizontalAdvance(dialog->windowTitle());
            QVERIFY2(!dialog->windowTitle().isEmpty() && dialog->width() >= title + 100, id);
            dialog->close();
            QVERIFY(isBack(m_shown->window()));
        }
    }

private:
    [[nodiscard]] QToolButton* buttonOf(const QAction* action) const {
        for (auto* button : m_shown->page()->findChildren<QToolButton*>())
            if (button->defaultAction() == action) return button;
        return nullptr;
    }
    [[nodiscard]] app::Mode& runsMode() const { return *m_shown->window().mode(QStringLiteral("runs")); }
    [[nodiscard]] int rows() const { return static_cast<int>(m_shown->page()->runList()->presenter().rows().size()); }
    QTemporaryDir m_home;
    std::unique_ptr<WholeWindow> m_shown;
};

QTEST_MAIN(OpenTest)
#include "open_test.moc"
