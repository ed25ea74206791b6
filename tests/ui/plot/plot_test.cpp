#include "tests/support/ui_variant.h"
#include "tests/ui/plot/chart_fixture.h"
#include "views/kit/theme.h"
#include "views/plot/legend_tooltip.h"
#include "views/plot/limits_popup.h"
#include "views/plot/plot_layout.h"
#include "views/plot/plot_marks.h"
#include "views/plot/plot_scene.h"
#include "views/plot/shared_work.h"

#include <QAccessible>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace td::plot;
using namespace td::plot::test;

namespace {

/// How many columns of the picture hold this colour, or a mixture with `under` of at least a third of it: that is what
/// antialiasing leaves of a thin line.
int columnsWith(const QImage& image, const QColor& ink, const QColor& under) {
    constexpr double kShare = 0.34, kNear = 12;
    const auto part = [](const QColor& c, int i) -> double { return i == 0 ? c.red() : i == 1 ? c.green() : c.blue(); };
    const auto isInked = [&](const QColor& c) {
        double along = 0, length = 0, off = 0;
        for (int i = 0; i < 3; ++i) {
            along += (part(c, i) - part(under, i)) * (part(ink, i) - part(under, i));
            length += (part(ink, i) - part(under, i)) * (part(ink, i) - part(under, i));
        }
        const double share = along / length;
        for (int i = 0; i < 3; ++i)
            off += std::abs(part(c, i) - part(under, i) - share * (part(ink, i) - part(under, i)));
        return share >= kShare && share < 1.1 && off <= kNear;
    };
    int columns = 0;
    for (int x = 0; x < image.width(); ++x)
        for (int y = 0; y < image.height(); ++y)
            if (isInked(image.pixelColor(x, y))) {
                ++columns;
                break;
            }
    return columns;
}

/// A chart of two straight lines over steps 0 … 100 in a window of its own.
struct Chart {
    PlotWidget plot;
    Chart() {
        plot.resize(600, 300);
        plot.setTitle(QStringLiteral("val/loss"));
        plot.setLines({makeLine("rising", 0, 101, [](int64_t s) { return double(s); }),
                       makeLine("falling", 1, 101, [](int64_t s) { return 100.0 - double(s); })});
        PlotSettings settings;
        settings.ignoreOutliers = false;
        plot.setSettings(settings);
        plot.show();
        (void)QTest::qWaitForWindowExposed(&plot);
    }
    void drag(QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(&plot, button, modifiers, from);
        QTest::mouseMove(&plot, (from + to) / 2);
        send(QEvent::MouseMove, (from + to) / 2, button, modifiers);
        send(QEvent::MouseMove, to, button, modifiers);
        QTest::mouseRelease(&plot, button, modifiers, to);
    }
    void send(QEvent::Type type, QPoint at, Qt::MouseButton held, Qt::KeyboardModifiers modifiers = {}) {
        QMouseEvent event(type, at, plot.mapToGlobal(QPointF(at)), Qt::NoButton, held, modifiers);
        QApplication::sendEvent(&plot, &event);
    }
    void hover(QPoint at) { send(QEvent::MouseMove, at, Qt::NoButton); }
    /// Whether the chart took it.
    bool wheel(QPoint at, int angle, Qt::KeyboardModifiers modifiers = {}) {
        QWheelEvent event(at, plot.mapToGlobal(QPointF(at)), {}, {0, angle}, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(&plot, &event);
        return event.isAccepted();
    }
    [[nodiscard]] LegendTooltip* legend() const { return plot.findChild<LegendTooltip*>(); }
};

} // namespace

class PlotTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { td::test::takeVariant(); }

    void fitsItsLinesAtFirst() {
        const Chart chart;
        QCOMPARE(chart.plot.zoom(), Zoom());
        QCOMPARE(chart.plot.xRange().lo, 0.0);
        QVERIFY(chart.plot.xRange().hi >= 100 && chart.plot.xRange().hi < 105);
        QVERIFY(chart.plot.yRange().lo <= 0 && chart.plot.yRange().hi >= 100);
    }

