#include "app/window/measure_live.h"

#include "app/window/main_window.h"
#include "engine/runlog/event_writer.h"
#include "views/plot_present/plot_series.h"
#include "views/scalars/chart_card.h"
#include "views/scalars/chart_grid.h"
#include "views/scalars/scalars_view.h"

#include <algorithm>
#include <cstdio>
#include <QCoreApplication>
#include <QEvent>
#include <QTimer>

namespace td::app {
namespace {

constexpr size_t kPoints = 21;                  // the first only makes the chart
constexpr int kLookEveryMs = 5, kPauseMs = 347; // in step with none of the program's own timers
constexpr double kPatienceS = 10;
constexpr const char* kTag = "loss";

const plot::PlotWidget* plotOf(const MainWindow& window) {
    const auto* charts = window.findChild<scalars::ScalarsView*>();
    const auto* card = charts ? charts->grid()->card(kTag) : nullptr;
    return card && card->hasLines() ? card->plot() : nullptr;
}

} // namespace

MeasureLive::MeasureLive(MainWindow& window)
    : QObject(&window)
    , m_window(window) {
    QTimer::singleShot(0, this, &MeasureLive::begin);
}

MeasureLive::~MeasureLive() = default;

void MeasureLive::begin() {
    runlog::EventWriter::Options options;
    options.fileName = "events.out.tfevents.1700000000.live";
    auto writer = runlog::EventWriter::create(m_folder.path().toStdString(), options);
    if (!writer) return QCoreApplication::exit(1);
    m_writer = std::move(*writer);
    m_window.openPaths({m_folder.path()});
    write();
    auto* looking = new QTimer(this);
    connect(looking, &QTimer::timeout, this, &MeasureLive::look);
    looking->start(kLookEveryMs);
}

void MeasureLive::write() {
    m_writer->addScalar(kTag, static_cast<int64_t>(m_written), 1.0F / static_cast<float>(1 + m_written));
    m_waiting = true;
    ++m_written;
    m_sinceWrite.start();
    if (!m_writer->flush()) QCoreApplication::exit(1);
}

/// Finds the chart once it is there; its paints are watched from then on.
void MeasureLive::look() {
    if (const auto* plot = plotOf(m_window); plot && plot != m_plot) {
        m_plot = const_cast<plot::PlotWidget*>(plot);
        m_plot->installEventFilter(this);
        const_cast<plot::PlotWidget*>(plot)->update();
    }
    if (m_waiting && static_cast<double>(m_sinceWrite.elapsed()) > kPatienceS * 1000) QCoreApplication::exit(1);
}

size_t MeasureLive::pointsShown() const {
    const auto* plot = plotOf(m_window);
    return plot && !plot->lines().empty() ? plot->lines().front().points->size() : 0;
}

bool MeasureLive::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::Paint || !m_waiting || pointsShown() < m_written) return false;
    m_waiting = false;
    watched->removeEventFilter(this); // paints by itself now, so that the end of the paint can be told
    QCoreApplication::sendEvent(watched, event);
    watched->installEventFilter(this);
    if (m_written > 1) m_seconds.push_back(static_cast<double>(m_sinceWrite.nsecsElapsed()) * 1e-9);
    if (m_written < kPoints)
        QTimer::singleShot(kPauseMs, this, &MeasureLive::write);
    else
        QTimer::singleShot(0, this, &MeasureLive::finish);
    return true;
}

void MeasureLive::finish() {
    std::sort(m_seconds.begin(), m_seconds.end());
    std::printf("{\"kind\": \"live\", \"what\": \"write to painted\", \"points\": %zu, \"wall_s\": %.3f, "
                "\"max_s\": %.3f}\n",
                m_seconds.size(), m_seconds[m_seconds.size() / 2], m_seconds.back());
    std::fflush(stdout);
    QCoreApplication::exit(0);
}

} // namespace td::app
