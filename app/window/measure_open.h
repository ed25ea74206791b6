#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

class QWidget;

namespace td::app {

/// What `--measure-open PATH` prints, one JSON line each, and ends the program then; wall_s counts from the end of the
/// first paint:
///   "first line"     the first curve stands in a chart
///   "all runs"       everything is read, and every visible chart holds a line of every run that has its tag
///   "longest block"  the longest time the event loop did not turn, from the first paint until a moment after that;
///                    cpu_s: the most that this thread computed in one turn, which other programs do not lengthen
///   "mouse move"     then: median and longest of moves over the first chart, each until all that it changed is painted
///   "memory"         PSS at the end
///
/// Threads: GUI thread. Exit code 1 when nothing came within two minutes.
class MeasureOpen : public QObject {
    Q_OBJECT
public:
    explicit MeasureOpen(QWidget& window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void begin();
    void beat();
    void report() const;
    void moveMouse() const;
    void say(const char* what, double seconds, const QByteArray& more = {}) const;
    [[nodiscard]] bool hasFirstLine() const;
    [[nodiscard]] bool hasAllRuns() const;

    QWidget& m_window;
    QTimer m_heart;
    QElapsedTimer m_sincePaint, m_sinceBeat;
    double m_firstLineS = -1, m_allRunsS = -1;
    double m_longestS = 0, m_longestAtS = 0;
    double m_computedS = 0, m_longestComputedS = 0; ///< processor time of this thread: at the last beat; most in a turn
};

} // namespace td::app
