#include "app/window/main_window.h"

#include "app/window/drop_hint.h"
#include "app/window/mode_rail.h"
#include "app/window/notice_bar.h"
#include "app/window/path_kind.h"
#include "app/window/settings_dialog.h"
#include "app/window/status_strip.h"
#include "app/window/top_bar.h"
#include "app/window/window_place.h"
#include "engine/base/file.h"
#include "engine/runlog/run_store.h"
#include "views/kit/command_palette.h"
#include "views/kit/error_text.h"
#include "views/kit/issue_panel.h"
#include "views/kit/job_panel.h"
#include "views/kit/worker.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QStatusBar>
#include <QThreadPool>
#include <QToolBar>
#include <QVBoxLayout>
#include <utility>

namespace td::app {
namespace {

/// The status bar of the window is the strip alone, edge to edge: Qt's own layout keeps margins around it.
class StripBar : public QStatusBar {
public:
    explicit StripBar(StatusStrip* strip)
        : m_strip(strip) {
        setSizeGripEnabled(false);
        setFixedHeight(strip->height());
        strip->setParent(this);
        strip->show();
    }

protected:
    void resizeEvent(QResizeEvent*) override { m_strip->setGeometry(rect()); }

private:
    StatusStrip* m_strip;
};

/// Asks for the name of a workspace.
class NameDialog : public QInputDialog {
public:
    using QInputDialog::QInputDialog;
    void retranslate() {
        setWindowTitle(MainWindow::tr("Save workspace"));
        setLabelText(MainWindow::tr("Name of the workspace:"));
        setOkButtonText(MainWindow::tr("Save"));
        // The dialog takes its width from what is in it: a name has room, and so has the title.
        auto* field = findChild<QLineEdit*>();
        if (!field) return;
        field->setMinimumWidth(360);
        field->setAccessibleName(labelText());
        auto* buttons = findChild<QDialogButtonBox*>();
        auto* save = buttons ? buttons->button(QDialogButtonBox::Ok) : nullptr;
        if (!save) return;
        save->setProperty("tdPrimary", true);
        const auto isNamed = [field, save] { save->setEnabled(!field->text().trimmed().isEmpty()); };
        disconnect(field, &QLineEdit::textChanged, save, nullptr);
        connect(field, &QLineEdit::textChanged, save, isNamed);
        isNamed();
    }

protected:
    void changeEvent(QEvent* event) override {
        QInputDialog::changeEvent(event);
        // Later: its buttons hear of the language after it, and take Qt's own words.
        if (event->type() == QEvent::LanguageChange)
            QMetaObject::invokeMethod(this, &NameDialog::retranslate, Qt::QueuedConnection);
    }
};

} // namespace

MainWindow::MainWindow(kit::Settings& settings, LanguageSwitch& language, Options options, QWidget* parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_language(language)
    , m_options(options)
    , m_recent(settings.store()) {
    setObjectName(QStringLiteral("window"));
    setMinimumSize(720, 480);
    resize(1440, 900); // where no place is kept
    setAcceptDrops(true);
    m_actions.load(settings.store());
    registerActions();
    buildFrame();
    connect(&m_settings, &kit::Settings::changed, this, &MainWindow::applySettings);
    applySettings();
    retranslate();
    if (m_options.keepPlace) restoreLayout();
    if (!m_options.keepSession) return;
    m_recent.pictures().setFolder(QString::fromStdString((cacheDirectory() / "recent").string()));
    m_session = std::make_unique<Session>([this] { return capture(); });
    offerRestore();
}

MainWindow::~MainWindow() {
    // Modes point at services that are members of this class; their pages are children of it.
    m_session.reset();
    for (auto& mode : m_modes)
        disconnect(mode.get(), nullptr, this, nullptr);
    // Docks and panels tell actions, jobs and issues when they close: they go while those are still there.
    // One at a time, as the end of one may be the end of another (tool tips, the tab bars of docks).
    while (auto* panel = findChild<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
        delete panel;
    m_undo.clear();
    m_modes.clear();
}

Services MainWindow::services() {
    return {m_settings, m_actions, *m_palette, m_jobs, m_issues, m_undo, m_recent};
}

void MainWindow::buildFrame() {
    m_top = new TopBar(m_actions, m_recent, m_workspaces);
    setMenuWidget(m_top);
    m_rail = new ModeRail;
    auto* left = new QToolBar; // a tool bar, because those stay outside the docks
    left->setObjectName(QStringLiteral("rail"));
    left->setMovable(false);
    left->setFloatable(false);
    left->setContextMenuPolicy(Qt::PreventContextMenu);
    left->layout()->setContentsMargins(0, 0, 0, 0);
    left->layout()->setSpacing(0);
    m_rail->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    left->addWidget(m_rail);
    addToolBar(Qt::LeftToolBarArea, left);
    setContextMenuPolicy(Qt::NoContextMenu);

    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_notice = new NoticeBar;
    m_pages = new QStackedWidget;
    column->addWidget(m_notice);
    column->addWidget(m_pages, 1);
    setCentralWidget(centre);

    m_status = new StatusStrip(m_jobs, m_issues);
    setStatusBar(new StripBar(m_status));
    m_palette = new kit::CommandPalette(m_actions, this);
    m_palette->setAnchor(m_top->searchField());
    addSettingsToPalette();
    addWorkspacesToPalette();

    connect(&m_actions, &kit::ActionRegistry::keysChanged, this, &MainWindow::nameKeys);
    connect(m_rail, &ModeRail::modeChosen, this, &MainWindow::showMode);
    connect(m_rail, &ModeRail::settingsChosen, this, [this] { showSettings(0); });
    connect(m_top, &TopBar::openRequested, this, &MainWindow::openPaths);
    connect(m_top, &TopBar::workspaceRequested, this, &MainWindow::openWorkspace);
    connect(m_status, &StatusStrip::issuesChosen, this, [this] { showIssues(true); });
    connect(m_status, &StatusStrip::jobsChosen, this, &MainWindow::showJobs);
}

void MainWindow::addMode(std::unique_ptr<Mode> mode) {
    Mode* added = mode.get();
    m_modes.push_back(std::move(mode));
    const QString id = added->id();
    const int number = static_cast<int>(m_modes.size());
    m_rail->addMode(id, added->iconName());
    m_actions.add({QStringLiteral("mode.") + id,
                   [added] { return tr("Go to %1").arg(added->title()); },
                   [] { return tr("Modes"); },
                   {},
                   added->iconName(),
                   QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number))},
                  this, [this, id] { showMode(id); });
    connect(added, &Mode::openRequested, this, &MainWindow::openPaths);
    connect(added, &Mode::modeRequested, this, &MainWindow::showMode);
    connect(added, &Mode::noticeRaised, this, [this](const Notice& notice) {
        m_notice->say(notice.isWarning ? NoticeBar::Tone::Warning : NoticeBar::Tone::Info, notice.sentence,
                      {notice.button, notice.run});
    });
    connect(added, &Mode::issuesRequested, this, [this](const QString& run, const QString& label) {
        showIssues(true);
        static_cast<kit::IssuePanel*>(m_issueDock->widget())->showRun(run, label);
    });
    connect(added, &Mode::stateChanged, this, [this] {
        if (m_session) m_session->touch();
    });
    connect(added, &Mode::pathsChanged, this, [this, added] {
        m_top->setOpen(added->openPaths());
        refreshTitle();
        if (m_session) m_session->touch();
    });
    connect(added, &Mode::statusChanged, this, [this, id](const QStringList& facts) {
        m_facts[id] = facts;
        refreshStatus();
    });
    m_rail->setTexts(id, added->title(), m_actions.action(QStringLiteral("mode.") + id)->toolTip());
    if (m_options.keepPlace)
        added->restoreLayout(
            QJsonDocument::fromJson(m_settings.store().value(QStringLiteral("window/layout/") + id).toByteArray())
                .object());
    if (m_current.isEmpty())
        showMode(id);
    else
        added->setShown(false);
}

Mode* MainWindow::mode(const QString& id) const {
    for (const auto& mode : m_modes)
        if (mode->id() == id) return mode.get();
    return nullptr;
}

void MainWindow::showMode(const QString& id) {
    Mode* chosen = mode(id);
    if (!chosen) return;
    QWidget* page = chosen->page();
    if (m_pages->indexOf(page) < 0) m_pages->addWidget(page);
    // Left to itself the stack gives the keys to whatever stands first in a page that never had them.
    const QWidget* focus = focusWidget();
    const bool isFirstTime = !page->focusWidget() && focus && m_pages->isAncestorOf(focus);
    m_pages->setCurrentWidget(page);
    if (isFirstTime) page->setFocus(Qt::OtherFocusReason);
    m_current = id;
    for (const auto& each : m_modes) {
        each->setShown(each.get() == chosen);
        m_actions.action(QStringLiteral("mode.") + each->id())->setEnabled(each.get() != chosen);
    }
    m_rail->setCurrent(id);
    m_status->setModeWidgets(chosen->statusWidgets());
    refreshStatus();
    if (m_session) m_session->touch();
}

Mode* MainWindow::modeFor(const QStringList& paths) const {
    for (const auto& mode : m_modes)
        if (mode->canOpen(paths)) return mode.get();
    return nullptr;
}

void MainWindow::openPaths(const QStringList& paths) {
    openWith(paths, How::Replace);
}
void MainWindow::addPaths(const QStringList& paths) {
    openWith(paths, How::Add);
}

void MainWindow::openWith(const QStringList& paths, How how) {
    QStringList good;
    QList<std::pair<QString, PathKind>> refused;
    Mode* taker = nullptr;
    for (const QString& path : paths) {
        const auto root = runlog::parseRoots({path.toStdString()}).front(); // NAME:PATH names a root
        const QString absolute = QFileInfo(QString::fromStdString(root.path.string())).absoluteFilePath();
        const PathKind kind = pathKind(absolute);
        Mode* one = kind == PathKind::Missing ? nullptr : modeFor({absolute});
        if (one && (!taker || one == taker)) {
            taker = one;
            good << (root.name.empty() ? absolute : QString::fromStdString(root.name) + QLatin1Char(':') + absolute);
        } else
            refused << std::pair(absolute, kind);
    }
    if (!refused.isEmpty())
        m_notice->say(NoticeBar::Tone::Warning, [refused] {
            QStringList sentences;
            for (const auto& [path, kind] : refused)
                sentences << PathWords::notOpened(path, kind);
            return sentences.join(QLatin1Char(' '));
        });
    else if (!m_notice->hasOffer()) // an offer stands until it is taken or closed
        m_notice->dismiss();
    if (!taker) return;
    m_recent.note(good);
    showMode(taker->id());
    how == How::Add ? taker->openAlso(good) : taker->open(good);
}

void MainWindow::chooseFolder(How how) {
    auto* dialog = new QFileDialog(this, how == How::Add ? tr("Add a folder") : tr("Open a folder of event logs"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::filesSelected, this,
            [this, how](const QStringList& chosen) { openWith(chosen, how); });
    dialog->open();
}

void MainWindow::chooseFile() {
    auto* dialog = new QFileDialog(this, tr("Open event logs"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Event logs (*tfevents*)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::openPaths);
    dialog->open();
}

Workspace MainWindow::capture() const {
    Workspace workspace;
    workspace.name = m_workspaceName;
    workspace.mode = m_current;
    workspace.modes = m_unknownModes;
    for (const auto& mode : m_modes) {
        workspace.paths << mode->openPaths();
        if (const QJsonObject state = mode->saveState(); !state.isEmpty()) workspace.modes[mode->id()] = state;
    }
    workspace.window[QStringLiteral("docks")] = QString::fromLatin1(saveState().toBase64());
    workspace.window[QStringLiteral("issues")] = m_issueDock && !m_issueDock->isHidden();
    return workspace;
}

void MainWindow::restore(const Workspace& workspace) {
    m_undo.clear();
    if (!workspace.paths.isEmpty()) openPaths(workspace.paths);
    m_unknownModes = {};
    for (auto it = workspace.modes.begin(); it != workspace.modes.end(); ++it) {
        if (Mode* known = mode(it.key()))
            known->restoreState(it->toObject());
        else
            m_unknownModes[it.key()] = *it;
    }
    if (workspace.window[QStringLiteral("issues")].toBool()) makeIssueDock();
    restoreState(QByteArray::fromBase64(workspace.window[QStringLiteral("docks")].toString().toLatin1()));
    if (mode(workspace.mode)) showMode(workspace.mode);
    m_workspaceName = workspace.name;
    m_top->setWorkspaceName(m_workspaceName);
    refreshTitle();
}

void MainWindow::saveWorkspace() {
    if (m_workspaceName.isEmpty()) return saveWorkspaceAs();
    writeWorkspace(m_workspaceName);
}

void MainWindow::saveWorkspaceAs() {
    auto* dialog = new NameDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setTextValue(m_workspaceName);
    dialog->retranslate();
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& name) {
        if (!name.trimmed().isEmpty()) writeWorkspace(name.trimmed());
    });
    dialog->open();
}

void MainWindow::writeWorkspace(const QString& name) {
    m_workspaceName = name;
    m_top->setWorkspaceName(name);
    refreshTitle();
    QThreadPool::globalInstance()->start(
        [guard = QPointer<MainWindow>(this), folder = m_workspaces, workspace = capture()] {
            const Result<void> saved = folder.save(workspace);
            QMetaObject::invokeMethod(qApp, [guard, saved, name = workspace.name] {
                if (!guard) return;
                guard->tellSaved(saved, name);
            });
        });
}

void MainWindow::readWorkspaceNames() {
    kit::onWorker(
        this, [folder = m_workspaces] { return folder.names(); },
        [this](const QStringList& names) {
            if (std::exchange(m_workspaceNames, names) != names) m_palette->refresh();
        });
}

void MainWindow::tellSaved(const Result<void>& saved, const QString& name) {
    if (saved)
        return m_notice->say(NoticeBar::Tone::Info, [name] { return tr("The workspace “%1” was saved.").arg(name); });
    m_notice->say(NoticeBar::Tone::Warning, [name, error = saved.error()] {
        return tr("The workspace “%1” was not saved. %2").arg(name, kit::ErrorText::whole(error));
    });
}

void MainWindow::openWorkspace(const QString& name) {
    QThreadPool::globalInstance()->start([guard = QPointer<MainWindow>(this), folder = m_workspaces, name] {
        Result<Workspace> loaded = folder.load(name);
        QMetaObject::invokeMethod(qApp, [guard, loaded = std::move(loaded)] {
            if (!guard) return;
            if (loaded)
                guard->restore(*loaded);
            else
                guard->m_notice->say(NoticeBar::Tone::Warning,
                                     [error = loaded.error()] { return kit::ErrorText::text(error); });
        });
    });
}

void MainWindow::offerRestore() {
    const auto crashed = m_session->crashed();
    if (!crashed || crashed->paths.isEmpty()) return;
    offerToRestore(*crashed);
}

void MainWindow::offerToRestore(const Workspace& lost) {
    m_notice->say(
        NoticeBar::Tone::Info,
        [] { return tr("Tensordesk did not end properly last time. What was open can be brought back."); },
        {[] { return tr("Restore"); }, [this, lost] { restore(lost); }}, NoticeBar::Stay::UntilClosed);
}

void MainWindow::restoreLayout() {
    const QSettings& store = m_settings.store();
    restorePlace(*this, store);
    const QByteArray docks = store.value(QStringLiteral("window/docks")).toByteArray();
    // A dock that is not there yet takes its place from this when it is made.
    if (store.value(QStringLiteral("window/issues")).toBool()) makeIssueDock();
    restoreState(docks);
}

void MainWindow::saveLayout() {
    QSettings& store = m_settings.store();
    savePlace(*this, store);
    store.setValue(QStringLiteral("window/docks"), saveState());
    store.setValue(QStringLiteral("window/issues"), m_issueDock && !m_issueDock->isHidden());
    for (const auto& mode : m_modes)
        if (const QJsonObject layout = mode->saveLayout(); !layout.isEmpty())
            store.setValue(QStringLiteral("window/layout/") + mode->id(), QJsonDocument(layout).toJson());
}

void MainWindow::makeIssueDock() {
    if (m_issueDock) return;
    m_issueDock = new QDockWidget(this);
    m_issueDock->setObjectName(QStringLiteral("issues"));
    m_issueDock->setWidget(new kit::IssuePanel(m_issues));
    if (!restoreDockWidget(m_issueDock)) {
        addDockWidget(Qt::BottomDockWidgetArea, m_issueDock);
        resizeDocks({m_issueDock}, {260}, Qt::Vertical);
    }
    nameIssueDock();
    connect(m_issueDock, &QDockWidget::visibilityChanged, this,
            [this](bool visible) { m_actions.action(QStringLiteral("view.issues"))->setChecked(visible); });
}

void MainWindow::nameIssueDock() {
    if (!m_issueDock) return;
    m_issueDock->setWindowTitle(tr("Issues"));
    // Qt names the buttons of a dock once, in its own words.
    const auto name = [this](const char* button, const QString& text) {
        auto* found = m_issueDock->findChild<QAbstractButton*>(QLatin1String(button));
        if (!found) return;
        found->setAccessibleName(text);
        found->setAccessibleDescription({});
        found->setToolTip(text);
    };
    name("qt_dockwidget_floatbutton", tr("Detach or put back the panel"));
    name("qt_dockwidget_closebutton",
         kit::ActionRegistry::tooltipFor(tr("Close the panel"), m_actions.key(QStringLiteral("view.issues"))));
}

void MainWindow::showIssues(bool show) {
    makeIssueDock();
    m_issueDock->setVisible(show);
    if (show) m_issueDock->widget()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::showJobs() {
    if (!m_jobPanel) m_jobPanel = new kit::JobPanel(m_jobs, this);
    m_jobPanel->popupAt(m_status->mapTo(this, QPoint(m_status->width() - 8, -4)));
}

void MainWindow::showSettings(int page) {
    if (!m_settingsDialog) m_settingsDialog = new SettingsDialog(m_settings, m_actions, this);
    m_settingsDialog->showPage(static_cast<SettingsDialog::Page>(page));
}

void MainWindow::applySettings() {
    kit::Theme::instance().setMode(m_settings.theme());
    kit::Theme::instance().setReduceMotion(m_settings.reduceMotion());
    m_language.use(m_settings.language());
}

/// F6 walks the big parts, Tab what is in them.
void MainWindow::focusNextPanel() {
    std::vector<QWidget*> panels = {m_top, m_rail, m_pages->currentWidget()};
    if (m_issueDock && m_issueDock->isVisible()) panels.push_back(m_issueDock->widget());
    panels.push_back(m_status);
    const QWidget* now = focusWidget();
    size_t at = panels.size() - 1;
    for (size_t i = 0; i < panels.size(); ++i)
        if (now && (panels[i] == now || panels[i]->isAncestorOf(now))) at = i;
    for (size_t step = 1; step <= panels.size(); ++step) {
        for (QWidget* child : panels[(at + step) % panels.size()]->findChildren<QWidget*>()) {
            if (!child->isVisible() || !child->isEnabled() || !(child->focusPolicy() & Qt::TabFocus)) continue;
            return child->setFocus(Qt::TabFocusReason);
        }
    }
}

void MainWindow::refreshStatus() {
    m_status->setFacts(m_facts.value(m_current));
}

void MainWindow::refreshTitle() {
    QStringList paths;
    for (const auto& mode : m_modes)
        paths << mode->openPaths();
    // Nothing open under no name is nothing to save.
    m_actions.action(QStringLiteral("workspace.save"))->setEnabled(!paths.isEmpty() || !m_workspaceName.isEmpty());
    const QString name = paths.isEmpty() ? QString() : RecentList::Entry{paths, {}, 0, 0}.name();
    setWindowTitle(name.isEmpty() ? QStringLiteral("Tensordesk") : tr("%1 – Tensordesk", "window title").arg(name));
}

QString MainWindow::noticeText() const {
    return m_notice->isHidden() ? QString() : m_notice->text();
}

void MainWindow::clearNotices() {
    m_notice->dismiss();
    if (m_dropHint) m_dropHint->hide();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_options.keepPlace) saveLayout();
    if (m_session) m_session->end();
    QMainWindow::closeEvent(event);
}

/// At the start the keys go to the page, and not to whatever stands first in the window.
void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (!focusWidget() && m_pages->currentWidget()) m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
}

