#include "app/window/chart_actions.h"
#include "app/window/kind_tabs.h"
#include "app/window/language.h"
#include "app/window/runs_page.h"
#include "tests/ui/runs/ui_support.h"
#include "views/kit/action_registry.h"
#include "views/kit/command_palette.h"
#include "views/kit/theme.h"
#include "views/kit/undo.h"
#include "views/plot_present/group_mean.h"
#include "views/scalars/chart_grid.h"
#include "views/scalars/chart_window.h"
#include "views/scalars/export_dialog.h"

#include <cmath>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace td;
using test::RunBuilder;

/// The views of the Runs mode together: what one of them says reaches the others.
class RunsPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data();
    void initTestCase() { kit::Theme::instance(); }
    void cleanupTestCase() { kit::Theme::instance().setMode(kit::ThemeMode::Light); }
    void init();
    void cleanup() {
        m_palette.reset();
        m_actions.reset();
        m_page.reset();
        m_undo.reset();
    }
    void chartsDrawWhatTheFilterLetsThrough();
    void everyActionOfTheChartsIsFoundAndDone();
    void actionsMeanTheChartUsedLast();
    void keysOfChartActionsCanBeChanged();
    void axisTitlesFollowTheLanguage();
    void groupsAreDrawnAsTheirMeanWithABand();
    void theFirstGraphOfARunningTrainingBringsItsTab();
    void everythingHasAName();

private:
    QStringList drawn() const;
    scalars::ChartCard* card() const { return m_page->charts()->grid()->card("loss"); }
    bool saysShown(int runs) const; ///< of three, in the words of the language
    /// As a person does it: its title typed into the palette, the first answer taken with Enter.
    void choose(const char* action);
    [[nodiscard]] const scalars::ChartSettings& settings() const {
        return m_page->charts()->presenter().state().settings;
    }

    app::LanguageSwitch m_language;
    std::unique_ptr<kit::ViewUndo> m_undo;
    std::unique_ptr<app::RunsPage> m_page;
    std::unique_ptr<kit::ActionRegistry> m_actions;
    std::unique_ptr<kit::CommandPalette> m_palette;
};

/// Every test runs in both themes and both languages.
void RunsPageTest::initTestCase_data() {
    QTest::addColumn<bool>("dark");
    QTest::addColumn<bool>("chinese");
    for (const bool dark : {false, true})
        for (const bool chinese : {false, true})
            QTest::addRow("%s, %s", dark ? "dark" : "light", chinese ? "Chinese" : "English") << dark << chinese;
}

void RunsPageTest::init() {
    test::failOnQtWarnings();
    QFETCH_GLOBAL(bool, dark);
    QFETCH_GLOBAL(bool, chinese);
    kit::Theme::instance().setMode(dark ? kit::ThemeMode::Dark : kit::ThemeMode::Light);
    m_language.use(chinese ? kit::Language::Chinese : kit::Language::English);
    m_undo = std::make_unique<kit::ViewUndo>();
    m_page = std::make_unique<app::RunsPage>(m_undo.get());
    m_page->resize(1200, 800);
    std::vector<std::shared_ptr<const runlog::RunSnapshot>> runs;
    for (const char* name : {"cnn/a", "cnn/b", "mlp/c"})
        runs.push_back(RunBuilder(name, static_cast<uint32_t>(runs.size()))
                           .scalars("loss", {{0, 3}, {1, runs.size() == 1 ? 5 : 2}, {2, 1}})
                           .scalars("val", {{0, 1}})
                           .build());
    m_page->setSnapshot(test::storeOf(std::move(runs)));
    m_actions = std::make_unique<kit::ActionRegistry>();
    app::addChartActions(*m_actions, this, [this] { return m_page.get(); });
    m_palette = std::make_unique<kit::CommandPalette>(*m_actions, m_page.get());
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    QTRY_VERIFY(card() && card()->hasLines() && m_page->isSettled());
}

QStringList RunsPageTest::drawn() const {
    QStringList names;
    for (const auto& line : card()->plot()->lines())
        names << QString::fromStdString(line.id);
    return names;
}

