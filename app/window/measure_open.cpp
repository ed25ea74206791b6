#include "app/window/measure_open.h"

#include "app/window/runs_page.h"
#include "app/window/start_clock.h"
#include "views/scalars/chart_card.h"
#include "views/scalars/chart_grid.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <QCoreApplication>
#include <QEvent>
#include <QMouseEvent>
#include <vector>

namespace td::app {
namespace {

/// What follows the last line (problems, the index) may block as well.
constexpr double kAfterwardsS = 1.0, kPatienceS = 120;
constexpr int kMoves = 100;

/// Processor time of the calling thread.
double computedS() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double seconds(const QElapsedTimer& timer) {
    return static_cast<double>(timer.nsecsElapsed()) * 1e-9;
}

} // namespace

MeasureOpen::MeasureOpen(QWidget& window)
    : QObject(&window)
    , m_window(window) {
    m_heart.setTimerType(Qt::PreciseTimer);
    m_heart.setInterval(1);
    connect(&m_heart, &QTimer::timeout, this, &MeasureOpen::beat);
    window.installEventFilter(this);
}

bool MeasureOpen::eventFilter(QObject*, QEvent* event) {
    if (event->type() == QEvent::UpdateRequest && !m_sincePaint.isValid()) {
        m_sincePaint.start();
        QTimer::singleShot(0, this, &MeasureOpen::begin); // the paint happens in this very event
    }
    return false;
}

void MeasureOpen::begin() {
    m_window.removeEventFilter(this);
    m_sincePaint.start();
    m_sinceBeat.start();
    m_computedS = computedS();
    m_heart.start();
}

void MeasureOpen::beat() {
    const double now = seconds(m_sincePaint), gap = seconds(m_sinceBeat);
    if (gap > m_longestS) {
        m_longestS = gap;
        m_longestAtS = now;
    }
    const double computed = computedS();
    m_longestComputedS = std::max(m_longestComputedS, computed - m_computedS);
    if (m_firstLineS < 0 && hasFirstLine()) m_firstLineS = now;
    if (m_firstLineS >= 0 && m_allRunsS < 0 && hasAllRuns()) m_allRunsS = now;
    const bool done = m_allRunsS >= 0 && now > m_allRunsS + kAfterwardsS;
    m_computedS = computedS(); // what looking costs is not counted
    m_sinceBeat.start();
    if (!done && now < kPatienceS) return;
    m_heart.stop();
    report();
    QCoreApplication::exit(done ? 0 : 1);
}

void MeasureOpen::report() const {
    if (m_firstLineS >= 0) say("first line", m_firstLineS);
    if (m_allRunsS >= 0) say("all runs", m_allRunsS);
    say("longest block", m_longestS,
        ", \"ended_at_s\": " + QByteArray::number(m_longestAtS, 'f', 3) +
            ", \"cpu_s\": " + QByteArray::number(m_longestComputedS, 'f', 4));
    if (m_allRunsS >= 0) moveMouse();
    std::printf("{\"kind\": \"start\", \"what\": \"memory\", \"pss_mb\": %.1f}\n", proportionalSetMb());
    std::fflush(stdout);
}

void MeasureOpen::moveMouse() const {
    auto cards = m_window.findChild<scalars::ScalarsView*>()->grid()->cards();
    const auto first = std::min_element(cards.begin(), cards.end(), [](const auto* a, const auto* b) {
        return std::pair(a->y(), a->x()) < std::pair(b->y(), b->x());
    });
    if (first == cards.end()) return;
    plot::PlotWidget* plot = (*first)->plot();
    std::vector<double> times;
    for (int i = 0; i < kMoves; ++i) {
        const QPointF at(plot->width() * (.3 + .4 * i / kMoves), plot->height() * (.3 + .01 * (i % 30)));
        QMouseEvent event(QEvent::MouseMove, at, plot->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QElapsedTimer timer;
        timer.start();
        QCoreApplication::sendEvent(plot, &event);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::UpdateRequest);
        times.push_back(seconds(timer));
    }
    std::sort(times.begin(), times.end());
    say("mouse move", times[times.size() / 2], ", \"longest_s\": " + QByteArray::number(times.back(), 'f', 4));
}

void MeasureOpen::say(const char* what, double wallS, const QByteArray& more) const {
    std::printf("{\"kind\": \"start\", \"what\": \"%s\", \"wall_s\": %.4f%s, \"from\": \"end of the first paint\"}\n",
                what, wallS, more.constData());
}

bool MeasureOpen::hasFirstLine() const {
    const auto* charts = m_window.findChild<scalars::ScalarsView*>();
    if (!charts) return false;
    const auto cards = charts->grid()->cards();
    return std::any_of(cards.begin(), cards.end(), [](const auto* card) { return card->hasLines(); });
}

bool MeasureOpen::hasAllRuns() const {
    const auto* page = m_window.findChild<RunsPage*>();
    if (!page || page->isReading() || !page->charts()->isSettled()) return false;
    const auto cards = page->charts()->grid()->cards();
    return std::all_of(cards.begin(), cards.end(), [&](const scalars::ChartCard* card) {
        return card->plot()->lines().size() == page->charts()->presenter().linesOf(card->chart()).size();
    });
}

} // namespace td::app