/// What nobody else had a use for: Esc closes the notice wherever the focus is.
void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !m_notice->isHidden()) return m_notice->dismiss();
    QMainWindow::keyPressEvent(event);
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange && m_status) retranslate();
    QMainWindow::changeEvent(event);
}

void MainWindow::nameKeys() {
    const auto tip = [this](const QString& id) { return m_actions.action(id)->toolTip(); };
    for (const auto& mode : m_modes)
        m_rail->setTexts(mode->id(), mode->title(), tip(QStringLiteral("mode.") + mode->id()));
    m_rail->setSettingsToolTip(tip(QStringLiteral("view.settings")));
    m_status->setToolTips(tip(QStringLiteral("view.issues")), tip(QStringLiteral("view.jobs")));
}

void MainWindow::retranslate() {
    m_actions.retranslate();
    m_jobs.retranslate();
    m_issues.retranslate();
    nameKeys();
    nameIssueDock();
    refreshTitle();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!event->mimeData()->hasUrls()) return;
    event->acceptProposedAction();
    if (!m_dropHint) m_dropHint = new DropHint(this);
    m_dropHint->setGeometry(centralWidget()->geometry());
    m_dropHint->raise();
    m_dropHint->show();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    if (m_dropHint) m_dropHint->hide();
}

void MainWindow::dropEvent(QDropEvent* event) {
    if (m_dropHint) m_dropHint->hide();
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    if (paths.isEmpty()) return;
    event->acceptProposedAction();
    openPaths(paths);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    if (m_dropHint) m_dropHint->setGeometry(centralWidget()->geometry());
}

} // namespace td::app
