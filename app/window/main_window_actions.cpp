// The actions that belong to the window itself; each mode registers its own.
#include "app/window/about_dialog.h"
#include "app/window/diagnostics.h"
#include "app/window/log_file.h"
#include "app/window/main_window.h"
#include "views/kit/command_palette.h"

#include <QApplication>
#include <QClipboard>

namespace td::app {

void MainWindow::registerActions() {
    registerFileActions();
    registerViewActions();
    registerWorkspaceActions();
    for (const QString& id : m_actions.ids())
        addAction(m_actions.action(id));
    connect(&m_actions, &kit::ActionRegistry::actionsChanged, this, [this] {
        for (const QString& id : m_actions.ids())
            if (QAction* action = m_actions.action(id); !actions().contains(action) && action->parent() == &m_actions)
                addAction(action);
    });
}

void MainWindow::registerFileActions() {
    const auto file = [] { return tr("File"); };
    m_actions.add({QStringLiteral("file.openFolder"), [] { return tr("Open folder…"); }, file,
                   [] { return tr("Open a folder of event logs"); }, QStringLiteral("open"),
                   QKeySequence(Qt::CTRL | Qt::Key_O)},
                  this, [this] { chooseFolder(How::Replace); });
    m_actions.add({QStringLiteral("file.open"), [] { return tr("Open file…"); }, file,
                   [] { return tr("Open event logs"); }, QStringLiteral("file"),
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)},
                  this, [this] { chooseFile(); });
    m_actions.add({QStringLiteral("file.addFolder"), [] { return tr("Add a folder…"); }, file,
                   [] { return tr("Show another folder beside what is open"); }, QStringLiteral("plus"),
                   QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_O)},
                  this, [this] { chooseFolder(How::Add); });
    m_actions.add({QStringLiteral("file.clearRecent"), [] { return tr("Forget recent folders"); }, file, {}, {}, {}},
                  this, [this] { m_recent.clear(); });
    m_actions.add(
        {QStringLiteral("file.quit"), [] { return tr("Quit"); }, file, {}, {}, QKeySequence(Qt::CTRL | Qt::Key_Q)},
        this, [this] { close(); });
    const auto edit = [] { return tr("Edit"); };
    QUndoStack& stack = m_undo.stack();
    QAction* undo = m_actions.add({QStringLiteral("edit.undo"), [] { return tr("Undo"); }, edit,
                                   [] { return tr("Undo the last change of the view"); }, QStringLiteral("undo"),
                                   QKeySequence(Qt::CTRL | Qt::Key_Z)},
                                  &stack, [&stack] { stack.undo(); });
    QAction* redo = m_actions.add({QStringLiteral("edit.redo"), [] { return tr("Redo"); }, edit,
                                   [] { return tr("Make the undone change again"); }, QStringLiteral("redo"),
                                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)},
                                  &stack, [&stack] { stack.redo(); });
    undo->setEnabled(false);
    redo->setEnabled(false);
    connect(&stack, &QUndoStack::canUndoChanged, undo, &QAction::setEnabled);
    connect(&stack, &QUndoStack::canRedoChanged, redo, &QAction::setEnabled);
}

