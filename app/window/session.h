#pragma once

#include "app/window/workspace.h"

#include <functional>
#include <optional>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

namespace td::app {

/// The unnamed workspace of this very session, saved a moment after each change, so that a crash or a pulled plug loses
/// nothing.
///
/// The file says whether the program ended properly and which process wrote it. A file of another living process is
/// left alone: that window keeps its own; this one then saves nothing. Threads: GUI thread; writing happens on a
/// worker.
class Session : public QObject {
    Q_OBJECT
public:
    /// `file`: another place (tests); empty: `$XDG_STATE_HOME/tensordesk/session.json`.
    explicit Session(std::function<Workspace()> capture, const QString& file = {}, QObject* parent = nullptr);
    ~Session() override;

    /// What was open when the program last ended without saying so; nothing after a proper end.
    [[nodiscard]] std::optional<Workspace> crashed() const { return m_crashed; }
    /// What was open at the last proper end.
    [[nodiscard]] std::optional<Workspace> previous() const { return m_previous; }

    void touch();   ///< something changed: save within two seconds
    void saveNow(); ///< on a worker, at once
    void end();     ///< a proper end: writes and waits

    void setDelayMs(int ms) { m_timer.setInterval(ms); }

private:
    void readPrevious();
    [[nodiscard]] QByteArray textOf(bool ended) const;
    std::function<Workspace()> m_capture;
    QString m_file;
    QTimer m_timer;
    QThreadPool m_worker;
    std::optional<Workspace> m_crashed, m_previous;
    bool m_ours = true; ///< no other living window keeps the file
};

} // namespace td::app
