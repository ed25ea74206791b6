#include "views/plot/shared_work.h"

#include "views/kit/worker.h"

#include <atomic>
#include <QThread>
#include <QThreadPool>

namespace td::plot {
namespace {

constexpr int kMostSharers = 4; // more than that wait for the memory, not for each other

/// Outlives the call that made it: a thread that comes late finds nothing left to take.
struct Job {
    const std::function<void(int)>* work;
    int count;
    std::atomic<int> taken{0}, done{0};

    Job(const std::function<void(int)>* theWork, int theCount)
        : work(theWork)
        , count(theCount) {}
    void run() {
        for (int item = taken++; item < count; item = taken++) {
            (*work)(item);
            if (++done == count) done.notify_one();
        }
    }
    void waitForOthers() {
        for (int seen = done; seen < count; seen = done)
            done.wait(seen);
    }
};

/// Painting has threads of its own: those of long work may all be busy just when a frame is due.
QThreadPool& crew() {
    static QThreadPool pool;
    [[maybe_unused]] static const bool ready = [] {
        pool.setMaxThreadCount(std::max(1, sharers() - 1));
        pool.setObjectName(QStringLiteral("painting"));
        return true;
    }();
    return pool;
}

} // namespace

int sharers() {
    static const int count = std::clamp(QThread::idealThreadCount(), 1, kMostSharers);
    return count;
}

void shareOut(int count, const std::function<void(int)>& work) {
    if (kit::yieldsToTheWindow()) { // a thread of the crew that starts here would paint at its leisure ever after
        for (int item = 0; item < count; ++item)
            work(item);
        return;
    }
    const auto job = std::make_shared<Job>(&work, count);
    for (int helper = 1; helper < std::min(sharers(), count); ++helper)
        if (!crew().tryStart([job] { job->run(); })) break;
    job->run();
    job->waitForOthers();
}

} // namespace td::plot
