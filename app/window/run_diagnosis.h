#pragma once

#include "engine/runlog/snapshot.h"

#include <atomic>
#include <memory>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <unordered_map>
#include <vector>

namespace td::app {

/// What is wrong or odd in the points of the runs (restarts, NaN, steps that go back …), found out on a worker once a
/// run is read and again as it grows: runs that did not change are not looked at twice, and at most a tenth of the time
/// of one core goes into it.
///
/// Threads: GUI thread. The destructor waits for the run being looked at.
class RunDiagnosis : public QObject {
    Q_OBJECT
public:
    explicit RunDiagnosis(QObject* parent = nullptr);
    ~RunDiagnosis() override;

    void setSnapshot(std::shared_ptr<const runlog::StoreSnapshot> snapshot);
    void forget(); ///< something else is being opened: run ids begin anew
    /// All issues of this run: those met while reading, and those of its points as far as they are known.
    [[nodiscard]] const std::vector<runlog::Issue>& issuesOf(const runlog::RunSnapshot& run) const;

    /// Whether every run that is there was looked at.
    [[nodiscard]] bool isSettled() const { return !m_snapshot || (!m_busy && changedRuns().empty()); }

Q_SIGNALS:
    void changed();

private:
    struct Found {
        uint64_t generation = 0;
        std::vector<runlog::Issue> issues;
    };
    using Findings = std::unordered_map<uint32_t, Found>; ///< by run id
    void start();
    void take(Findings found);
    [[nodiscard]] std::vector<std::shared_ptr<const runlog::RunSnapshot>> changedRuns() const;

    std::shared_ptr<const runlog::StoreSnapshot> m_snapshot;
    Findings m_found;
    QTimer m_timer;
    bool m_busy = false;
    uint64_t m_request = 0;
    std::shared_ptr<std::atomic<bool>> m_stopped;
    QThreadPool m_pool;
};

} // namespace td::app
