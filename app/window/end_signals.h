#pragma once

#include <QObject>

namespace td::app {

/// Makes of the system's asking to end (SIGTERM, SIGHUP, SIGINT: a logout, a closed terminal, Ctrl+C) a closing of all
/// windows, so that what is open is kept as after any other end. One may exist at a time.
///
/// Threads: GUI. The handlers write one byte into a pipe, which the event loop reads.
class EndSignals : public QObject {
    Q_OBJECT
public:
    explicit EndSignals(QObject* parent = nullptr);
    ~EndSignals() override;
};

} // namespace td::app
