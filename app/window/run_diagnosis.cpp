#include "app/window/run_diagnosis.h"

#include "engine/runlog/doctor.h"
#include "views/kit/worker.h"

#include <algorithm>
#include <QElapsedTimer>
#include <unordered_set>

namespace td::app {
namespace {

constexpr int kPauseMs = 300;
constexpr qint64 kShareOfTime = 9; ///< pauses are this much longer than the work

} // namespace

RunDiagnosis::RunDiagnosis(QObject* parent)
    : QObject(parent)
    , m_stopped(std::make_shared<std::atomic<bool>>(false)) {
    m_pool.setMaxThreadCount(1);
    m_timer.setSingleShot(true);
    m_timer.setInterval(kPauseMs);
    connect(&m_timer, &QTimer::timeout, this, &RunDiagnosis::start);
}

RunDiagnosis::~RunDiagnosis() {
    *m_stopped = true;
    m_pool.clear();
    m_pool.waitForDone();
}

void RunDiagnosis::setSnapshot(std::shared_ptr<const runlog::StoreSnapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    // While everything is being read for the first time the processor has better things to do.
    const bool reading = m_snapshot && (m_snapshot->progress.loading || m_snapshot->progress.scanning);
    if (m_snapshot && !reading && !m_busy && !m_timer.isActive() && !changedRuns().empty()) m_timer.start();
}

void RunDiagnosis::forget() {
    ++m_request;
    m_timer.stop();
    m_busy = false;
    m_found.clear();
    m_snapshot.reset();
}

const std::vector<runlog::Issue>& RunDiagnosis::issuesOf(const runlog::RunSnapshot& run) const {
    const auto it = m_found.find(run.id);
    return it == m_found.end() ? run.issues : it->second.issues;
}

std::vector<std::shared_ptr<const runlog::RunSnapshot>> RunDiagnosis::changedRuns() const {
    std::vector<std::shared_ptr<const runlog::RunSnapshot>> runs;
    for (const auto& run : m_snapshot->runs) {
        const auto it = m_found.find(run->id);
        if (it == m_found.end() || it->second.generation != run->generation) runs.push_back(run);
    }
    return runs;
}

void RunDiagnosis::start() {
    if (!m_snapshot) return;
    m_busy = true;
    kit::onWorker(
        &m_pool, this,
        [runs = changedRuns(), stopped = m_stopped] {
            QElapsedTimer clock;
            clock.start();
            Findings found;
            for (const auto& run : runs) {
                if (*stopped) break;
                found[run->id] = {run->generation, runlog::diagnose(*run)};
            }
            return std::pair(std::move(found), clock.elapsed());
        },
        [this, request = m_request](std::pair<Findings, qint64> result) {
            if (request != m_request) return; // about what was open before
            m_timer.setInterval(static_cast<int>(std::clamp<qint64>(result.second * kShareOfTime, kPauseMs, 60'000)));
            take(std::move(result.first));
        });
}

void RunDiagnosis::take(Findings found) {
    m_busy = false;
    for (auto& [id, each] : found)
        m_found[id] = std::move(each);
    std::unordered_set<uint32_t> present;
    for (const auto& run : m_snapshot->runs)
        present.insert(run->id);
    std::erase_if(m_found, [&](const auto& entry) { return !present.contains(entry.first); });
    Q_EMIT changed();
    setSnapshot(m_snapshot); // what changed meanwhile
}

} // namespace td::app
