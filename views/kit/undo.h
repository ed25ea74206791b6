#pragma once

#include <functional>
#include <QString>
#include <QUndoStack>

namespace td::kit {

/// Undo for changes of a view: zoom, smoothing, what is shown. Steps of the same `mergeKey` that follow each other
/// within a second become one, so that dragging a slider is one step.
///
/// Threads: GUI thread. The functions must not outlive what they capture: clear() before that dies.
class ViewUndo : public QObject {
    Q_OBJECT
public:
    explicit ViewUndo(QObject* parent = nullptr);

    /// A change already made: `redo` is not called now. `text` names it in the menu ("Zoom").
    void push(const QString& text, const QString& mergeKey, std::function<void()> undo, std::function<void()> redo);
    /// The window within which equal keys merge; tests set 0 or a long time.
    void setMergeWindowMs(int ms) { m_mergeWindowMs = ms; }
    void clear();
    [[nodiscard]] QUndoStack& stack() { return m_stack; }

private:
    QUndoStack m_stack;
    int m_mergeWindowMs = 1000;
};

} // namespace td::kit
