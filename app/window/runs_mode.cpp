#include "app/window/runs_mode.h"

#include "app/window/chart_actions.h"
#include "app/window/recent_list.h"
#include "app/window/runs_page.h"
#include "app/window/runs_scenes.h"
#include "views/kit/action_registry.h"
#include "views/kit/command_palette.h"
#include "views/kit/error_text.h"
#include "views/kit/format.h"
#include "views/kit/issue_list.h"
#include "views/kit/job_list.h"
#include "views/kit/settings.h"
#include "views/kit/undo.h"
#include "views/kit/worker.h"
#include "views/scalars/exporter.h"

#include <QDateTime>
#include <QDesktopServices>
#include <QFileInfo>

namespace td::app {
namespace {

/// Reading that is over sooner is no job worth showing.
constexpr double kJobAfterS = 0.7;
/// Of what was read at once neither time nor rate say anything.
constexpr double kWorthTelling = 0.01;
constexpr int kIssuesEveryMs = 500, kLiveClockMs = 1000;
constexpr size_t kPaletteLimit = 2000;
constexpr QLatin1String kPanelAction("runs.panel");

std::vector<std::string> argumentsOf(const QStringList& paths) {
    std::vector<std::string> arguments;
    for (const QString& path : paths)
        arguments.push_back(path.toStdString());
    return arguments;
}

QString repeatedText(const std::vector<runlog::RepeatedRoot>& repeated) {
    QStringList sentences;
    for (const auto& each : repeated) {
        const QString path = QString::fromStdString(each.root.path.string());
        sentences << (each.same ? RunsMode::tr("“%1” is open already and is shown once.").arg(path)
                                : RunsMode::tr("“%1” lies inside “%2”, which shows its runs already.")
                                      .arg(path, QString::fromStdString(each.shownBy.path.string())));
    }
    sentences.removeDuplicates();
    return sentences.join(QLatin1Char(' '));
}

bool isLoading(const runlog::StoreSnapshot& snapshot) {
    return snapshot.progress.loading || snapshot.progress.scanning;
}

} // namespace

RunsMode::RunsMode(Services services, QObject* parent)
    : Mode(parent)
    , m_services(services) {
    connect(&m_source, &RunSource::snapshotChanged, this, &RunsMode::onSnapshot);
    connect(&m_diagnosis, &RunDiagnosis::changed, this, [this] {
        page();
        m_page->setIssues([this](const runlog::RunSnapshot& run) { return m_diagnosis.issuesOf(run); });
        m_issuesSeen.invalidate();
        updateIssues();
    });
    connect(&m_source, &RunSource::failed, this, &RunsMode::showError);
    connect(&services.settings, &kit::Settings::changed, this, [this, was = services.settings.followLive()]() mutable {
        // Only when this very setting changed: the page has a switch of its own.
        if (const bool now = m_services.settings.followLive(); std::exchange(was, now) != now && m_page)
            m_page->setFollowing(now);
    });
    m_liveClock.setSingleShot(true);
    m_liveClock.setInterval(kLiveClockMs);
    connect(&m_liveClock, &QTimer::timeout, this, &RunsMode::updateStatus);
    addActions();
    addPaletteItems();
}

void RunsMode::showError(const Error& error) {
    page();
    m_error = error;
    m_page->showError(error);
    updateStatus();
}

QWidget* RunsMode::page() {
    if (!m_page) makePage();
    return m_page;
}

void RunsMode::makePage() {
    m_page = new RunsPage(&m_services.undo, &m_services.jobs);
    connect(m_page, &RunsPage::viewChanged, this, &RunsMode::stateChanged);
    connect(m_page, &RunsPage::languageChanged, this, &RunsMode::updateStatus);
    connect(m_page, &RunsPage::contentChanged, this, &RunsMode::updateActions);
    connectExports();
    m_page->setPanelAction(m_services.actions.action(kPanelAction));
    connect(m_page, &QObject::destroyed, this, [this] { m_page = nullptr; });
    const auto trigger = [this](const QString& action) {
        return [this, action] {
            if (QAction* found = m_services.actions.action(action)) found->trigger();
        };
    };
    connect(m_page, &RunsPage::issuesRequested, this, &RunsMode::issuesRequested);
    connect(m_page, &RunsPage::retryRequested, this, [this] {
        if (const QStringList again = m_paths; !again.isEmpty()) open(again);
    });
    connect(m_page, &RunsPage::openRequested, this, trigger(QStringLiteral("file.openFolder")));
    connect(m_page, &RunsPage::addRootRequested, this, trigger(QStringLiteral("file.addFolder")));
    if (!m_paths.isEmpty() && m_source.snapshot()) {
        std::vector<std::filesystem::path> roots;
        for (const auto& root : m_source.roots())
            roots.push_back(root.path);
        m_page->setRoots(roots);
        m_page->setSnapshot(m_source.snapshot());
    }
    m_page->setFollowing(m_services.settings.followLive());
    m_page->restoreLayout(m_layout);
    if (!m_restore.isEmpty()) m_page->restoreState(std::exchange(m_restore, {}));
}

void RunsMode::connectExports() {
    const auto& exporter = m_page->charts()->exporter();
    connect(&exporter, &scalars::Exporter::saved, this, [this](const QString& path) {
        if (path.isEmpty()) return Q_EMIT noticeRaised({[] { return tr("The picture is in the clipboard."); }});
        Q_EMIT noticeRaised(
            {[path] { return tr("Saved %1.").arg(path); }, false, [] { return tr("Show in folder"); },
             [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath())); }});
    });
    connect(&exporter, &scalars::Exporter::failed, this, [this](const QString&, const Error& error) {
        Q_EMIT noticeRaised(
            {[error] { return tr("The chart was not saved. %1").arg(kit::ErrorText::whole(error)); }, true});
    });
}

