#include "app/window/chart_actions.h"

#include "app/window/runs_page.h"
#include "views/kit/action_registry.h"

#include <QCoreApplication>

namespace td::app {
namespace {

using plot::Smoothing;
using plot::XMode;
using plot::XScale;
using scalars::ChartCard;
using scalars::ChartSettings;
using scalars::ScalarsView;

constexpr double kSmoothingStep = 0.05, kMostSmoothing = 0.999;

class ChartActions {
    Q_DECLARE_TR_FUNCTIONS(td::app::ChartActions)
public:
    ChartActions(kit::ActionRegistry& actions, QObject* context, const std::function<RunsPage*()>& page)
        : m_actions(actions)
        , m_context(context)
        , m_page(page) {}

    void addThoseOfAChart() {
        ofChart(
            "charts.fit", [] { return tr("Fit the chart to its data"); }, "fit", {}, ChartCard::Action::Fit);
        ofChart(
            "charts.logY", [] { return tr("Logarithmic y axis of the chart, or back"); }, "log", {},
            ChartCard::Action::ToggleLog);
        ofChart(
            "charts.pin", [] { return tr("Pin the chart to the top, or unpin it"); }, "pin",
            QKeySequence(Qt::CTRL | Qt::Key_D), ChartCard::Action::TogglePin);
        ofChart(
            "charts.fullSize", [] { return tr("Chart at full size, or back"); }, "expand",
            QKeySequence(Qt::CTRL | Qt::Key_Return), ChartCard::Action::ToggleFullSize);
        ofChart(
            "charts.detach", [] { return tr("Open the chart in its own window"); }, "detach", {},
            ChartCard::Action::Detach);
        ofChart(
            "charts.width", [] { return tr("Make the chart wider or narrower"); }, "columns", {},
            ChartCard::Action::ToggleWidth);
        ofChart(
            "charts.export", [] { return tr("Export the chart…"); }, "export", QKeySequence(Qt::CTRL | Qt::Key_E),
            ChartCard::Action::Export);
    }

    void addThoseOfTheGrid() {
        add(
            "charts.fitAll", [] { return tr("Fit all charts"); }, "fit", QKeySequence(Qt::CTRL | Qt::Key_0),
            [](RunsPage& page) { page.charts()->fitAll(); });
        add(
            "charts.foldAll", [] { return tr("Fold all groups"); }, "chevron-right", {},
            [](RunsPage& page) { page.charts()->setAllCollapsed(true); });
        add(
            "charts.openAll", [] { return tr("Open all groups"); }, "chevron-down", {},
            [](RunsPage& page) { page.charts()->setAllCollapsed(false); });
        add(
            "charts.clearRange", [] { return tr("Clear the selected range"); }, "range", {},
            [](RunsPage& page) { page.charts()->clearRange(); });
        add(
            "charts.follow", [] { return tr("Follow live, or stop following"); }, "live", {},
            [](RunsPage& page) { page.setFollowing(!page.charts()->isFollowing()); });
    }

    void addAxes() {
        ofSettings(
            "charts.xStep", [] { return tr("X axis: training step"); },
            [](ChartSettings& s) { s.xMode = XMode::Step; });
        ofSettings(
            "charts.xRelative", [] { return tr("X axis: time since the run began"); },
            [](ChartSettings& s) { s.xMode = XMode::Relative; });
        ofSettings(
            "charts.xWall", [] { return tr("X axis: date and time"); },
            [](ChartSettings& s) { s.xMode = XMode::Wall; });
        ofSettings(
            "charts.logX", [] { return tr("Logarithmic x axis, or back"); },
            [](ChartSettings& s) { s.xScale = s.xScale == XScale::Log ? XScale::Linear : XScale::Log; });
        ofSettings(
            "charts.outliers", [] { return tr("Fit the y axis without outliers, or with them"); },
            [](ChartSettings& s) { s.ignoreOutliers = !s.ignoreOutliers; });
    }