bool RunsPageTest::saysShown(int runs) const {
    const QString text = runs::RunListPanel::tr("%1 of %Ln shown", nullptr, 3).arg(QLocale().toString(runs));
    const auto labels = m_page->runList()->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->text() == text; });
}

void RunsPageTest::theFirstGraphOfARunningTrainingBringsItsTab() {
    constexpr int kGraph = 5;
    const auto* tabs = m_page->findChild<app::KindTabs*>();
    QVERIFY(tabs && !m_page->hasTab(kGraph));
    RunBuilder builder("cnn/a", 0);
    builder.scalars("loss", {{0, 3}, {1, 2}}).tag("hidden/kernel", runlog::TagKind::Histograms);
    auto run = std::make_shared<runlog::RunSnapshot>(*builder.build());
    run->graphs.emplace_back();
    m_page->setSnapshot(test::storeOf({run}, 2));
    QVERIFY(m_page->hasTab(kGraph));
    // As wide as its words, and beside the others: Qt had left it without a place.
    QTRY_VERIFY(tabs->tabRect(kGraph).width() > 20);
    QVERIFY(tabs->tabRect(kGraph).left() >= tabs->tabRect(1).right());
}

void RunsPageTest::chartsDrawWhatTheFilterLetsThrough() {
    const QStringList all{QStringLiteral("cnn/a"), QStringLiteral("cnn/b"), QStringLiteral("mlp/c")};
    QCOMPARE(drawn(), all);
    QVERIFY(saysShown(3));
    m_page->runList()->setFilter(QStringLiteral("^cnn"));
    QTRY_COMPARE(drawn(), all.mid(0, 2));
    QVERIFY(saysShown(2));
    m_page->runList()->showRuns({QStringLiteral("cnn/a")}, false);
    QTRY_COMPARE(drawn(), all.mid(1, 1));
    QVERIFY(saysShown(1));
    m_page->runList()->setFilter(QStringLiteral("no run has this name"));
    QTRY_VERIFY(!card()->hasLines());
    QVERIFY(saysShown(0));
    auto* clear = card()->findChild<QPushButton*>();
    QVERIFY(clear);
    clear->click();
    QTRY_COMPARE(drawn(), all.mid(1));
    QVERIFY(saysShown(2));
}

void RunsPageTest::choose(const char* action) {
    const QAction* wanted = m_actions->action(QLatin1String(action));
    QVERIFY2(wanted, action);
    m_palette->open(wanted->text());
    QVERIFY2(m_palette->model()->rowCount() > 0, action);
    QCOMPARE(m_palette->model()->item(0)->title, wanted->text());
    QTest::keyClick(m_palette->field(), Qt::Key_Return);
}

void RunsPageTest::everyActionOfTheChartsIsFoundAndDone() {
    card()->plot()->setFocus();
    choose("charts.xRelative");
    QCOMPARE(settings().xMode, plot::XMode::Relative);
    choose("charts.xWall");
    QCOMPARE(settings().xMode, plot::XMode::Wall);
    choose("charts.xStep");
    QCOMPARE(settings().xMode, plot::XMode::Step);
    choose("charts.logX");
    QCOMPARE(settings().xScale, plot::XScale::Log);
    choose("charts.smoothGaussian");
    QCOMPARE(settings().smoothing.kind, plot::Smoothing::Gaussian);
    choose("charts.smoothNone");
    choose("charts.smoothMore");
    QCOMPARE(settings().smoothing, (plot::SmoothingSetting{plot::Smoothing::Ema, 0.05}));
    choose("charts.smoothLess");
    QCOMPARE(settings().smoothing.weight, 0.0);
    QVERIFY(m_page->charts()->isFollowing());
    choose("charts.follow");
    QVERIFY(!m_page->charts()->isFollowing());
    m_undo->stack().undo();
    QCOMPARE(settings().smoothing.weight, 0.05);
}

