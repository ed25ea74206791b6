#include "app/window/runs_page.h"

#include "app/window/kind_tabs.h"
#include "app/window/runs_head.h"
#include "views/kit/empty_state.h"
#include "views/kit/error_text.h"
#include "views/kit/theme.h"
#include "views/kit/undo.h"
#include "views/kit_present/name_order.h"
#include "views/preview/indexed_table.h"

#include <QJsonArray>
#include <QScrollArea>
#include <QSplitter>
#include <unordered_map>
#include <utility>

namespace td::app {
namespace {

using kit::Theme;
using runlog::TagKind;

constexpr int kLeftWidth = 320, kLeftLeast = 264, kRightWidth = 280, kRightLeast = 256, kMiddleLeast = 340;
constexpr int kBothPanels = 1040; ///< narrower, charts would have less than half of the page

/// The names that legends, tables and exports use: a name that two groups share is told with its group.
std::vector<scalars::RunStyle> stylesOf(const runs::RunListPresenter& list) {
    std::unordered_map<std::string_view, int> uses;
    for (const auto& row : list.rows())
        ++uses[row.label];
    std::vector<scalars::RunStyle> styles;
    for (const auto& row : list.rows()) {
        const bool shared = uses[row.label] > 1 && !row.group.empty();
        styles.push_back(
            {row.name, shared ? row.group + '/' + row.label : row.label, row.slot, row.isDrawn(), !row.matches});
    }
    return styles;
}

QSplitter* splitter(Qt::Orientation orientation, QWidget* parent) {
    auto* made = new QSplitter(orientation, parent);
    made->setHandleWidth(1);
    made->setChildrenCollapsible(false);
    return made;
}

} // namespace

RunsPage::RunsPage(kit::ViewUndo* undo, kit::JobList* jobs, QWidget* parent)
    : QWidget(parent)
    , m_undo(undo)
    , m_jobs(jobs)
    , m_pages(new QStackedWidget(this))
    , m_empty(new kit::EmptyState(m_pages))
    , m_columns(splitter(Qt::Horizontal, m_pages))
    , m_rightWidth(kRightWidth) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    m_columns->addWidget(makeLeft());
    m_columns->addWidget(makeMiddle());
    m_columns->addWidget(makeRight());
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setStretchFactor(2, 0);
    m_columns->setSizes({kLeftWidth, 768, kRightWidth});
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_columns);
    connect(m_empty, &kit::EmptyState::actionTriggered, this,
            [this] { m_error ? Q_EMIT retryRequested() : Q_EMIT openRequested(); });
    connectViews();
    updateWords();
    updateState();
}

QWidget* RunsPage::makeLeft() {
    m_left = splitter(Qt::Vertical, m_columns);
    m_left->setMinimumWidth(kLeftLeast);
    m_runs = new runs::RunListPanel(m_undo, m_left);
    m_tags = new runs::TagsPanel(m_left);
    for (QWidget* panel : std::initializer_list<QWidget*>{m_runs, m_tags}) {
        panel->setAutoFillBackground(true);
        panel->setBackgroundRole(QPalette::Base);
        panel->setMinimumHeight(140);
        m_left->addWidget(panel);
    }
    m_left->setSizes({436, 400});
    return m_left;
}

QWidget* RunsPage::makeMiddle() {
    auto* middle = new QWidget(m_columns);
    middle->setMinimumWidth(kMiddleLeast);
    auto* layout = new QVBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_head = new RunsHead(middle);
    for (const char* icon : {"scalars", "histogram", "image", "text", "audio", "graph", "hparams", "table"})
        m_head->tabs()->addKind(QLatin1String(icon));
    m_views = new QStackedWidget(middle);
    m_charts = new scalars::ScalarsView(m_undo, m_jobs, m_views);
    m_preview = new preview::PreviewView(m_views);
    m_views->addWidget(m_charts);
    m_views->addWidget(m_preview);
    layout->addWidget(m_head);
    layout->addWidget(m_views, 1);
    return middle;
}

