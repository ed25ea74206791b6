#include "tests/support/ui_variant.h"
#include "tests/ui/runs/ui_support.h"
#include "views/kit/format.h"
#include "views/kit/theme.h"
#include "views/kit/undo.h"
#include "views/plot/legend_tooltip.h"
#include "views/preview/hparams_table.h"
#include "views/preview/preview_view.h"
#include "views/scalars/chart_card.h"
#include "views/scalars/chart_grid.h"
#include "views/scalars/charts_form.h"
#include "views/scalars/range_table.h"
#include "views/scalars/scalars_view.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

using namespace td;
using namespace td::scalars;
using test::RunBuilder;

class ChartsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { test::takeVariant(); }
    void init();
    void cleanup() {
        m_view.reset();
        m_undo.reset();
    }
    void showsACardForEachTag();
    void tenThousandTagsNeedFewCards();
    void zoomIsLinkedAndUndone();
    void undoingABoxZoomBringsBackBothAxesAndTheCountAbove();
    void aChartThatLoadsAgainCountsNothingAbove();
    void anotherScaleDropsAZoomAndUndoBringsItBack();
    void aChartWhoseRunsTheFilterLeavesOutSaysSo();
    void rangeIsLinkedAndCounted();
    void theRangeTableGivesNamesTheirRoom();
    void theTableAtTheCursorStaysInTheView_data();
    void theTableAtTheCursorStaysInTheView();
    void anEmptyCardOffersItsHiddenRuns();
    void pinningMovesACardToTheTop();
    void newPointsArriveWhileFollowingOnly();
    void logScaleOfOneChartLeavesTheOthers();
    void aTagWithoutANameIsCalledSo();
    void tabMeetsTheChartsAsTheyStand();
    void theRingOfTheWholeAreaLiesOverTheCards();
    void fullSizeAndBack();
    void stateComesBack();
    void formTellsWhatChanged();
    void aPatternGroupsRunsAndABrokenOneSaysSo();
    void everythingHasAName();
    void hparamsModelPassesItsTester();

private:
    void open(std::vector<std::shared_ptr<const runlog::RunSnapshot>> runs);
    ChartCard* card(const char* id) const { return m_view->grid()->card(id); }

    std::unique_ptr<kit::ViewUndo> m_undo;
    std::unique_ptr<ScalarsView> m_view;
    kit::TagCatalog m_catalog;
};

namespace {

std::shared_ptr<const runlog::RunSnapshot> makeRun(const std::string& name, uint32_t id, int points) {
    std::vector<std::pair<int64_t, double>> values;
    for (int i = 0; i < points; ++i)
        values.emplace_back(i, 1.0 / (1 + i));
    return RunBuilder(name, id)
        .scalars("val/loss", values)
        .scalars("val/acc", values)
        .scalars("train/loss", values)
        .build();
}

} // namespace

void ChartsTest::init() {
    test::failOnQtWarnings();
    m_catalog = {};
    m_undo = std::make_unique<kit::ViewUndo>();
    m_view = std::make_unique<ScalarsView>(m_undo.get());
    m_view->resize(768, 836);
    open({makeRun("a", 0, 100), makeRun("b", 1, 100)});
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    QTRY_VERIFY(card("val/loss") && card("val/loss")->hasLines() && m_view->isSettled());
}

void ChartsTest::open(std::vector<std::shared_ptr<const runlog::RunSnapshot>> runs) {
    std::vector<RunStyle> styles;
    for (const auto& run : runs)
        styles.push_back({run->name, run->name, static_cast<int>(run->id), true});
    const auto store = test::storeOf(std::move(runs));
    m_catalog.update(*store);
    m_view->setRuns(styles);
    m_view->setSnapshot(store, m_catalog);
}

void ChartsTest::showsACardForEachTag() {
    QCOMPARE(m_view->grid()->cards().size(), size_t(3));
    QCOMPARE(card("val/loss")->plot()->lines().size(), size_t(2));
    QVERIFY(card("val/acc")->geometry().top() == card("val/loss")->geometry().top());
}

