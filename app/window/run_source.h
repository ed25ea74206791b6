#pragma once

#include "engine/runlog/run_store.h"

#include <atomic>
#include <memory>
#include <QObject>
#include <QTimer>

namespace td::app {

/// The run store as the window sees it: opened and closed on workers, its commits handed over at most 20 times a
/// second.
///
/// Threads: GUI thread.
class RunSource : public QObject {
    Q_OBJECT
public:
    explicit RunSource(QObject* parent = nullptr);
    ~RunSource() override;

    /// Replaces what is open. opened() or failed() follows.
    void open(std::vector<runlog::Root> roots, runlog::StoreOptions options);
    void rescan();
    [[nodiscard]] const std::vector<runlog::Root>& roots() const { return m_roots; }
    /// Null before something is open.
    [[nodiscard]] std::shared_ptr<const runlog::StoreSnapshot> snapshot() const { return m_snapshot; }

Q_SIGNALS:
    void opened();
    void failed(const td::Error& error);
    void snapshotChanged();

private:
    void adopt(std::shared_ptr<runlog::RunStore> store);
    void take();
    void close();

    std::vector<runlog::Root> m_roots;
    std::shared_ptr<runlog::RunStore> m_store;
    std::shared_ptr<const runlog::StoreSnapshot> m_snapshot;
    uint64_t m_request = 0;
    QTimer m_timer;
};

} // namespace td::app