QWidget* RunsPage::makeRight() {
    auto* scroll = m_right = new QScrollArea(m_columns);
    scroll->setMinimumWidth(kRightLeast);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget(scroll);
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_form = new scalars::ChartsForm(content);
    m_facts = new runs::RunFactsPanel(content);
    m_facts->setIssueText([](const runlog::Issue& issue) { return kit::ErrorText::text(issue); });
    m_formLine = new QFrame(content);
    m_formLine->setFrameShape(QFrame::HLine);
    m_formLine->setForegroundRole(QPalette::Mid);
    layout->addWidget(m_form);
    layout->addWidget(m_formLine);
    layout->addWidget(m_facts);
    layout->addStretch();
    scroll->setWidget(content);
    return scroll;
}

void RunsPage::connectViews() {
    for (QSplitter* panels : {m_columns, m_left})
        connect(panels, &QSplitter::splitterMoved, this, [this] {
            m_layoutMoved = true;
            if (m_right->isVisible()) m_rightWidth = m_right->width();
            Q_EMIT viewChanged();
        });
    connect(m_runs, &runs::RunListPanel::stylesChanged, this, [this] {
        updateRuns();
        Q_EMIT viewChanged();
    });
    connect(m_runs, &runs::RunListPanel::currentRunChanged, this, &RunsPage::updateFacts);
    connect(m_runs, &runs::RunListPanel::addRootRequested, this, &RunsPage::addRootRequested);
    connect(m_runs, &runs::RunListPanel::issuesRequested, this, [this](const QString& run) {
        const auto* row = m_runs->presenter().row(run.toStdString());
        Q_EMIT issuesRequested(run, row ? QString::fromStdString(row->whole) : run);
    });
    connect(m_tags, &runs::TagsPanel::filterChanged, m_charts, &scalars::ScalarsView::setTagFilter);
    connect(m_tags, &runs::TagsPanel::pinRequested, m_charts, &scalars::ScalarsView::setPinned);
    connect(m_tags, &runs::TagsPanel::combineRequested, m_charts, &scalars::ScalarsView::combine);
    connect(m_tags, &runs::TagsPanel::tagActivated, this, [this](const QString& tag) {
        showTab(0);
        m_charts->goToTag(tag);
    });
    connect(m_charts, &scalars::ScalarsView::showRunsRequested, this,
            [this](const QStringList& runs) { m_runs->showRuns(runs, true); });
    connect(m_charts, &scalars::ScalarsView::runFilterClearRequested, m_runs, [this] { m_runs->setFilter({}); });
    connect(m_charts, &scalars::ScalarsView::gridStateChanged, this, [this] {
        m_form->setSettings(m_charts->presenter().state().settings);
        m_facts->setOlderShown(m_charts->presenter().state().settings.showOlder);
        m_tags->setPins(m_charts->presenter().state().pinned);
    });
    connect(m_facts, &runs::RunFactsPanel::showOlderRequested, this, [this](bool show) {
        scalars::ChartSettings settings = m_charts->presenter().state().settings;
        settings.showOlder = show;
        m_charts->changeSettings(settings, tr("Older points"));
    });
    connect(m_charts, &scalars::ScalarsView::rangeChanged, this, &RunsPage::updateRangeChip);
    connect(m_charts, &scalars::ScalarsView::viewChanged, this, &RunsPage::viewChanged);
    connect(m_form, &scalars::ChartsForm::settingsChanged, m_charts, &scalars::ScalarsView::changeSettings);
    connect(m_head->tabs(), &QTabBar::currentChanged, this, &RunsPage::showTab);
    connect(m_head, &RunsHead::clearRangeRequested, m_charts, &scalars::ScalarsView::clearRange);
    connect(m_head, &RunsHead::followingChanged, m_charts, &scalars::ScalarsView::setFollowing);
}