    void addGroups() {
        ofSettings(
            "charts.groupFolder", [] { return tr("Mean and deviation of the runs of a folder"); },
            [](ChartSettings& s) { s.grouping = scalars::Grouping::Folder; });
        ofSettings(
            "charts.groupNone", [] { return tr("Each run on its own, without means"); },
            [](ChartSettings& s) { s.grouping = scalars::Grouping::None; });
    }

    void addSmoothing() {
        smoothing(
            "charts.smoothNone", [] { return tr("Smoothing: none"); }, Smoothing::None);
        smoothing(
            "charts.smoothEma", [] { return tr("Smoothing: EMA"); }, Smoothing::Ema);
        smoothing(
            "charts.smoothTimeEma", [] { return tr("Smoothing: time-weighted EMA"); }, Smoothing::TimeWeightedEma);
        smoothing(
            "charts.smoothGaussian", [] { return tr("Smoothing: Gaussian"); }, Smoothing::Gaussian);
        smoothing(
            "charts.smoothMean", [] { return tr("Smoothing: running mean"); }, Smoothing::RunningMean);
        smoothing(
            "charts.smoothMedian", [] { return tr("Smoothing: running median"); }, Smoothing::RunningMedian);
        ofSettings(
            "charts.smoothMore", [] { return tr("Smooth more"); }, [](ChartSettings& s) { smoothBy(s, 1); },
            QKeySequence(Qt::CTRL | Qt::Key_BracketRight));
        ofSettings(
            "charts.smoothLess", [] { return tr("Smooth less"); }, [](ChartSettings& s) { smoothBy(s, -1); },
            QKeySequence(Qt::CTRL | Qt::Key_BracketLeft));
        ofSettings(
            "charts.original", [] { return tr("Show the original behind the smoothed line, or hide it"); },
            [](ChartSettings& s) { s.showOriginal = !s.showOriginal; });
    }

private:
    using Text = QString (*)();

    static void smoothBy(ChartSettings& settings, int steps) {
        auto& smoothing = settings.smoothing;
        if (smoothing.kind == Smoothing::None && steps > 0) smoothing = {Smoothing::Ema, 0};
        smoothing.weight = std::clamp(smoothing.weight + steps * kSmoothingStep, 0.0, kMostSmoothing);
    }

    void add(const char* id, Text text, const char* icon, const QKeySequence& key, std::function<void(RunsPage&)> run) {
        kit::ActionSpec spec;
        spec.id = QString::fromLatin1(id);
        spec.text = text;
        spec.category = [] { return tr("Charts"); };
        spec.icon = QString::fromLatin1(icon);
        spec.defaultKey = key;
        m_actions.add(std::move(spec), m_context, [page = m_page, run = std::move(run)] {
            RunsPage* there = page();
            if (!there) return;
            there->showTab(0); // what is done is seen
            run(*there);
        });
    }

    void ofChart(const char* id, Text text, const char* icon, const QKeySequence& key, ChartCard::Action action) {
        add(id, text, icon, key, [action](RunsPage& page) { page.charts()->perform(action); });
    }

    void ofSettings(const char* id, Text text, void (*change)(ChartSettings&), const QKeySequence& key = {}) {
        add(id, text, "scalars", key, [text, change](RunsPage& page) {
            ChartSettings settings = page.charts()->presenter().state().settings;
            change(settings);
            page.charts()->changeSettings(settings, text());
        });
    }

    void smoothing(const char* id, Text text, Smoothing kind) {
        add(id, text, "scalars", {}, [text, kind](RunsPage& page) {
            ChartSettings settings = page.charts()->presenter().state().settings;
            settings.smoothing.kind = kind;
            page.charts()->changeSettings(settings, text());
        });
    }

    kit::ActionRegistry& m_actions;
    QObject* m_context;
    std::function<RunsPage*()> m_page;
};

} // namespace

void addChartActions(kit::ActionRegistry& actions, QObject* context, const std::function<RunsPage*()>& page) {
    ChartActions charts(actions, context, page);
    charts.addThoseOfAChart();
    charts.addThoseOfTheGrid();
    charts.addAxes();
    charts.addSmoothing();
    charts.addGroups();
}

} // namespace td::app