    /// A card of 204 px: four ticks on each axis (one fewer where both ends fall between ticks), as far apart wherever
    /// the chart is moved to.
    void axesHaveEnoughTicksAndAPanKeepsTheirDistance() {
        PlotState state;
        state.lines = {makeLine("rising", 0, 400, [](int64_t s) { return double(s); })};
        for (const double length : {0.37, 1.1, 1.9, 4.3, 7.0, 560.0}) {
            std::optional<double> step;
            size_t mostX = 0, mostY = 0;
            for (int i = 0; i < 40; ++i) {
                const double lo = length * i / 13;
                state.settings.yMin = state.settings.xMin = lo;
                state.settings.yMax = state.settings.xMax = lo + length;
                state.refit();
                const PlotLayout layout(state, QRectF(0, 0, 348, 170), 1);
                mostX = std::max(mostX, layout.xTicks.ticks.size());
                mostY = std::max(mostY, layout.yTicks.ticks.size());
                QVERIFY2(layout.yTicks.ticks.size() >= 3, qPrintable(QString::number(length)));
                QVERIFY(!step || qFuzzyCompare(*step, layout.yTicks.step));
                step = layout.yTicks.step;
            }
            QVERIFY2(mostY >= 4, qPrintable(QString::number(length)));
            QVERIFY(mostX >= 4 || length < 5); // whole steps cannot be divided
        }
    }

    void draggingABoxZoomsToIt() {
        Chart chart;
        QSignalSpy ranges(&chart.plot, &PlotWidget::zoomChanged), views(&chart.plot, &PlotWidget::viewChanged);
        const Range before = chart.plot.yRange();
        chart.drag({200, 60}, {400, 200});
        QVERIFY(chart.plot.zoom() != Zoom());
        QVERIFY(chart.plot.xRange().lo > 20 && chart.plot.xRange().hi < 80);
        QVERIFY(chart.plot.yRange().length() < before.length() * .7);
        QCOMPARE(ranges.size(), 1);
        QCOMPARE(views.size(), 1);
    }

    void aFlatBoxZoomsOneAxisOnly() {
        Chart chart;
        const Range x = chart.plot.xRange();
        chart.drag({200, 100}, {400, 103});
        QVERIFY(chart.plot.xRange().length() < x.length() / 2);
        const Range zoomed = chart.plot.xRange();
        chart.drag({200, 60}, {203, 200});
        QCOMPARE(chart.plot.xRange(), zoomed);
    }

    void theWheelZoomsAroundThePointer() {
        Chart chart;
        const Range x = chart.plot.xRange(), y = chart.plot.yRange();
        chart.wheel({320, 150}, 120);
        QVERIFY(chart.plot.xRange().length() < x.length());
        QVERIFY(chart.plot.yRange().length() < y.length());
        const Range x2 = chart.plot.xRange(), y2 = chart.plot.yRange();
        chart.wheel({320, 150}, 120, Qt::ShiftModifier);
        QVERIFY(chart.plot.xRange().length() < x2.length());
        QCOMPARE(chart.plot.yRange(), y2);
        const Range x3 = chart.plot.xRange();
        chart.wheel({320, 150}, 120, Qt::ControlModifier);
        QCOMPARE(chart.plot.xRange(), x3);
        QVERIFY(chart.plot.yRange().length() < y2.length());
    }

    void onAPageTheWheelZoomsOnlyWhereItIsMeant() {
        Chart chart;
        chart.plot.setWheelZooms(WheelZooms::WhenMeant);
        chart.plot.clearFocus();
        const Range x = chart.plot.xRange(), y = chart.plot.yRange();
        QVERIFY(!chart.wheel({320, 150}, 120));
        QVERIFY(!chart.wheel({320, 150}, 120, Qt::ShiftModifier));
        QCOMPARE(chart.plot.zoom(), Zoom());
        QVERIFY(chart.wheel({320, 150}, 120, Qt::ControlModifier)); // of both axes: Ctrl only says who is meant
        QVERIFY(chart.plot.xRange().length() < x.length());
        QVERIFY(chart.plot.yRange().length() < y.length());
        chart.plot.setZoom({});
        chart.plot.activateWindow();
        chart.plot.setFocus();
        QTRY_VERIFY(chart.plot.hasFocus());
        QVERIFY(chart.wheel({320, 150}, 120));
        QVERIFY(chart.plot.zoom() != Zoom());
    }