void RunsPage::setRoots(const std::vector<std::filesystem::path>& roots) {
    m_error.reset();
    m_runs->setRoots(roots);
}

void RunsPage::setSnapshot(const std::shared_ptr<const runlog::StoreSnapshot>& snapshot) {
    m_snapshot = snapshot;
    m_error.reset();
    m_catalog.update(*snapshot);
    if (m_catalog.generation() != m_seenTags) {
        m_seenTags = m_catalog.generation();
        std::vector<runs::ScalarTag> scalars;
        for (const auto* entry : m_catalog.entries())
            if (const uint32_t count = entry->runs(TagKind::Scalars); count > 0 && !entry->name.empty())
                scalars.push_back({entry->name, count});
        m_runs->setScalarTags(scalars);
        m_tags->setCatalog(m_catalog);
        updateTabs();
    }
    m_runs->setSnapshot(snapshot);
    updateRuns();
    m_charts->setSnapshot(snapshot, m_catalog);
    if (m_views->currentWidget() == m_preview) m_preview->setSnapshot(snapshot);
    m_form->setChartCount(m_charts->presenter().chartCount());
    if (m_runs->currentRun().isEmpty() && !m_runs->presenter().rows().empty())
        m_runs->setCurrentRun(QString::fromStdString(m_runs->presenter().rows().front().name));
    updateFacts();
    updateState();
}

void RunsPage::updateRuns() {
    if (std::exchange(m_seenRuns, m_runs->presenter().generation()) != m_runs->presenter().generation()) takeUpRuns();
    updateFacts();
}

/// Hands the names and looks of the runs to the views.
void RunsPage::takeUpRuns() {
    m_charts->setRuns(stylesOf(m_runs->presenter()));
    preview::RunAliases aliases;
    preview::RunSlots slotOfRun;
    for (const auto& row : m_runs->presenter().rows()) {
        slotOfRun.emplace(row.name, row.slot);
        if (row.label != row.whole && row.label != kit::nameLeaf(row.whole)) aliases.emplace(row.name, row.label);
    }
    m_preview->setAliases(std::move(aliases));
    m_preview->setSlots(std::move(slotOfRun));
}

void RunsPage::setIssues(std::function<std::vector<runlog::Issue>(const runlog::RunSnapshot&)> issuesOf) {
    m_issuesOf = std::move(issuesOf);
    m_runs->setIssueCounts(
        [of = m_issuesOf](const runlog::RunSnapshot& run) { return runs::RunListPresenter::countIssues(of(run)); });
    updateFacts();
}

void RunsPage::updateFacts() {
    const std::string name = m_runs->currentRun().toStdString();
    const auto* row = m_runs->presenter().row(name);
    const auto run = row ? m_runs->presenter().run(name) : nullptr;
    m_facts->setIssues(run && m_issuesOf ? std::optional(m_issuesOf(*run)) : std::nullopt);
    m_facts->setRun(run, row ? *row : runs::RunRow{});
    if (row) m_preview->setPreferredRun(QString::fromStdString(name));
}

void RunsPage::updateRangeChip() {
    const QString range = currentTab() == 0 ? m_charts->rangeText() : QString();
    m_head->setRange(range, m_charts->presenter().state().settings.xMode == plot::XMode::Step);
    Q_EMIT contentChanged();
}