void RunsPageTest::actionsMeanTheChartUsedLast() {
    auto* charts = m_page->charts();
    scalars::ChartCard* val = charts->grid()->card("val");
    QTest::mouseClick(val->plot(), Qt::LeftButton);
    m_page->runList()->setFocus();
    choose("charts.logY");
    QCOMPARE(charts->presenter().settingsOf("val").yScale, plot::YScale::Log);
    QCOMPARE(charts->presenter().settingsOf("loss").yScale, plot::YScale::Linear);
    choose("charts.pin");
    QVERIFY(charts->presenter().state().isPinned("val"));
    QTest::keyClick(charts->grid()->card("val")->plot(), Qt::Key_Plus);
    QVERIFY(charts->grid()->card("val")->plot()->zoom().y);
    choose("charts.fit");
    QCOMPARE(charts->grid()->card("val")->plot()->zoom(), plot::Zoom());
    choose("charts.detach");
    auto* window = charts->findChild<scalars::ChartWindow*>();
    QVERIFY(window);
    QCOMPARE(window->card()->chart().id, std::string("val"));
    delete window;
    choose("charts.export");
    auto* dialog = charts->findChild<scalars::ExportDialog*>();
    QVERIFY(dialog && dialog->windowTitle().contains(QStringLiteral("val")));
    dialog->reject();
    choose("charts.fullSize");
    QVERIFY(!charts->grid()->isVisible());
    choose("charts.fullSize");
    QVERIFY(charts->grid()->isVisible());
}

void RunsPageTest::keysOfChartActionsCanBeChanged() {
    const QKeySequence key(Qt::CTRL | Qt::SHIFT | Qt::Key_Y);
    m_actions->setKey(QStringLiteral("charts.logX"), key);
    m_page->addAction(m_actions->action(QStringLiteral("charts.logX")));
    m_page->activateWindow();
    card()->plot()->setFocus();
    QTest::keyClick(card()->plot(), Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(settings().xScale, plot::XScale::Log);
}

void RunsPageTest::axisTitlesFollowTheLanguage() {
    const auto pictureIn = [&](kit::Language language) {
        m_language.use(language);
        QCoreApplication::processEvents(); // widgets are told by events
        return card()->plot()->grab().toImage();
    };
    const QImage english = pictureIn(kit::Language::English), chinese = pictureIn(kit::Language::Chinese);
    QVERIFY(chinese != english);
    card()->plot()->resize(card()->plot()->size() + QSize(1, 0)); // lays everything out anew
    card()->plot()->resize(card()->plot()->size() - QSize(1, 0));
    QCOMPARE(card()->plot()->grab().toImage(), chinese);
    QCOMPARE(pictureIn(kit::Language::English), english);
}

void RunsPageTest::groupsAreDrawnAsTheirMeanWithABand() {
    choose("charts.smoothNone"); // the mean is that of the lines as they are drawn
    QTRY_VERIFY(!card()->plot()->lines()[0].points->isSmoothed());
    const QImage before = card()->plot()->grab().toImage();
    choose("charts.groupFolder");
    QTRY_COMPARE(card()->plot()->lines().size(), size_t(4)); // two of cnn, their mean, and mlp/c on its own
    const auto& lines = card()->plot()->lines();
    QVERIFY(lines[0].behind && lines[1].behind && !lines[2].behind);
    QCOMPARE(lines[3].label, std::string("cnn"));
    QVERIFY(lines[3].group);
    QCOMPARE(lines[3].slot, lines[0].slot); // a colour that stays
    // At step 1 cnn/a has 2 and cnn/b has 5: mean 3.5, deviation sqrt(2 * 1.5 * 1.5).
    QCOMPARE(lines[3].points->raw(1), 3.5);
    QCOMPARE(lines[3].group->deviations[1], std::sqrt(4.5));
    QVERIFY(card()->plot()->grab().toImage() != before);
    choose("charts.groupNone");
    QTRY_COMPARE(card()->plot()->lines().size(), size_t(3));
    QVERIFY(!card()->plot()->lines()[0].behind);
}

void RunsPageTest::everythingHasAName() {
    QCOMPARE(test::namelessWidgets(*m_page->charts()), QStringList());
    QCOMPARE(test::namelessWidgets(*m_page->runList()), QStringList());
}

QTEST_MAIN(RunsPageTest)
#include "runs_page_test.moc"
