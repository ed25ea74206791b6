#include "app/window/run_source.h"

#include "views/kit/worker.h"

#include <utility>

namespace td::app {
namespace {

constexpr int kIntervalMs = 50;

} // namespace

RunSource::RunSource(QObject* parent)
    : QObject(parent) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &RunSource::take);
}

RunSource::~RunSource() {
    close();
}

void RunSource::close() {
    if (!m_store) return;
    m_store->setListener({});
    // Stopping its threads may take a moment: not on this one.
    QThreadPool::globalInstance()->start([store = std::move(m_store)]() mutable { store.reset(); });
    m_store.reset();
}

void RunSource::open(std::vector<runlog::Root> roots, runlog::StoreOptions options) {
    close();
    m_roots = roots;
    m_snapshot.reset();
    using Opened = Result<std::shared_ptr<runlog::RunStore>>;
    kit::onWorker(
        this,
        [roots = std::move(roots), options]() -> Opened {
            auto store = runlog::RunStore::open(roots, options);
            if (!store) return failure(store.error());
            return std::shared_ptr<runlog::RunStore>(std::move(*store));
        },
        [this, request = ++m_request](Opened store) {
            if (request != m_request) return; // something else was opened meanwhile
            if (store)
                adopt(std::move(*store));
            else
                Q_EMIT failed(store.error());
        });
}

void RunSource::adopt(std::shared_ptr<runlog::RunStore> store) {
    m_store = std::move(store);
    // One message at a time in the queue, however fast the store commits.
    auto posted = std::make_shared<std::atomic<bool>>(false);
    m_store->setListener([guard = QPointer<RunSource>(this), posted](uint64_t) {
        if (posted->exchange(true)) return;
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [guard, posted] {
                *posted = false;
                if (guard && !guard->m_timer.isActive()) guard->m_timer.start();
            },
            Qt::QueuedConnection);
    });
    m_snapshot = m_store->snapshot();
    Q_EMIT opened();
    Q_EMIT snapshotChanged();
}

void RunSource::take() {
    if (!m_store) return;
    auto before = std::exchange(m_snapshot, m_store->snapshot());
    Q_EMIT snapshotChanged();
    kit::dropOnWorker(std::move(before)); // nobody else holds it by now, and it may be all that is left of many runs
}

void RunSource::rescan() {
    if (m_store) m_store->rescan();
}

} // namespace td::app