void ChartsTest::tenThousandTagsNeedFewCards() {
    RunBuilder run("big", 7);
    for (int i = 0; i < 10'000; ++i)
        run.scalars("group" + std::to_string(i / 100) + "/tag" + std::to_string(i), {{0, 1}, {1, 2}});
    open({run.build()});
    QTRY_VERIFY(m_view->isSettled());
    QScrollBar* bar = m_view->grid()->verticalScrollBar();
    QVERIFY(bar->maximum() > 100'000);
    QElapsedTimer timer;
    timer.start();
    int steps = 0;
    for (int value = 0; value < bar->maximum(); value += bar->maximum() / 50, ++steps) {
        bar->setValue(value);
        QCoreApplication::processEvents();
    }
    qInfo("%d jumps over 10,000 charts: %lld ms", steps, timer.elapsed());
    QVERIFY2(m_view->grid()->createdCards() < 60, qPrintable(QString::number(m_view->grid()->createdCards())));
    QTRY_VERIFY(m_view->isSettled());
    m_view->goToTag(QStringLiteral("group99/tag9999"));
    QTRY_VERIFY(card("group99/tag9999") && card("group99/tag9999")->hasLines());
}

void ChartsTest::zoomIsLinkedAndUndone() {
    const auto before = card("val/acc")->plot()->xRange();
    plot::PlotWidget* origin = card("val/loss")->plot();
    origin->setFocus();
    QTest::keyClick(origin, Qt::Key_Plus);
    const auto zoomed = origin->xRange();
    QVERIFY(zoomed.length() < before.length());
    QCOMPARE(card("val/acc")->plot()->xRange(), zoomed);
    QCOMPARE(card("train/loss")->plot()->xRange(), zoomed);
    m_undo->stack().undo();
    QCOMPARE(card("val/acc")->plot()->xRange(), before);
    QCOMPARE(origin->xRange(), before);
}

void ChartsTest::undoingABoxZoomBringsBackBothAxesAndTheCountAbove() {
    ChartCard* loss = card("val/loss");
    plot::PlotWidget* plot = loss->plot();
    const plot::Range x = plot->xRange(), y = plot->yRange();
    const QString saidBefore = loss->stateTags().join(QLatin1Char(' '));
    const QPoint from(plot->width() / 2, plot->height() / 2), to(plot->width() - 40, plot->height() - 60);
    QTest::mousePress(plot, Qt::LeftButton, {}, from);
    QTest::mouseMove(plot, to);
    QTest::mouseRelease(plot, Qt::LeftButton, {}, to);
    QVERIFY(plot->zoom().x && plot->zoom().y);
    const plot::Zoom zoomed = plot->zoom();
    QCOMPARE(card("val/acc")->plot()->zoom(), (plot::Zoom{zoomed.x, {}}));
    m_undo->stack().undo();
    QCOMPARE(plot->zoom(), plot::Zoom());
    QCOMPARE(plot->xRange(), x);
    QCOMPARE(plot->yRange(), y);
    QCOMPARE(loss->stateTags().join(QLatin1Char(' ')), saidBefore);
    m_undo->stack().redo();
    QCOMPARE(plot->zoom(), zoomed);
    m_undo->stack().undo();
    // The count is that of the points above what is in sight, whoever moved it.
    plot->setFocus();
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(plot, Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(loss->stateTags().contains(ChartCard::tr("%Ln above", nullptr, plot->outliersAbove())));
    QVERIFY(loss->stateTags().join(QLatin1Char(' ')) != saidBefore);
    m_undo->stack().undo();
    QCOMPARE(loss->stateTags().join(QLatin1Char(' ')), saidBefore);
}

void ChartsTest::aChartThatLoadsAgainCountsNothingAbove() {
    ChartCard* loss = card("val/loss");
    const QString above = ChartCard::tr("%Ln above", nullptr, loss->plot()->outliersAbove());
    QVERIFY(loss->stateTags().contains(above));
    loss->showLoading();
    QVERIFY(!loss->hasLines());
    QCOMPARE(loss->stateTags(), QStringList());
    loss->setSettings(m_view->presenter().state().settings); // as when a setting changes meanwhile
    QCOMPARE(loss->stateTags(), QStringList());
}

void ChartsTest::anotherScaleDropsAZoomAndUndoBringsItBack() {
    plot::PlotWidget* plot = card("val/loss")->plot();
    plot->setFocus();
    QTest::keyClick(plot, Qt::Key_Plus);
    const plot::Zoom zoomed = plot->zoom();
    QVERIFY(zoomed.x && zoomed.y);
    QTest::keyClick(plot, Qt::Key_L); // of this chart only
    QCOMPARE(plot->zoom(), (plot::Zoom{zoomed.x, {}}));
    m_undo->stack().undo();
    QCOMPARE(plot->zoom(), zoomed);
    ChartSettings settings = m_view->presenter().state().settings;
    settings.xMode = plot::XMode::Relative;
    m_view->changeSettings(settings, QStringLiteral("X axis"));
    QVERIFY(!plot->zoom().x);
    m_undo->stack().undo();
    QCOMPARE(plot->zoom(), zoomed);
}

void ChartsTest::aChartWhoseRunsTheFilterLeavesOutSaysSo() {
    m_view->setRuns({{"a", "a", 0, false, true}, {"b", "b", 1, false, true}});
    QTRY_VERIFY(!card("val/loss")->hasLines());
    auto* button = card("val/loss")->findChild<QPushButton*>();
    QVERIFY(button);
    QCOMPARE(button->text(), ChartCard::tr("Clear the filter"));
    QSignalSpy asked(m_view.get(), &ScalarsView::runFilterClearRequested);
    button->click();
    QCOMPARE(asked.size(), 1);
}

void ChartsTest::rangeIsLinkedAndCounted() {
    Q_EMIT card("val/loss")->plot()->selectionChanged(plot::Range{10, 19});
    QCOMPARE(card("val/acc")->plot()->selection(), std::optional(plot::Range{10, 19}));
    QCOMPARE(m_view->rangeText(), QStringLiteral("10 – 19"));
    auto* table = card("val/loss")->findChild<RangeTable*>();
    QVERIFY(table);
    // 10 points a run; the first is 1/11, the last 1/20
    const QString title = RangeTable::tr("Range %1, %Ln value(s) a run", nullptr, 10).arg(m_view->rangeText());
    QVERIFY2(table->text().startsWith(title), qPrintable(table->text()));
    QVERIFY2(table->text().contains(QStringLiteral("0.0909")), qPrintable(table->text()));
    QVERIFY2(table->text().contains(QStringLiteral("0.0500")), qPrintable(table->text()));
    m_view->clearRange();
    QVERIFY(!card("val/acc")->plot()->selection());
}

void ChartsTest::theRangeTableGivesNamesTheirRoom() {
    std::vector<std::shared_ptr<const runlog::RunSnapshot>> runs;
    for (uint32_t i = 0; i < 9; ++i)
        runs.push_back(makeRun("adamw-constant-" + std::to_string(i), i, 100));
    m_view->resize(338, 600); // as in the smallest window
    open(std::move(runs));
    QTRY_COMPARE(card("val/loss")->plot()->lines().size(), size_t(9));
    const QSize plot = card("val/loss")->plot()->size();
    const int height = card("val/loss")->height();
    Q_EMIT card("val/loss")->plot()->selectionChanged(plot::Range{10, 19});
    auto* table = card("val/loss")->findChild<RangeTable*>();
    QVERIFY(table && table->isVisible());
    QCOMPARE(card("val/loss")->plot()->width(), plot.width()); // what is being dragged over keeps its scale
    QCOMPARE(card("val/loss")->height(), height + static_cast<int>(GridLayout::kTableHeight));
    QVERIFY(table->nameWidth() >=
            QFontMetrics(kit::Theme::font(kit::FontId::Small)).horizontalAdvance(QStringLiteral("adamw-constant-0")));
    QVERIFY(table->verticalScrollBar()->maximum() > 0); // nine runs: the rest is scrolled to
    m_view->clearRange();
    QCOMPARE(card("val/loss")->height(), height);
}

void ChartsTest::theTableAtTheCursorStaysInTheView_data() {
    QTest::addColumn<int>("width");
    for (const int width : {338, 500, 768})
        QTest::addRow("%d px", width) << width;
}

void ChartsTest::theTableAtTheCursorStaysInTheView() {
    QFETCH(int, width);
    QWidget window;
    window.resize(width + 640, 700);
    m_view->setParent(&window);
    m_view->setGeometry(320, 36, width, 660);
    m_view->show();
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QTRY_VERIFY(card("val/acc") && card("val/acc")->hasLines() && m_view->isSettled());
    int seen = 0;
    for (const char* id : {"train/loss", "val/acc", "val/loss"})
        for (const double share : {0.2, 0.5, 0.9}) {
            if (!card(id)) continue;
            plot::PlotWidget* plot = card(id)->plot();
            const QPoint at(static_cast<int>(plot->width() * share), plot->height() / 2);
            if (!plot->visibleRegion().contains(at)) continue;
            QTest::mouseMove(plot, at);
            ++seen;
            const auto all = window.findChildren<plot::LegendTooltip*>(); // each chart has its own
            const auto shown = std::find_if(all.begin(), all.end(), [](auto* one) { return one->isVisible(); });
            QVERIFY(shown != all.end());
            const QRect place = (*shown)->geometry();
            QVERIFY2(m_view->geometry().left() <= place.left() && place.right() <= m_view->geometry().right(), id);
            QVERIFY2(window.rect().contains(place), id);
            QVERIFY2(!place.contains(plot->mapTo(&window, at)), id);
            QEvent leave(QEvent::Leave);
            QApplication::sendEvent(plot, &leave);
            QVERIFY(!(*shown)->isVisible());
        }
    QVERIFY(seen >= 6);
    m_view->setParent(nullptr);
}

void ChartsTest::anEmptyCardOffersItsHiddenRuns() {
    m_view->setRuns({{"a", "a", 0, false}, {"b", "b", 1, false}});
    QTRY_VERIFY(!card("val/loss")->hasLines());
    QSignalSpy asked(m_view.get(), &ScalarsView::showRunsRequested);
    auto buttons = card("val/loss")->findChildren<QPushButton*>();
    auto button = std::find_if(buttons.begin(), buttons.end(), [](QPushButton* b) { return b->isVisible(); });
    QVERIFY(button != buttons.end());
    (*button)->click();
    QCOMPARE(asked.value(0).value(0).toStringList(), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
}

void ChartsTest::pinningMovesACardToTheTop() {
    QTest::keyClick(card("val/acc")->plot(), Qt::Key_P);
    QCOMPARE(m_view->presenter().sections()[0].kind, ChartSection::Kind::Pinned);
    QVERIFY(card("val/acc")->geometry().top() < card("train/loss")->geometry().top());
    QCOMPARE(card("val/acc")->height(), 264);
    m_undo->stack().undo();
    QVERIFY(m_view->presenter().sections()[0].kind == ChartSection::Kind::Prefix);
}

void ChartsTest::newPointsArriveWhileFollowingOnly() {
    const auto points = [this] { return card("val/loss")->plot()->lines().at(0).points; };
    const auto before = points();
    m_view->setFollowing(false);
    open({makeRun("a", 0, 150), makeRun("b", 1, 150)});
    QVERIFY(m_view->isSettled());
    QCOMPARE(points(), before);
    m_view->setFollowing(true);
    QTRY_VERIFY(points() != before);
    QTRY_COMPARE(card("val/acc")->plot()->xRange().hi, card("val/loss")->plot()->xRange().hi);
}

void ChartsTest::logScaleOfOneChartLeavesTheOthers() {
    QTest::keyClick(card("val/loss")->plot(), Qt::Key_L);
    QCOMPARE(card("val/loss")->plot()->settings().yScale, plot::YScale::Log);
    QCOMPARE(card("val/acc")->plot()->settings().yScale, plot::YScale::Linear);
    QTest::keyClick(card("val/loss")->plot(), Qt::Key_L);
    QVERIFY(m_view->presenter().state().overrides.empty());
}

void ChartsTest::aTagWithoutANameIsCalledSo() {
    open({RunBuilder("r", 7).scalars("", {{0, 1}, {1, 2}}).build()});
    QTRY_VERIFY(card("") && card("")->hasLines());
    QCOMPARE(card("")->plot()->title(), kit::Format::name(""));
    QVERIFY(!kit::Format::name("").isEmpty());
    QVERIFY(card("")->accessibleName().contains(kit::Format::name("")));
    QCOMPARE(kit::Format::name("loss"), QStringLiteral("loss"));
}

void ChartsTest::tabMeetsTheChartsAsTheyStand() {
    // Scrolling and pinning give cards to other charts than they were made for.
    RunBuilder run("big", 7);
    for (int i = 0; i < 60; ++i)
        run.scalars("group" + std::to_string(i / 6) + "/tag" + std::to_string(i), {{0, 1}, {1, 2}});
    open({run.build()});
    QTRY_VERIFY(m_view->isSettled());
    QScrollBar* bar = m_view->grid()->verticalScrollBar();
    bar->setValue(bar->maximum());
    bar->setValue(bar->maximum() / 3);
    m_view->setPinned(QStringLiteral("group3/tag20"), true);
    bar->setValue(0);
    QTRY_VERIFY(m_view->isSettled());
    m_view->activateWindow();
    m_view->grid()->setFocus();
    QTRY_VERIFY(m_view->grid()->hasFocus());
    QPoint last(-1, -1);
    int charts = 0;
    for (int i = 0; i < 60 && charts < 8; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        const QWidget* now = QApplication::focusWidget();
        QPoint at = now->mapTo(m_view->grid(), QPoint());
        at.ry() += bar->value();
        if (!qobject_cast<const plot::PlotWidget*>(now)) continue;
        ++charts;
        QVERIFY2(at.y() > last.y() || (at.y() == last.y() && at.x() > last.x()),
                 qPrintable(QStringLiteral("chart %1 at %2, %3").arg(charts).arg(at.x()).arg(at.y())));
        last = at;
    }
    QCOMPARE(charts, 8);
}

void ChartsTest::theRingOfTheWholeAreaLiesOverTheCards() {
    m_view->resize(500, 300); // the cards reach below the lower edge
    m_view->activateWindow();
    m_view->grid()->setFocus();
    QTRY_VERIFY(m_view->grid()->hasFocus());
    const QImage seen = m_view->grid()->grab().toImage();
    const QColor accent = kit::Theme::instance().color(kit::ColorId::Accent);
    const QWidget* area = m_view->grid()->viewport();
    for (int x = 20; x < area->width() - 20; ++x)
        QCOMPARE(seen.pixelColor(x, area->height() - 3), accent);
    m_view->grid()->clearFocus();
    QVERIFY(m_view->grid()->grab().toImage().pixelColor(area->width() / 2, area->height() - 3) != accent);
}

void ChartsTest::fullSizeAndBack() {
    QTest::keyClick(card("val/loss")->plot(), Qt::Key_Return);
    const auto visible = [this] {
        std::vector<ChartCard*> cards;
        for (auto* each : m_view->findChildren<ChartCard*>())
            if (each->isVisible()) cards.push_back(each);
        return cards;
    };
    QCOMPARE(visible().size(), size_t(1));
    ChartCard* full = visible()[0];
    QCOMPARE(full->width(), m_view->width());
    QTRY_VERIFY(full->hasLines());
    QTest::keyClick(full->plot(), Qt::Key_Return);
    QCOMPARE(visible().size(), size_t(3));
}

void ChartsTest::stateComesBack() {
    auto settings = m_view->presenter().state().settings;
    settings.smoothing = {plot::Smoothing::RunningMean, 0.3};
    m_view->changeSettings(settings, QStringLiteral("test"));
    m_view->setPinned(QStringLiteral("train/loss"), true);
    m_view->combine({QStringLiteral("val/loss"), QStringLiteral("train/loss")});
    const QJsonObject saved = m_view->saveState();
    const GridState before = m_view->presenter().state();
    m_view->restoreState({});
    QVERIFY(m_view->presenter().state() != before);
    m_view->restoreState(saved);
    QVERIFY(m_view->presenter().state() == before);
}

void ChartsTest::formTellsWhatChanged() {
    ChartsForm form;
    ChartSettings settings;
    settings.yMin = -1.5;
    form.setSettings(settings);
    QSignalSpy changed(&form, &ChartsForm::settingsChanged);
    auto* smoothing = form.findChild<QComboBox*>();
    smoothing->setCurrentIndex(3);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(form.settings().smoothing.kind, plot::Smoothing::Gaussian);
    QCOMPARE(form.settings().yMin, settings.yMin);
    form.setSettings(ChartSettings());
    QCOMPARE(changed.count(), 1);
}

void ChartsTest::aPatternGroupsRunsAndABrokenOneSaysSo() {
    open({makeRun("lr3-seed1", 0, 20), makeRun("lr3-seed2", 1, 20), makeRun("lr4-seed1", 2, 20)});
    ChartsForm form;
    connect(&form, &ChartsForm::settingsChanged, m_view.get(), &ScalarsView::changeSettings);
    form.show();
    const auto boxes = form.findChildren<QComboBox*>();
    const auto groups = std::find_if(boxes.begin(), boxes.end(), [](const QComboBox* box) {
        return box->accessibleName() == ChartsForm::tr("Groups of runs");
    });
    QVERIFY(groups != boxes.end());
    const auto fields = form.findChildren<QLineEdit*>();
    const auto pattern = std::find_if(fields.begin(), fields.end(), [](const QLineEdit* field) {
        return field->accessibleName() == ChartsForm::tr("Pattern of the groups");
    });
    QVERIFY(pattern != fields.end());
    QVERIFY(!(*pattern)->isVisible());
    (*groups)->setCurrentIndex(static_cast<int>(Grouping::Pattern));
    QVERIFY((*pattern)->isVisible());
    QTest::keyClicks(*pattern, QStringLiteral("^(.*)-seed"));
    QTest::keyClick(*pattern, Qt::Key_Return);
    // Two runs of lr3 stand behind their mean; the one of lr4 is no group.
    QTRY_COMPARE(card("val/loss")->plot()->lines().size(), size_t(4));
    const auto& lines = card("val/loss")->plot()->lines();
    QCOMPARE(std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.behind; }), 2);
    QCOMPARE(QString::fromStdString(lines.back().label), QStringLiteral("lr3"));
    (*pattern)->clear();
    QTest::keyClicks(*pattern, QStringLiteral("^(.*-seed"));
    QTest::keyClick(*pattern, Qt::Key_Return);
    QVERIFY2((*pattern)->toolTip().contains(QStringLiteral("^(.*-seed")), qPrintable((*pattern)->toolTip()));
    QCOMPARE(m_view->presenter().state().settings.groupPattern, std::string("^(.*)-seed"));
}

void ChartsTest::everythingHasAName() {
    QCOMPARE(test::namelessWidgets(*m_view), QStringList());
    ChartsForm form;
    form.show();
    QCOMPARE(test::namelessWidgets(form), QStringList());
    preview::PreviewView view;
    view.show();
    QCOMPARE(test::namelessWidgets(view), QStringList());
}

void ChartsTest::hparamsModelPassesItsTester() {
    preview::HParamsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(
        {{QStringLiteral("a"), {{QStringLiteral("lr"), 0.1}}}, {QStringLiteral("b"), {{QStringLiteral("lr"), 0.02}}}});
    model.sort(1, Qt::AscendingOrder);
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("b"));
}

QTEST_MAIN(ChartsTest)
#include "charts_test.moc"