void MainWindow::registerViewActions() {
    const auto view = [] { return tr("View"); };
    m_actions.add({QStringLiteral("view.palette"), [] { return tr("Find any action"); }, view,
                   [] { return tr("Search actions, runs, tags and settings"); }, QStringLiteral("search"),
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P), false, false},
                  this, [this] { m_palette->open(); });
    m_actions.add({QStringLiteral("view.jobs"), [] { return tr("Jobs"); }, view,
                   [] { return tr("Show what is running"); }, QStringLiteral("jobs"),
                   QKeySequence(Qt::CTRL | Qt::Key_J)},
                  this, [this] { showJobs(); });
    QAction* issues = m_actions.add({QStringLiteral("view.issues"), [] { return tr("Issues"); }, view,
                                     [] { return tr("Show what was odd or damaged in the logs"); },
                                     QStringLiteral("issues"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M), true});
    connect(issues, &QAction::triggered, this, &MainWindow::showIssues);
    m_actions.add({QStringLiteral("view.settings"), [] { return tr("Settings"); }, view, [] { return tr("Settings"); },
                   QStringLiteral("settings"), QKeySequence(Qt::CTRL | Qt::Key_Comma)},
                  this, [this] { showSettings(0); });
    m_actions.add({QStringLiteral("view.keys"), [] { return tr("Keys"); }, view,
                   [] { return tr("Look up and change keys"); }, QStringLiteral("keyboard"),
                   QKeySequence(Qt::CTRL | Qt::Key_K)},
                  this, [this] { showSettings(1); });
    m_actions.add({QStringLiteral("view.toggleTheme"),
                   [] { return tr("Switch between light and dark"); },
                   view,
                   {},
                   QStringLiteral("theme"),
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L),
                   false,
                   true,
                   QStringLiteral("dark light theme 深色 浅色 主题")},
                  this, [this] {
                      m_settings.setTheme(kit::Theme::instance().isDark() ? kit::ThemeMode::Light
                                                                          : kit::ThemeMode::Dark);
                  });
    m_actions.add({QStringLiteral("view.nextPanel"),
                   [] { return tr("Next panel"); },
                   view,
                   [] { return tr("Move the focus to the next panel"); },
                   {},
                   QKeySequence(Qt::Key_F6)},
                  this, [this] { focusNextPanel(); });
    const auto help = [] { return tr("Help"); };
    m_actions.add({QStringLiteral("help.about"), [] { return tr("About Tensordesk"); }, help,
                   [] { return tr("Version and licences"); }, QStringLiteral("info"), QKeySequence(Qt::Key_F1)},
                  this, [this] {
                      auto* dialog = new AboutDialog(this);
                      dialog->setAttribute(Qt::WA_DeleteOnClose);
                      dialog->open();
                  });
    m_actions.add({QStringLiteral("help.diagnostics"),
                   [] { return tr("Copy diagnostics"); },
                   help,
                   [] { return tr("Versions, system and the last lines of the log, for a report"); },
                   QStringLiteral("copy"),
                   {}},
                  this, [] { QGuiApplication::clipboard()->setText(diagnosticsText()); });
}

void MainWindow::registerWorkspaceActions() {
    const auto part = [] { return tr("Workspace"); };
    m_actions.add({QStringLiteral("workspace.save"), [] { return tr("Save workspace"); }, part,
                   [] { return tr("Save what is open and how it looks"); }, QStringLiteral("save"),
                   QKeySequence(Qt::CTRL | Qt::Key_S)},
                  this, [this] { saveWorkspace(); });
    m_actions.add({QStringLiteral("workspace.saveAs"),
                   [] { return tr("Save workspace as…"); },
                   part,
                   {},
                   QStringLiteral("save"),
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)},
                  this, [this] { saveWorkspaceAs(); });
}

void MainWindow::addSettingsToPalette() {
    m_palette->addProvider([this](const QString&) {
        const auto open = [this](int page) { return [this, page] { showSettings(page); }; };
        const auto speak = [this](kit::Language language) {
            return [this, language] { m_settings.setLanguage(language); };
        };
        const QString part = tr("Settings");
        std::vector<kit::PaletteItem> items = {
            {tr("Theme"), part, QStringLiteral("theme"), {}, open(0), QStringLiteral("dark light 深色 浅色")},
            {tr("Language"), part, QStringLiteral("language"), {}, open(0)},
            {QStringLiteral("English"),
             tr("Language"),
             QStringLiteral("language"),
             {},
             speak(kit::Language::English),
             QStringLiteral("language 语言 英文 英语")},
            {QStringLiteral("中文"),
             tr("Language"),
             QStringLiteral("language"),
             {},
             speak(kit::Language::Chinese),
             QStringLiteral("language 语言 Chinese 汉语 简体")},
            {tr("Reduce motion"), part, QStringLiteral("settings"), {}, open(0)},
            {tr("Follow live runs"), part, QStringLiteral("live"), {}, open(0)},
            {tr("Index size"), part, QStringLiteral("data"), {}, open(2)},
        };
        for (const RecentList::Entry& entry : m_recent.entries())
            items.push_back({entry.name(), tr("Recent"), QStringLiteral("folder"), {}, [this, paths = entry.paths] {
                                 openPaths(paths);
                             }});
        return items;
    });
}

void MainWindow::addWorkspacesToPalette() {
    connect(m_palette, &kit::CommandPalette::opened, this, &MainWindow::readWorkspaceNames);
    m_palette->addProvider([this](const QString&) {
        std::vector<kit::PaletteItem> items;
        for (const QString& name : m_workspaceNames)
            if (name != m_workspaceName)
                items.push_back({tr("Open workspace “%1”").arg(name),
                                 tr("Workspace"),
                                 QStringLiteral("workspace"),
                                 {},
                                 [this, name] { openWorkspace(name); }});
        return items;
    });
}

} // namespace td::app