void RunsPage::updateTabs() {
    const auto tags = [&](TagKind kind) { return m_catalog.tagsOfKind(kind); };
    uint32_t others = 0;
    for (size_t kind = 0; kind < kit::kTagKinds; ++kind)
        if (preview::isIndexedOnly(static_cast<TagKind>(kind))) others += tags(static_cast<TagKind>(kind));
    const std::pair<QString, uint32_t> kinds[] = {
        {tr("Scalars"), tags(TagKind::Scalars)}, {tr("Histograms"), tags(TagKind::Histograms)},
        {tr("Images"), tags(TagKind::Images)},   {tr("Text"), tags(TagKind::Text)},
        {tr("Audio"), tags(TagKind::Audio)},     {tr("Graph"), m_catalog.graphs()},
        {tr("HParams"), tags(TagKind::HParams)}, {tr("Others"), others}};
    KindTabs* tabs = m_head->tabs();
    for (int i = 0; i < tabs->count(); ++i) {
        const auto& [name, count] = kinds[i];
        const bool isHParams = i == 6; // its tags are the plugin's own, nothing to count
        tabs->setKind(i, name, isHParams ? 0 : count);
        // Tabs without content stay away; what is being looked at stays.
        tabs->setKindVisible(i, i == 0 || count > 0 || tabs->currentIndex() == i);
    }
}

void RunsPage::showTab(int index) {
    m_head->tabs()->setCurrentIndex(index);
    updateRangeChip();
    // What it sets are charts: beside a picture or a text it would do nothing.
    for (QWidget* part : std::initializer_list<QWidget*>{m_form, m_formLine})
        part->setVisible(index == 0);
    if (index == 0) {
        m_views->setCurrentWidget(m_charts);
        return;
    }
    m_preview->setKind(static_cast<preview::Kind>(index - 1));
    if (m_snapshot) m_preview->setSnapshot(m_snapshot);
    m_views->setCurrentWidget(m_preview);
}

void RunsPage::setFollowing(bool following) {
    m_head->setFollowing(following);
}

bool RunsPage::hasTab(int index) const {
    return m_head->tabs()->isTabVisible(index);
}

int RunsPage::currentTab() const {
    return m_head->tabs()->currentIndex();
}

void RunsPage::showError(const Error& error) {
    m_error = error;
    updateState();
}

void RunsPage::showNothingOpen() {
    m_snapshot.reset();
    m_error.reset();
    updateState();
}

void RunsPage::updateState() {
    const bool reading = m_snapshot && (m_snapshot->progress.scanning || m_snapshot->progress.loading);
    m_empty->setTone(m_error ? kit::EmptyState::Tone::Error : kit::EmptyState::Tone::Quiet);
    m_empty->setIcon(m_error ? QStringLiteral("error") : QStringLiteral("runs"));
    m_empty->setDetails(m_error ? kit::ErrorText::details(*m_error) : QString());
    if (m_error)
        m_empty->setAction(tr("Try again"), QStringLiteral("redo"));
    else
        m_empty->setAction(reading ? QString() : tr("Open folder…"), QStringLiteral("open"));
    if (m_error) {
        m_empty->setTitle(kit::ErrorText::title(*m_error));
        m_empty->setReason(kit::ErrorText::whole(*m_error));
    } else if (!m_snapshot) {
        m_empty->setTitle(tr("No runs are open"));
        m_empty->setReason(
            tr("Open a folder of TensorFlow, PyTorch or Keras logs: every run below it is shown, every point kept."));
    } else if (reading) {
        m_empty->setTitle(tr("Looking for runs…"));
        m_empty->setReason(tr("Runs appear as soon as they are found."));
    } else {
        m_empty->setTitle(tr("No runs in this folder"));
        m_empty->setReason(tr("Runs are event files (events.out.tfevents…). The folder is watched: a run that starts "
                              "there shows at once."));
    }
    showColumns(hasRuns());
    Q_EMIT contentChanged();
}

/// Who waited here for the runs has them under the keys as soon as they are there.
void RunsPage::showColumns(bool show) {
    QWidget* wanted = show ? static_cast<QWidget*>(m_columns) : m_empty;
    if (m_pages->currentWidget() == wanted) return;
    const QWidget* focus = window()->focusWidget();
    const bool waited = show && focus && (focus == this || focus == m_empty || m_empty->isAncestorOf(focus));
    m_pages->setCurrentWidget(wanted);
    if (waited) m_runs->focusList();
}