    void aNarrowChartKeepsTwoNumbersOnItsAxis() {
        PlotState state;
        state.lines = {makeLine("rising", 0, 400, [](int64_t s) { return double(s); })};
        for (const double lo : {0.0, 290.0, 12'000.0})
            for (const double length : {1.1, 7.0, 90.0, 620.0, 4100.0})
                for (const double width : {150.0, 170.0, 210.0}) {
                    state.settings.xMin = lo;
                    state.settings.xMax = lo + length;
                    state.refit();
                    const PlotLayout layout(state, QRectF(0, 0, width, 110), 1);
                    const auto named = std::ranges::count_if(layout.xTicks.ticks,
                                                             [](const Tick& tick) { return !tick.label.empty(); });
                    QVERIFY2(named >= 2, qPrintable(QStringLiteral("%1 + %2 in %3").arg(lo).arg(length).arg(width)));
                }
    }

    void theTableGoesWhenSomethingElseWantsItsPlace() {
        Chart chart;
        chart.plot.setWheelZooms(WheelZooms::WhenMeant);
        chart.plot.clearFocus();
        const auto isShown = [&] { return chart.legend() && !chart.legend()->isHidden(); };
        const auto showAgain = [&] {
            chart.hover({300, 150});
            return isShown();
        };
        QVERIFY(showAgain());
        QVERIFY(!chart.wheel({320, 150}, 120)); // the page scrolls
        QVERIFY(!isShown());

        QVERIFY(showAgain());
        QLineEdit palette(&chart.plot);
        palette.setAccessibleName(QStringLiteral("search"));
        palette.show();
        chart.plot.activateWindow();
        palette.setFocus();
        QTRY_VERIFY(palette.hasFocus());
        QVERIFY(!isShown());

        QVERIFY(showAgain());
        QMenu menu(&chart.plot);
        menu.addAction(QStringLiteral("Export"));
        menu.popup(chart.plot.mapToGlobal(QPoint(10, 10)));
        QVERIFY(!isShown());
        menu.close();

        QVERIFY(showAgain());
        chart.plot.resize(580, 280); // a dock took some of its room
        QTRY_VERIFY(!isShown());
    }

    void marksWhatIsAboveAndBelowTheFrame() {
        Chart chart;
        chart.plot.clearFocus();
        const auto inked = [&](bool top) {
            const QImage image = chart.plot.grab().toImage();
            const QColor wanted = td::kit::Theme::instance().color(td::kit::ColorId::SecondaryText);
            // The frame is 4 px below the top edge and 22 px above the bottom one; lines of other colours cross it.
            const int from = top ? 5 : image.height() - 27;
            int found = 0;
            for (int row = from; row < from + 4; ++row)
                for (int column = 60; column < image.width() - 12; ++column)
                    found += image.pixelColor(column, row) == wanted ? 1 : 0;
            return found;
        };
        chart.plot.setZoom({{}, Range{-10, 110}});
        const int nothingTop = inked(true), nothingBottom = inked(false);
        chart.plot.setZoom({{}, Range{20, 110}});
        QCOMPARE(inked(true), nothingTop);
        QVERIFY(inked(false) > nothingBottom + 20);
        chart.plot.setZoom({{}, Range{-10, 80}});
        QVERIFY(inked(true) > nothingTop + 20);
        QCOMPARE(inked(false), nothingBottom);
    }

    /// On a logarithmic axis steps crowd at the right: only those that stand apart have dots.
    void dotsStandOnPointsThatStandApart() {
        PlotState state;
        state.lines = {makeLine("rising", 0, 101, [](int64_t s) { return double(s); })};
        state.settings.xScale = XScale::Log;
        state.refit();
        const PlotLayout layout(state, QRectF(0, 0, 600, 300), 1);
        Polylines lines;
        state.lines.front().points->m4({layout.x.range, 600, XScale::Log}, Values::Smoothed, lines);
        QVERIFY(lines.exact);
        MarkFinder finder(layout);
        finder.add(state.lines.front(), lines);
        std::vector<double> found, expected;
        for (const Marks::Mark& mark : finder.take().marks)
            if (mark.kind == Marks::Kind::Dot) found.push_back(mark.at.x());
        const auto apart = [&](double a, double b) { return std::abs(layout.toX(a) - layout.toX(b)) >= 12; };
        for (int step = 1; step <= 100; ++step)
            if ((step == 1 || apart(step - 1, step)) && (step == 100 || apart(step, step + 1)))
                expected.push_back(layout.toX(step));
        QCOMPARE(found, expected);
        QVERIFY(found.size() > 3 && found.size() < 50);
    }

    void middleDragAndSpaceDragPan() {
        Chart chart;
        const Range x = chart.plot.xRange();
        chart.drag({300, 150}, {200, 150}, Qt::MiddleButton);
        QVERIFY(chart.plot.xRange().lo > x.lo + 10);
        QVERIFY(std::abs(chart.plot.xRange().length() - x.length()) < 1e-9);
        chart.plot.setZoom({});
        QTest::keyPress(&chart.plot, Qt::Key_Space);
        chart.drag({300, 150}, {400, 150});
        QTest::keyRelease(&chart.plot, Qt::Key_Space);
        QVERIFY(chart.plot.xRange().lo < x.lo - 10);
    }

    void draggingAnAxisPansItAlone() {
        Chart chart;
        const Range y = chart.plot.yRange(), x = chart.plot.xRange();
        chart.drag({15, 150}, {15, 100});
        QVERIFY(chart.plot.yRange().lo < y.lo);
        QCOMPARE(chart.plot.xRange(), x);
        chart.drag({300, 290}, {200, 290});
        QVERIFY(chart.plot.xRange().lo > x.lo);
    }

    void doubleClickFits() {
        Chart chart;
        chart.wheel({320, 150}, 240);
        QSignalSpy ranges(&chart.plot, &PlotWidget::zoomChanged);
        QTest::mouseDClick(&chart.plot, Qt::LeftButton, {}, {300, 150});
        QCOMPARE(chart.plot.zoom(), Zoom());
        QCOMPARE(ranges.size(), 1);
    }

    void altDragSelectsARangeAndHandlesMoveIt() {
        Chart chart;
        chart.drag({200, 100}, {300, 120}, Qt::LeftButton, Qt::AltModifier);
        QVERIFY(chart.plot.selection());
        const Range range = *chart.plot.selection();
        QVERIFY(range.lo > 20 && range.hi < 60);
        chart.drag({300, 100}, {400, 100});
        QCOMPARE(chart.plot.selection()->lo, range.lo);
        QVERIFY(chart.plot.selection()->hi > range.hi + 10);
        QCOMPARE(chart.plot.zoom(), Zoom()); // a handle is no zoom
    }

    void thePointerShowsTheTableNearestFirst() {
        Chart chart;
        QSignalSpy cursors(&chart.plot, &PlotWidget::cursorMoved);
        chart.hover({500, 60});
        QCOMPARE(cursors.size(), 1);
        const auto x = cursors.last().at(0).value<std::optional<double>>();
        QVERIFY(x && *x == std::floor(*x)); // on a point
        QVERIFY(chart.legend() && chart.legend()->isVisible());
        QVERIFY(!chart.legend()->geometry().contains(QPoint(500, 60)));
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&chart.plot, &leave);
        QVERIFY(!chart.legend()->isVisible());
    }

    void keysDoWhatTheMouseDoes() {
        Chart chart;
        QSignalSpy cursors(&chart.plot, &PlotWidget::cursorMoved);
        QTest::keyClick(&chart.plot, Qt::Key_Right);
        const double first = *cursors.last().at(0).value<std::optional<double>>();
        QTest::keyClick(&chart.plot, Qt::Key_Right);
        QCOMPARE(*cursors.last().at(0).value<std::optional<double>>(), first + 1);
        QTest::keyClick(&chart.plot, Qt::Key_R);
        QTest::keyClick(&chart.plot, Qt::Key_Right);
        QTest::keyClick(&chart.plot, Qt::Key_Right);
        QCOMPARE(*chart.plot.selection(), (Range{first + 1, first + 3}));
        QTest::keyClick(&chart.plot, Qt::Key_R);
        const Range x = chart.plot.xRange();
        QTest::keyClick(&chart.plot, Qt::Key_Plus);
        QVERIFY(chart.plot.xRange().length() < x.length());
        QTest::keyClick(&chart.plot, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(chart.plot.zoom() != Zoom());
        QTest::keyClick(&chart.plot, Qt::Key_F);
        QCOMPARE(chart.plot.zoom(), Zoom());
        QTest::keyClick(&chart.plot, Qt::Key_Escape);
        QVERIFY(!cursors.last().at(0).value<std::optional<double>>());
        QTest::keyClick(&chart.plot, Qt::Key_Escape);
        QVERIFY(!chart.plot.selection());
    }

    void limitsCanBeTyped() {
        Chart chart;
        QTest::mouseDClick(&chart.plot, Qt::LeftButton, {}, {15, 150});
        auto* popup = chart.plot.findChild<LimitsPopup*>();
        QVERIFY(popup && popup->isVisible());
        auto fields = popup->findChildren<QLineEdit*>();
        QCOMPARE(fields.size(), 2);
        QTest::keyClicks(fields[0], QStringLiteral("not a number"));
        QTest::keyClick(fields[0], Qt::Key_Return);
        QVERIFY(popup->isVisible());
        fields[0]->clear();
        QTest::keyClicks(fields[0], QStringLiteral("42.5"));
        QTest::keyClick(fields[0], Qt::Key_Return);
        QCOMPARE(chart.plot.settings().yMax, std::optional(42.5));
        QCOMPARE(chart.plot.yRange().hi, 42.5);
        QTRY_VERIFY(!chart.plot.findChild<LimitsPopup*>());
        QTest::keyClick(&chart.plot, Qt::Key_L, Qt::ShiftModifier);
        QVERIFY(chart.plot.findChild<LimitsPopup*>());
    }

    void linkedRangesAndCursorsAreSilent() {
        Chart chart;
        QSignalSpy ranges(&chart.plot, &PlotWidget::zoomChanged), cursors(&chart.plot, &PlotWidget::cursorMoved),
            selections(&chart.plot, &PlotWidget::selectionChanged);
        chart.plot.setZoom({Range{10, 20}, chart.plot.zoom().y});
        chart.plot.setLinkedCursor(15);
        chart.plot.setSelection(Range{11, 12}, false);
        QCOMPARE(ranges.size() + cursors.size() + selections.size(), 0);
        QCOMPARE(chart.plot.xRange(), (Range{10, 20}));
    }

    void countsValuesAboveTheFrame() {
        Chart chart;
        chart.plot.setZoom({{}, Range{0, 89.5}});
        QCOMPARE(chart.plot.outliersAbove(), 22); // 90 … 100 of each line
        chart.plot.setZoom({Range{0, 50}, chart.plot.zoom().y});
        QCOMPARE(chart.plot.outliersAbove(), 11);
    }

    void screenReadersHearARangeAndTheLines() {
        const Chart chart;
        auto* interface = QAccessible::queryAccessibleInterface(const_cast<PlotWidget*>(&chart.plot));
        QVERIFY(interface);
        QCOMPARE(interface->role(), QAccessible::Chart);
        QVERIFY(interface->text(QAccessible::Name).contains(QLatin1String("val/loss")));
        const QString description = interface->text(QAccessible::Description);
        QVERIFY(description.indexOf(QLatin1String("rising")) < description.indexOf(QLatin1String("falling")));
        QVERIFY(description.contains(QLatin1String("rising")));
    }

    void nothingAndNonsenseArePaintedCalmly() {
        const WarningCounter warnings;
        Chart chart;
        const auto nan = std::nan("");
        const std::vector<std::vector<Line>> hard = {
            {},
            {Line{}},
            {makeLine("none", 0, 0, [](int64_t) { return 0.0; })},
            {makeLine("nan", 0, 50, [nan](int64_t) { return nan; })},
            {makeLine("one", 0, 1, [](int64_t) { return 3.0; })},
            {makeLine("huge", 0, 50, [](int64_t s) { return s % 2 ? 1e308 : -1e308; })},
            {makeLine("tiny", 0, 50, [](int64_t s) { return 5e-324 * double(s); })}};
        for (const auto& lines : hard)
            for (const auto y : {YScale::Linear, YScale::Log, YScale::Symlog})
                for (const auto x : {XScale::Linear, XScale::Log}) {
                    PlotSettings settings;
                    settings.yScale = y;
                    settings.xScale = x;
                    chart.plot.setLines(lines);
                    chart.plot.setSettings(settings);
                    chart.hover({300, 100});
                    QTest::keyClick(&chart.plot, Qt::Key_Right);
                    chart.wheel({300, 100}, 1200);
                    QVERIFY(!chart.plot.grab().isNull());
                    chart.plot.setZoom({});
                }
        QCOMPARE(warnings.count(), 0);
    }

    void sharedWorkIsDoneOnceEach() {
        for (const int count : {0, 1, 2, 3, 97})
            for (int round = 0; round < 200; ++round) {
                std::vector<int> calls(static_cast<size_t>(count));
                shareOut(count, [&](int i) { ++calls[static_cast<size_t>(i)]; });
                QCOMPARE(std::count(calls.begin(), calls.end(), 1), count);
            }
    }

    void ofThousandsOfLinesAllAreDrawnAndNobodyWaits() {
        Chart chart;
        chart.plot.clearFocus();
        std::vector<Line> lines;
        for (int i = 0; i < 2000; ++i)
            lines.push_back(makeLine(("line " + std::to_string(i)).c_str(), i, 20,
                                     [i](int64_t s) { return i * .05 + std::sin(double(s) + i); }));
        chart.plot.setLines(lines);
        QElapsedTimer timer;
        timer.start();
        const QImage first = chart.plot.grab().toImage();
        QVERIFY2(timer.elapsed() < 500, "the topmost are there at once");
        QVERIFY(!chart.plot.isWhole());
        QTRY_VERIFY(chart.plot.isWhole());
        const QImage whole = chart.plot.grab().toImage();
        QVERIFY(first != whole);
        // What a picture made in one go holds: the same pixels within the frame.
        const bool dark = td::kit::Theme::instance().isDark();
        chart.plot.setTitle({});
        QImage scene(whole.size() + QSize(18, 12), QImage::Format_RGB32); // a picture has margins of its own
        QPainter painter(&scene);
        chart.plot.scene()->paintInto(painter, scene.rect(), dark, false);
        painter.end();
        const QRect frame(60, 20, 400, 200);
        QCOMPARE(whole.convertToFormat(QImage::Format_RGB32).copy(frame), scene.copy(frame.translated(12, 6)));
        // Other points in the same view: the old picture stays until the new one is there.
        lines.resize(1900);
        chart.plot.setZoom({chart.plot.xRange(), chart.plot.yRange()});
        QTRY_VERIFY(chart.plot.isWhole());
        const QImage before = chart.plot.grab().toImage();
        chart.plot.setLines(lines);
        QCOMPARE(chart.plot.grab().toImage(), before);
        QTRY_VERIFY(chart.plot.isWhole() && chart.plot.grab().toImage() != before);
    }

    void amongThousandsOnlyTheLinesOfTheTableHaveRings() {
        Chart chart;
        std::vector<Line> lines;
        for (int i = 0; i < 1000; ++i)
            lines.push_back(makeLine(("line " + std::to_string(i)).c_str(), 0, 20, [i](int64_t) { return double(i); }));
        chart.plot.setLines(lines);
        QTRY_VERIFY(!chart.plot.grab().isNull() && chart.plot.isWhole());
        chart.hover({300, 100});
        QVERIFY(chart.legend() && chart.legend()->isVisible());
        chart.legend()->setVisible(false);
        const QImage with = chart.plot.grab().toImage();
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&chart.plot, &leave);
        const QImage without = chart.plot.grab().toImage();
        int top = with.height(), bottom = 0; // rows that differ beside the cursor's line
        for (int y = 0; y < with.height() - 24; ++y)
            for (int x = 0; x < with.width(); ++x)
                if (with.pixel(x, y) != without.pixel(x, y) && with.pixel(x + 2, y) != without.pixel(x + 2, y))
                    top = std::min(top, y), bottom = std::max(bottom, y);
        QVERIFY2(top < 100 && bottom >= 100 && bottom - top < 30, qPrintable(QString::number(bottom - top)));
    }

    void bothThemesPaintTheirOwnColours() {
        const WarningCounter warnings;
        Chart chart;
        for (const auto mode : {td::kit::ThemeMode::Light, td::kit::ThemeMode::Dark}) {
            td::kit::Theme::instance().setMode(mode);
            const QImage image = chart.plot.grab().toImage();
            QCOMPARE(image.pixelColor(300, 5), td::kit::Theme::instance().color(td::kit::ColorId::Surface));
            const td::kit::Theme& theme = td::kit::Theme::instance();
            const QColor surface = theme.color(td::kit::ColorId::Surface);
            // Both lines cross the whole chart: nearly every column holds each one's own colour …
            for (const int slot : {0, 1}) {
                const int columns = columnsWith(image, theme.seriesColor(slot), surface);
                QVERIFY2(columns > image.width() * 8 / 10, qPrintable(QString::number(columns)));
            }
            // … no other line's, and the labels are written in the colour of secondary text.
            QCOMPARE(columnsWith(image, theme.seriesColor(2), surface), 0);
            QVERIFY(columnsWith(image, theme.color(td::kit::ColorId::SecondaryText), surface) > 20);
        }
        QCOMPARE(warnings.count(), 0);
    }
};

QTEST_MAIN(PlotTest)
#include "plot_test.moc"