bool RunsMode::canOpen(const QStringList& paths) const {
    return !paths.isEmpty() && std::all_of(paths.begin(), paths.end(), [](const QString& path) {
        const QFileInfo info(path);
        return info.isDir() || info.fileName().contains(QStringLiteral("tfevents"));
    });
}

void RunsMode::open(const QStringList& paths) {
    page();
    m_described = false;
    m_error.reset();
    auto roots = runlog::parseRoots(argumentsOf(paths));
    if (const auto repeated = runlog::takeRepeatedRoots(roots); !repeated.empty())
        Q_EMIT noticeRaised({.sentence = [repeated] { return repeatedText(repeated); }});
    m_paths.clear();
    std::vector<std::filesystem::path> folders;
    for (const auto& root : roots) {
        m_paths << QString::fromStdString(root.name.empty() ? root.path.string()
                                                            : root.name + ':' + root.path.string());
        folders.push_back(root.path);
    }
    m_diagnosis.forget();
    m_services.undo.clear(); // its steps are about other runs
    m_page->showNothingOpen();
    m_page->setRoots(folders);
    runlog::StoreOptions options;
    options.useIndex = m_services.settings.useIndex();
    options.background = true; // the window comes first
    options.indexLimitBytes = static_cast<uint64_t>(m_services.settings.indexLimitGb()) * kit::Settings::kGb;
    m_source.open(std::move(roots), options);
    Q_EMIT pathsChanged();
}

void RunsMode::openAlso(const QStringList& paths) {
    auto roots = m_source.roots(), added = roots;
    for (const auto& root : runlog::parseRoots(argumentsOf(paths)))
        added.push_back(root);
    const auto repeated = runlog::takeRepeatedRoots(added);
    const bool isNew = !std::equal(added.begin(), added.end(), roots.begin(), roots.end(),
                                   [](const auto& a, const auto& b) { return a.name == b.name && a.path == b.path; });
    if (isNew) return open(m_paths + paths);
    if (!repeated.empty()) Q_EMIT noticeRaised({.sentence = [repeated] { return repeatedText(repeated); }});
}

void RunsMode::onSnapshot() {
    page();
    m_page->setSnapshot(m_source.snapshot());
    updateJob();
    updateStatus();
    updateIssues();
    m_diagnosis.setSnapshot(m_source.snapshot());
}

QString RunsMode::readingText(const runlog::LoadProgress& progress) {
    const QString bytes = kit::Format::bytes(progress.firstBytes), time = kit::Format::duration(progress.elapsedS);
    // A rate of bytes nobody read would say nothing.
    if (progress.firstIndexed * 2 > progress.firstBytes) return tr("%1 opened from the index in %2").arg(bytes, time);
    const uint64_t read = progress.firstBytes - progress.firstIndexed;
    return tr("%1 read in %2, %3")
        .arg(bytes, time, kit::Format::byteRate(static_cast<double>(read) / progress.elapsedS));
}

QString RunsMode::liveText(const runlog::StoreSnapshot& snapshot) {
    int live = 0;
    double newest = 0;
    for (const auto& run : snapshot.runs) {
        if (run->state != runlog::RunState::Running) continue;
        ++live;
        for (const auto& file : run->files)
            newest = std::max(newest, file.lastWall);
    }
    if (live == 0) return {};
    if (newest <= 0) return tr("Live: %Ln run(s)", nullptr, live);
    const double now = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
    return tr("Live: %Ln run(s), last point %1 ago", nullptr, live)
        .arg(kit::Format::duration(std::max(0.0, now - newest)));
}