void RunsPage::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (m_pages->currentWidget() == m_columns) m_runs->focusList();
}

void RunsPage::updateWords() {
    updateTabs();
    updateRangeChip();
    updateState();
}

void RunsPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        updateWords();
        Q_EMIT languageChanged();
    }
    QWidget::changeEvent(event);
}

bool RunsPage::isSettled() const {
    return m_views->currentWidget() == m_preview ? m_preview->isSettled() : m_charts->isSettled();
}

bool RunsPage::isReading() const {
    return !m_snapshot || m_snapshot->progress.scanning || m_snapshot->progress.loading;
}

void RunsPage::setPanelAction(QAction* action) {
    m_panelAction = action;
    m_head->setPanelAction(action);
    updatePanel();
}

/// Where there is little room the panel at the right is there when it is called; else until it is sent away.
void RunsPage::togglePanel() {
    bool& shown = isNarrow() ? m_isPanelCalled : m_isPanelWanted;
    shown = !shown;
    m_layoutMoved = m_layoutMoved || !isNarrow();
    updatePanel();
    Q_EMIT viewChanged();
}

bool RunsPage::isNarrow() const {
    return width() < kBothPanels;
}

void RunsPage::updatePanel() {
    const bool shown = !m_panelAction || (isNarrow() ? m_isPanelCalled : m_isPanelWanted);
    m_right->setVisible(shown);
    if (m_panelAction) m_panelAction->setChecked(shown);
}

void RunsPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    updatePanel();
}

QJsonObject RunsPage::saveLayout() const {
    if (!m_layoutMoved) return m_layout; // what a splitter says before it is shown means nothing
    const auto list = [](const QList<int>& sizes) {
        QJsonArray made;
        for (const int size : sizes)
            made.append(size);
        return made;
    };
    QList<int> columns = m_columns->sizes();
    if (m_right->isHidden()) columns.back() = m_rightWidth; // it comes back as wide as it was
    return {{QStringLiteral("columns"), list(columns)},
            {QStringLiteral("left"), list(m_left->sizes())},
            {QStringLiteral("right_panel"), m_isPanelWanted}};
}

void RunsPage::restoreLayout(const QJsonObject& layout) {
    if (!layout.contains(QStringLiteral("columns"))) return;
    m_layout = layout;
    m_layoutMoved = false;
    const auto sizes = [](const QJsonValue& json, QSplitter* into) {
        QList<int> list;
        for (const QJsonValue& size : json.toArray())
            list.append(std::clamp(size.toInt(), 0, 10'000));
        if (list.size() == into->count()) into->setSizes(list);
    };
    m_isPanelWanted = layout[QStringLiteral("right_panel")].toBool(true);
    m_rightWidth = layout[QStringLiteral("columns")].toArray().at(2).toInt(kRightWidth);
    updatePanel();
    sizes(layout[QStringLiteral("columns")], m_columns);
    sizes(layout[QStringLiteral("left")], m_left);
}

QJsonObject RunsPage::saveState() const {
    QJsonObject state = saveLayout();
    state[QStringLiteral("list")] = m_runs->saveState();
    state[QStringLiteral("charts")] = m_charts->saveState();
    state[QStringLiteral("tag_filter")] = m_tags->filter();
    state[QStringLiteral("tab")] = currentTab();
    return state;
}

void RunsPage::restoreState(const QJsonObject& state) {
    restoreLayout(state);
    m_runs->restoreState(state[QStringLiteral("list")].toObject());
    m_charts->restoreState(state[QStringLiteral("charts")].toObject());
    m_head->setFollowing(m_charts->isFollowing());
    m_tags->setFilter(state[QStringLiteral("tag_filter")].toString());
    showTab(std::clamp(state[QStringLiteral("tab")].toInt(), 0, m_head->tabs()->count() - 1));
}

} // namespace td::app
