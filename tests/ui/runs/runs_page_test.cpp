#include "app/window/chart_actions.h"
#include "app/window/language.h"
#include "app/window/runs_page.h"
#include "tests/ui/runs/ui_support.h"
#include "views/kit/action_registry.h"
#include "views/kit/command_palette.h"
#include "views/kit/theme.h"
#include "views/kit/undo.h"
#include "views/scalars/chart_grid.h"
#include "views/scalars/chart_window.h"
#include "views/scalars/export_dialog.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace td;
using test::RunBuilder;

/// The views of the Runs mode together: what one of them says reaches the others.
class RunsPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { kit::Theme::instance(); }
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

private:
    QStringList drawn() const;
    scalars::ChartCard* card() const { return m_page->charts()->grid()->card("loss"); }
    bool says(const QString& text) const;
    /// As a person does it: typed into the palette, the first answer taken with Enter.
    void choose(const QString& words);
    [[nodiscard]] const scalars::ChartSettings& settings() const {
        return m_page->charts()->presenter().state().settings;
    }

    std::unique_ptr<kit::ViewUndo> m_undo;
    std::unique_ptr<app::RunsPage> m_page;
    std::unique_ptr<kit::ActionRegistry> m_actions;
    std::unique_ptr<kit::CommandPalette> m_palette;
};

void RunsPageTest::init() {
    test::failOnQtWarnings();
    m_undo = std::make_unique<kit::ViewUndo>();
    m_page = std::make_unique<app::RunsPage>(m_undo.get());
    m_page->resize(1200, 800);
    std::vector<std::shared_ptr<const runlog::RunSnapshot>> runs;
    for (const char* name : {"cnn/a", "cnn/b", "mlp/c"})
        runs.push_back(RunBuilder(name, static_cast<uint32_t>(runs.size()))
                           .scalars("loss", {{0, 3}, {1, 2}, {2, 1}})
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

bool RunsPageTest::says(const QString& text) const {
    const auto labels = m_page->runList()->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->text() == text; });
}

void RunsPageTest::chartsDrawWhatTheFilterLetsThrough() {
    const QStringList all{QStringLiteral("cnn/a"), QStringLiteral("cnn/b"), QStringLiteral("mlp/c")};
    QCOMPARE(drawn(), all);
    QVERIFY(says(QStringLiteral("3 of 3 shown")));
    m_page->runList()->setFilter(QStringLiteral("^cnn"));
    QTRY_COMPARE(drawn(), all.mid(0, 2));
    QVERIFY(says(QStringLiteral("2 of 3 shown")));
    m_page->runList()->showRuns({QStringLiteral("cnn/a")}, false);
    QTRY_COMPARE(drawn(), all.mid(1, 1));
    QVERIFY(says(QStringLiteral("1 of 3 shown")));
    m_page->runList()->setFilter(QStringLiteral("no run has this name"));
    QTRY_VERIFY(!card()->hasLines());
    QVERIFY(says(QStringLiteral("0 of 3 shown")));
    auto* clear = card()->findChild<QPushButton*>();
    QVERIFY(clear);
    clear->click();
    QTRY_COMPARE(drawn(), all.mid(1));
    QVERIFY(says(QStringLiteral("2 of 3 shown")));
}

void RunsPageTest::choose(const QString& words) {
    m_palette->open(words);
    QVERIFY2(m_palette->model()->rowCount() > 0, qPrintable(words));
    QCOMPARE(m_palette->model()->item(0)->title, words);
    QTest::keyClick(m_palette->field(), Qt::Key_Return);
}

void RunsPageTest::everyActionOfTheChartsIsFoundAndDone() {
    card()->plot()->setFocus();
    choose(QStringLiteral("X axis: time since the run began"));
    QCOMPARE(settings().xMode, plot::XMode::Relative);
    choose(QStringLiteral("X axis: date and time"));
    QCOMPARE(settings().xMode, plot::XMode::Wall);
    choose(QStringLiteral("X axis: training step"));
    QCOMPARE(settings().xMode, plot::XMode::Step);
    choose(QStringLiteral("Logarithmic x axis, or back"));
    QCOMPARE(settings().xScale, plot::XScale::Log);
    choose(QStringLiteral("Smoothing: Gaussian"));
    QCOMPARE(settings().smoothing.kind, plot::Smoothing::Gaussian);
    choose(QStringLiteral("Smoothing: none"));
    choose(QStringLiteral("Smooth more"));
    QCOMPARE(settings().smoothing, (plot::SmoothingSetting{plot::Smoothing::Ema, 0.05}));
    choose(QStringLiteral("Smooth less"));
    QCOMPARE(settings().smoothing.weight, 0.0);
    QVERIFY(m_page->charts()->isFollowing());
    choose(QStringLiteral("Follow live, or stop following"));
    QVERIFY(!m_page->charts()->isFollowing());
    m_undo->stack().undo();
    QCOMPARE(settings().smoothing.weight, 0.05);
}

void RunsPageTest::actionsMeanTheChartUsedLast() {
    auto* charts = m_page->charts();
    scalars::ChartCard* val = charts->grid()->card("val");
    QTest::mouseClick(val->plot(), Qt::LeftButton);
    m_page->runList()->setFocus();
    choose(QStringLiteral("Logarithmic y axis of the chart, or back"));
    QCOMPARE(charts->presenter().settingsOf("val").yScale, plot::YScale::Log);
    QCOMPARE(charts->presenter().settingsOf("loss").yScale, plot::YScale::Linear);
    choose(QStringLiteral("Pin the chart to the top, or unpin it"));
    QVERIFY(charts->presenter().state().isPinned("val"));
    QTest::keyClick(charts->grid()->card("val")->plot(), Qt::Key_Plus);
    QVERIFY(charts->grid()->card("val")->plot()->zoom().y);
    choose(QStringLiteral("Fit the chart to its data"));
    QCOMPARE(charts->grid()->card("val")->plot()->zoom(), plot::Zoom());
    choose(QStringLiteral("Open the chart in its own window"));
    auto* window = charts->findChild<scalars::ChartWindow*>();
    QVERIFY(window);
    QCOMPARE(window->card()->chart().id, std::string("val"));
    delete window;
    choose(QStringLiteral("Export the chart…"));
    auto* dialog = charts->findChild<scalars::ExportDialog*>();
    QVERIFY(dialog && dialog->windowTitle().contains(QStringLiteral("val")));
    dialog->reject();
    choose(QStringLiteral("Chart at full size, or back"));
    QVERIFY(!charts->grid()->isVisible());
    choose(QStringLiteral("Chart at full size, or back"));
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
    app::LanguageSwitch language;
    language.use(kit::Language::English);
    const auto picture = [&] { return card()->plot()->grab().toImage(); };
    const QImage english = picture();
    language.use(kit::Language::Chinese);
    QTRY_VERIFY(picture() != english);
    const QImage chinese = picture();
    card()->plot()->resize(card()->plot()->size() + QSize(1, 0)); // lays everything out anew
    card()->plot()->resize(card()->plot()->size() - QSize(1, 0));
    QCOMPARE(picture(), chinese);
    language.use(kit::Language::English);
    QTRY_COMPARE(picture(), english);
}

QTEST_MAIN(RunsPageTest)
#include "runs_page_test.moc"