void RunsMode::updateStatus() {
    if (m_error) return Q_EMIT statusChanged({kit::ErrorText::title(*m_error)});
    const auto snapshot = m_source.snapshot();
    if (!snapshot || !m_page) return;
    const auto runs = static_cast<int>(snapshot->runs.size()),
               tags = static_cast<int>(m_page->catalog().entries().size() -
                                       m_page->catalog().tagsOfKind(runlog::TagKind::HParams));
    if (runs == 0) return Q_EMIT statusChanged({isLoading(*snapshot) ? tr("Looking for runs") : tr("No runs yet")});
    const QString size = tr("%1 · %2").arg(tr("%Ln run(s)", nullptr, runs), tr("%Ln tag(s)", nullptr, tags));
    QStringList facts{tr("%1 points, every one kept").arg(kit::Format::count(snapshot->progress.points)), size};
    if (!isLoading(*snapshot) && snapshot->progress.elapsedS >= kWorthTelling) facts << readingText(snapshot->progress);
    if (const QString live = liveText(*snapshot); !live.isEmpty()) {
        facts << live;
        m_liveClock.start();
    }
    Q_EMIT statusChanged(facts);
    if (!isLoading(*snapshot) && !std::exchange(m_described, true)) describeRecent(runs, tags);
}

/// Home shows what the folder holds and how it looked.
void RunsMode::describeRecent(int runs, int tags) {
    m_services.recent.describe(m_paths, runs, tags);
    std::vector<std::filesystem::path> roots;
    for (const auto& root : m_source.roots())
        roots.push_back(root.path);
    kit::onWorker(
        this, [snapshot = m_source.snapshot(), roots] { return curvePictureOf(*snapshot, roots); },
        [this, paths = m_paths](CurvePicture picture) {
            m_services.recent.pictures().keep(paths, std::move(picture));
        });
}

void RunsMode::updateJob() {
    const auto snapshot = m_source.snapshot();
    const auto& progress = snapshot->progress;
    if (isLoading(*snapshot)) {
        if (m_job == 0 && progress.elapsedS > kJobAfterS)
            m_job = m_services.jobs.begin({[] { return tr("Reading runs"); }, kit::JobList::Unit::Bytes, {}});
        if (m_job != 0) m_services.jobs.update(m_job, progress.bytesRead, progress.bytesTotal);
    } else if (m_job != 0) {
        m_services.jobs.finish(std::exchange(m_job, 0), tr("%1 read").arg(kit::Format::bytes(progress.bytesRead)));
    }
}

/// Thousands of runs may have issues: gathered when reading is done, and twice a second meanwhile.
void RunsMode::updateIssues() {
    const auto snapshot = m_source.snapshot();
    if (!snapshot) return;
    if (isLoading(*snapshot) && m_issuesSeen.isValid() && m_issuesSeen.elapsed() < kIssuesEveryMs) return;
    m_issuesSeen.start();
    std::vector<runlog::Issue> issues = snapshot->issues;
    for (const auto& run : snapshot->runs) {
        const auto& ofRun = m_diagnosis.issuesOf(*run);
        issues.insert(issues.end(), ofRun.begin(), ofRun.end());
    }
    m_services.issues.setIssues(QStringLiteral("runs"), std::move(issues));
}

void RunsMode::addActions() {
    const auto category = [] { return tr("Runs"); };
    const auto add = [&](const char* id, std::function<QString()> text, const QString& icon, const QKeySequence& key,
                         std::function<void(RunsPage&)> run) {
        kit::ActionSpec spec;
        spec.id = QString::fromLatin1(id);
        spec.text = std::move(text);
        spec.category = category;
        spec.icon = icon;
        spec.defaultKey = key;
        m_services.actions.add(std::move(spec), this, [this, run = std::move(run)] {
            if (m_page) run(*m_page);
        });
    };
    add(
        "runs.rescan", [] { return tr("Look for new runs now"); }, QStringLiteral("reset"), QKeySequence(Qt::Key_F5),
        [this](RunsPage&) { m_source.rescan(); });
    add(
        "runs.solo", [] { return tr("Show only the current run"); }, QStringLiteral("solo"), {},
        [](RunsPage& page) {
            if (const QString run = page.runList()->currentRun(); !run.isEmpty()) page.runList()->toggleSolo(run);
        });
    add(
        "runs.issues", [] { return tr("Issues of the current run"); }, QStringLiteral("issues"), {},
        [](RunsPage& page) {
            if (const QString run = page.runList()->currentRun(); !run.isEmpty())
                Q_EMIT page.runList()->issuesRequested(run);
        });
    add(
        "runs.rename", [] { return tr("Rename the current run"); }, QStringLiteral("edit"), {},
        [](RunsPage& page) { page.runList()->editCurrentName(); });
    QAction* panel = m_services.actions.add(
        {kPanelAction, [] { return tr("Panel of settings and facts"); }, category,
         [] { return tr("Show or hide the panel at the right: how charts look, what is known of a run"); },
         QStringLiteral("panel-right"), QKeySequence(Qt::CTRL | Qt::Key_B), true});
    connect(panel, &QAction::triggered, this, [this] {
        if (m_page) m_page->togglePanel();
    });
    addChartActions(m_services.actions, this, [this] { return m_page; });
}

