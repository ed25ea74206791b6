#pragma once

#include <memory>
#include <QElapsedTimer>
#include <QObject>
#include <QTemporaryDir>
#include <vector>

namespace td::runlog {
class EventWriter;
}

namespace td::app {

class MainWindow;

/// What `--measure-live` does: writes a run of its own into a folder that the window has open, point by point, and
/// prints as a JSON line how long each took from its write until the chart that shows it was painted; then the program
/// ends.
///
/// Threads: GUI thread. Exit code 1 when a point did not come within ten seconds.
class MeasureLive : public QObject {
    Q_OBJECT
public:
    explicit MeasureLive(MainWindow& window);
    ~MeasureLive() override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void begin();
    void write();
    void look();
    [[nodiscard]] size_t pointsShown() const;
    void finish();

    MainWindow& m_window;
    QTemporaryDir m_folder;
    std::unique_ptr<runlog::EventWriter> m_writer;
    QElapsedTimer m_sinceWrite;
    QObject* m_plot = nullptr; ///< whose paints are watched
    size_t m_written = 0;
    bool m_waiting = false;
    std::vector<double> m_seconds; ///< of each point after the first
};

} // namespace td::app
