#include "views/kit/undo.h"

#include <QElapsedTimer>
#include <QHash>
#include <QUndoCommand>

namespace td::kit {
namespace {

class ViewStep : public QUndoCommand {
public:
    ViewStep(const QString& text, QString key, int windowMs, std::function<void()> undoIt, std::function<void()> redoIt)
        : QUndoCommand(text)
        , m_key(std::move(key))
        , m_windowMs(windowMs)
        , m_undo(std::move(undoIt))
        , m_redo(std::move(redoIt)) {
        m_age.start();
    }
    void undo() override { m_undo(); }
    void redo() override {
        if (m_made) m_redo();
        m_made = true; // the stack calls redo() when a step is pushed; the change was made by then
    }
    [[nodiscard]] int id() const override { return m_key.isEmpty() ? -1 : static_cast<int>(qHash(m_key) & 0x7fffffff); }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = dynamic_cast<const ViewStep*>(other);
        if (!next || next->m_key != m_key || m_age.elapsed() > m_windowMs) return false;
        m_redo = next->m_redo;
        m_age.restart();
        return true;
    }

private:
    QString m_key;
    int m_windowMs;
    std::function<void()> m_undo, m_redo;
    QElapsedTimer m_age;
    bool m_made = false;
};

} // namespace

ViewUndo::ViewUndo(QObject* parent)
    : QObject(parent) {
    m_stack.setUndoLimit(500);
}

void ViewUndo::push(const QString& text, const QString& mergeKey, std::function<void()> undo,
                    std::function<void()> redo) {
    m_stack.push(new ViewStep(text, mergeKey, m_mergeWindowMs, std::move(undo), std::move(redo)));
}

void ViewUndo::clear() {
    m_stack.clear();
}

} // namespace td::kit