/// What nobody would see is not offered: neither in the palette nor under a key.
void RunsMode::updateActions() {
    const bool hasRuns = m_isShown && m_page && m_page->hasRuns();
    const bool hasRange = hasRuns && !m_page->charts()->rangeText().isEmpty();
    for (const QString& id : m_services.actions.ids()) {
        if (id.startsWith(QLatin1String("runs.")) || id.startsWith(QLatin1String("charts.")))
            m_services.actions.action(id)->setEnabled(id == QLatin1String("charts.clearRange") ? hasRange : hasRuns);
    }
    if (m_isShown && m_source.snapshot()) m_services.actions.action(QStringLiteral("runs.rescan"))->setEnabled(true);
}

void RunsMode::setShown(bool shown) {
    m_isShown = shown;
    updateActions();
}

void RunsMode::addPaletteItems() {
    m_services.palette.addProvider([this, alive = QPointer<RunsMode>(this)](const QString&) {
        std::vector<kit::PaletteItem> items;
        if (!alive || !m_page) return items;
        for (const auto& row : m_page->runList()->presenter().rows()) {
            if (items.size() > kPaletteLimit) break;
            const QString name = QString::fromStdString(row.name);
            items.push_back({QString::fromStdString(row.label),
                             tr("Run %1").arg(QString::fromStdString(row.whole)),
                             QStringLiteral("runs"),
                             {},
                             [this, name] {
                                 Q_EMIT modeRequested(id());
                                 m_page->runList()->setCurrentRun(name);
                             }});
        }
        for (const auto* entry : m_page->catalog().entries()) {
            if (items.size() > 2 * kPaletteLimit) break;
            const QString tag = QString::fromStdString(entry->name);
            items.push_back({kit::Format::name(entry->name), tr("Tag"), QStringLiteral("scalars"), {}, [this, tag] {
                                 Q_EMIT modeRequested(id());
                                 m_page->showTab(0);
                                 m_page->charts()->goToTag(tag);
                             }});
        }
        return items;
    });
}

QJsonObject RunsMode::saveState() const {
    return m_page ? m_page->saveState() : m_restore;
}

void RunsMode::restoreState(const QJsonObject& state) {
    if (m_page)
        m_page->restoreState(state);
    else
        m_restore = state;
}

QJsonObject RunsMode::saveLayout() const {
    return m_page ? m_page->saveLayout() : m_layout;
}

void RunsMode::restoreLayout(const QJsonObject& layout) {
    m_layout = layout;
    if (m_page) m_page->restoreLayout(layout);
}

Scene RunsMode::scene(const QString& view, int tab) {
    return {view, QStringLiteral("full"),
            [this, tab] {
                page();
                if (m_paths.isEmpty() || !m_page->hasTab(tab)) return false;
                m_page->showTab(tab);
                return true;
            },
            [this] { return isSettled(); }};
}

bool RunsMode::isSettled() const {
    return m_page && m_source.snapshot() && !isLoading(*m_source.snapshot()) && m_page->isSettled() &&
           m_diagnosis.isSettled();
}

std::vector<Scene> RunsMode::firstScenes() {
    return {{QStringLiteral("runs"), QStringLiteral("empty"), [this] { return m_paths.isEmpty(); }, {}}};
}

std::vector<Scene> RunsMode::scenes() {
    std::vector<Scene> scenes;
    const QString views[] = {QStringLiteral("scalars"), QStringLiteral("histograms"), QStringLiteral("images"),
                             QStringLiteral("text"),    QStringLiteral("audio"),      QStringLiteral("graph"),
                             QStringLiteral("hparams"), QStringLiteral("others")};
    for (int tab = 0; tab < 8; ++tab)
        scenes.push_back(scene(views[tab], tab));
    page();
    for (Scene& state : runsStateScenes(*this, *m_page))
        scenes.push_back(std::move(state));
    for (Scene& error : runsErrorScenes(*this, *m_page))
        scenes.push_back(std::move(error));
    return scenes;
}

} // namespace td::app
