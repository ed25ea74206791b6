#pragma once

#include "app/window/language.h"
#include "app/window/mode.h"
#include "app/window/recent_list.h"
#include "app/window/session.h"
#include "app/window/workspace.h"
#include "views/kit/action_registry.h"
#include "views/kit/issue_list.h"
#include "views/kit/job_list.h"
#include "views/kit/settings.h"
#include "views/kit/undo.h"

#include <memory>
#include <QMainWindow>

class QDockWidget;
class QStackedWidget;

namespace td::kit {
class CommandPalette;
class IssuePanel;
class JobPanel;
} // namespace td::kit

namespace td::app {

class ModeRail;
class NoticeBar;
class SettingsDialog;
class StatusStrip;
class TopBar;

/// The window around the modes: top bar, mode rail, pages, docks, status strip; what is open, workspaces, the session.
///
/// Pages, panels and dialogs are made when they are first seen.
/// Threads: GUI thread.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    struct Options {
        bool keepSession = true; ///< off for tests and screenshots: nothing is saved or offered
        bool keepPlace = true;   ///< off for measurements and pictures, which set a size of their own
    };
    MainWindow(kit::Settings& settings, LanguageSwitch& language, Options options, QWidget* parent = nullptr);
    explicit MainWindow(kit::Settings& settings, LanguageSwitch& language)
        : MainWindow(settings, language, Options()) {}
    ~MainWindow() override;

    [[nodiscard]] Services services();
    void addMode(std::unique_ptr<Mode> mode); ///< in the order of the rail; the first is shown
    [[nodiscard]] Mode* mode(const QString& id) const;
    [[nodiscard]] const std::vector<std::unique_ptr<Mode>>& modes() const { return m_modes; }
    void showMode(const QString& id);
    [[nodiscard]] QString currentMode() const { return m_current; }

    /// Opens what can be opened and says what cannot.
    void openPaths(const QStringList& paths);
    void addPaths(const QStringList& paths);

    [[nodiscard]] Workspace capture() const;
    void restore(const Workspace& workspace);
    [[nodiscard]] QString noticeText() const;
    void clearNotices(); ///< the notice bar and the drop hint
    /// Says above the page that `lost` can be brought back.
    void offerToRestore(const Workspace& lost);

    [[nodiscard]] kit::ActionRegistry& registry() { return m_actions; }
    [[nodiscard]] kit::CommandPalette& palettePanel() { return *m_palette; }
    [[nodiscard]] RecentList& recent() { return m_recent; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class How { Replace, Add };
    // main_window_actions.cpp
    void registerActions();
    void registerFileActions();
    void registerViewActions();
    void registerWorkspaceActions();
    void addSettingsToPalette();
    void addWorkspacesToPalette();

    void buildFrame();
    void openWith(const QStringList& paths, How how);
    Mode* modeFor(const QStringList& paths) const;
    void chooseFolder(How how);
    void chooseFile();
    void saveWorkspace();
    void saveWorkspaceAs();
    void writeWorkspace(const QString& name);
    void openWorkspace(const QString& name);
    void readWorkspaceNames(); ///< for the palette; on a worker, as a home folder may be slow
    void tellSaved(const Result<void>& saved, const QString& name);
    void offerRestore();
    void restoreLayout();
    void saveLayout();
    void makeIssueDock();
    void nameIssueDock();
    void showIssues(bool show);
    void showJobs();
    void showSettings(int page);
    void applySettings();
    void focusNextPanel();
    void refreshStatus();
    void refreshTitle();
    void nameKeys(); ///< tooltips that say a key
    void retranslate();

    kit::Settings& m_settings;
    LanguageSwitch& m_language;
    Options m_options;
    kit::ActionRegistry m_actions;
    kit::JobList m_jobs;
    kit::IssueList m_issues;
    kit::ViewUndo m_undo;
    RecentList m_recent;
    WorkspaceFolder m_workspaces;
    QStringList m_workspaceNames; ///< as last read
    std::unique_ptr<Session> m_session;

    TopBar* m_top = nullptr;
    ModeRail* m_rail = nullptr;
    NoticeBar* m_notice = nullptr;
    QStackedWidget* m_pages = nullptr;
    StatusStrip* m_status = nullptr;
    kit::CommandPalette* m_palette = nullptr;
    QDockWidget* m_issueDock = nullptr;
    kit::JobPanel* m_jobPanel = nullptr;
    SettingsDialog* m_settingsDialog = nullptr;
    QWidget* m_dropHint = nullptr;

    std::vector<std::unique_ptr<Mode>> m_modes;
    QHash<QString, QStringList> m_facts; ///< for the status strip, by mode
    QString m_current;
    QString m_workspaceName;
    QJsonObject m_unknownModes; ///< states of modes this build does not have, kept for saving
};

/// Every mode this program has, in the order of the rail.
void addAllModes(MainWindow& window);

} // namespace td::app
