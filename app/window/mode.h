#pragma once

#include <functional>
#include <QIcon>
#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <vector>

class QWidget;

namespace td::kit {
class ActionRegistry;
class CommandPalette;
class IssueList;
class JobList;
class Settings;
class ViewUndo;
} // namespace td::kit

namespace td::app {

class RecentList;

/// What the window lends its modes. All of it lives longer than any mode.
struct Services {
    kit::Settings& settings;
    kit::ActionRegistry& actions;
    kit::CommandPalette& palette; ///< addProvider() for runs, tags …
    kit::JobList& jobs;
    kit::IssueList& issues; ///< setSource("runs", …)
    kit::ViewUndo& undo;
    RecentList& recent; ///< describe() what a path was found to hold
};

/// Something a person should read once. Words are asked for again when the language changes.
struct Notice {
    std::function<QString()> sentence;
    bool isWarning = false;
    std::function<QString()> button = {}; ///< where something can be done about it
    std::function<void()> run = {};
};

/// A designed state of a mode's view, for `--screenshots`.
struct Scene {
    QString view;  ///< "scalars"
    QString state; ///< full, empty, loading, partial, error
    /// Brings the page into that state; returns false where the paths at hand cannot show it.
    std::function<bool()> enter;
    /// Whether everything asked for is on the screen; polled.
    std::function<bool()> isSettled;
};

/// One entry of the mode rail: a page and what the window must know of it.
///
/// Threads: GUI thread. The page is made on the first page() call and belongs to the window from then on.
class Mode : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual QString id() const = 0;       ///< "runs": stable; used in workspaces, action ids, file names
    [[nodiscard]] virtual QString title() const = 0;    ///< translated, one word
    [[nodiscard]] virtual QString iconName() const = 0; ///< for Theme::icon
    [[nodiscard]] virtual QWidget* page() = 0;
    /// Widgets of this mode in the status strip, left to right; made once. Text facts are cheaper: see statusChanged().
    [[nodiscard]] virtual QList<QWidget*> statusWidgets() { return {}; }

    /// Its page is the one that is seen, or no longer: its actions can act, or not (QAction::setEnabled).
    virtual void setShown(bool shown) { Q_UNUSED(shown) }

    /// Whether open() would take these paths (existing files or folders, absolute).
    [[nodiscard]] virtual bool canOpen(const QStringList& paths) const {
        Q_UNUSED(paths)
        return false;
    }
    virtual void open(const QStringList& paths) { Q_UNUSED(paths) }
    /// Adds to what is open ("another root") instead of replacing it.
    virtual void openAlso(const QStringList& paths) { open(paths); }
    [[nodiscard]] virtual QStringList openPaths() const { return {}; }

    /// What a workspace keeps of this mode; restoreState() takes what saveState() gave, also of other versions: unknown
    /// keys are ignored, missing ones keep what is. Paths are opened before.
    [[nodiscard]] virtual QJsonObject saveState() const { return {}; }
    virtual void restoreState(const QJsonObject& state) { Q_UNUSED(state) }

    /// How wide its panels are: kept from one start to the next, whatever is open. Empty: nothing to keep.
    [[nodiscard]] virtual QJsonObject saveLayout() const { return {}; }
    virtual void restoreLayout(const QJsonObject& layout) { Q_UNUSED(layout) }

    [[nodiscard]] virtual std::vector<Scene> scenes() { return {}; }
    [[nodiscard]] virtual std::vector<Scene> firstScenes() { return {}; } ///< those before anything was opened

Q_SIGNALS:
    void pathsChanged();                          ///< openPaths() is different now
    void statusChanged(const QStringList& facts); ///< short facts for the status strip, joined with separators
    void stateChanged();                          ///< something a workspace would keep; the session is saved soon
    void openRequested(const QStringList& paths); ///< ask the window to open these with whichever mode can
    void modeRequested(const QString& id);
    /// Ask the window for the issue list with those of one run; `label` is what the person calls it.
    void issuesRequested(const QString& run, const QString& label);
    void noticeRaised(const td::app::Notice& notice);
};

} // namespace td::app
