#include "views/runs/run_list_panel.h"

#include "engine/base/file.h"
#include "views/kit/format.h"
#include "views/kit/search_field.h"
#include "views/kit/theme.h"
#include "views/kit/undo.h"
#include "views/kit/worker.h"
#include "views/runs/run_delegate.h"
#include "views/runs/run_header.h"
#include "views/runs/run_menus.h"
#include "views/runs/run_table_model.h"

#include <QClipboard>
#include <QRegularExpression>

namespace td::runs {
namespace {

using kit::ColorId;
using kit::Theme;

constexpr int kStepsFromWidth = 300;
constexpr size_t kRunsABatch = 2000; ///< whose values are taken up in one turn of the event loop

QToolButton* iconButton(const QString& icon, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(Theme::instance().icon(icon));
    button->setAutoRaise(true);
    button->setFixedSize(28, 28);
    return button;
}

std::vector<std::string> namesOf(const QStringList& runs) {
    std::vector<std::string> names;
    for (const QString& run : runs)
        names.push_back(run.toStdString());
    return names;
}

} // namespace

RunListPanel::RunListPanel(kit::ViewUndo* undo, QWidget* parent)
    : QWidget(parent)
    , m_undo(undo) {
    m_filePool.setMaxThreadCount(1);
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(500);
    connect(&m_saveTimer, &QTimer::timeout, this, &RunListPanel::write);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    setupHeader();
    setupFilter();
    setupTable();
    updateWords();
    connect(&Theme::instance(), &Theme::changed, m_table->viewport(), qOverload<>(&QWidget::update));
}

RunListPanel::~RunListPanel() {
    if (m_saveTimer.isActive()) write();
    m_filePool.waitForDone();
}

void RunListPanel::setupHeader() {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 4, 4, 4);
    row->setSpacing(4);
    m_title = new QLabel(this);
    m_title->setFont(Theme::font(kit::FontId::BodyStrong));
    m_counts = new QLabel(this);
    m_counts->setFont(Theme::font(kit::FontId::Small));
    m_counts->setForegroundRole(QPalette::PlaceholderText);
    m_shownButton = iconButton(QStringLiteral("eye"), this);
    m_metricButton = iconButton(QStringLiteral("columns"), this);
    m_addButton = iconButton(QStringLiteral("plus"), this);
    row->addWidget(m_title);
    row->addWidget(m_counts);
    row->addStretch();
    for (QToolButton* button : {m_shownButton, m_metricButton, m_addButton})
        row->addWidget(button);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    connect(m_shownButton, &QToolButton::clicked, this, &RunListPanel::showShownMenu);
    connect(m_metricButton, &QToolButton::clicked, this, &RunListPanel::showMetricMenu);
    connect(m_addButton, &QToolButton::clicked, this, &RunListPanel::addRootRequested);
}

void RunListPanel::setupFilter() {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 0, 12, 8);
    row->setSpacing(8);
    m_filter = new kit::SearchField(kit::SearchField::Kind::Pattern, this);
    m_filter->setPattern(true);
    m_filter->setFixedHeight(28);
    m_sortButton = new QPushButton(this);
    m_sortButton->setIcon(Theme::instance().icon(QStringLiteral("sort")));
    m_sortButton->setFixedHeight(28);
    row->addWidget(m_filter, 1);
    row->addWidget(m_sortButton);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    connect(m_filter, &kit::SearchField::searchChanged, this, &RunListPanel::applyFilter);
    connect(m_filter, &kit::SearchField::patternChanged, this, &RunListPanel::applyFilter);
    connect(m_sortButton, &QPushButton::clicked, this, &RunListPanel::showSortMenu);
}

void RunListPanel::setupTable() {
    m_model = new RunTableModel(this);
    m_table = new QTableView(this);
    m_header = new RunHeader(m_table);
    m_table->setHorizontalHeader(m_header);
    m_table->setModel(m_model);
    auto* delegate = new RunDelegate(m_table);
    m_table->setItemDelegate(delegate);
    connect(delegate, &RunDelegate::issuesRequested, this, &RunListPanel::issuesRequested);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setMinimumSectionSize(20);
    m_table->verticalHeader()->setDefaultSectionSize(RunDelegate::kRunHeight);
    m_header->setMinimumSectionSize(20);
    m_header->setSectionResizeMode(QHeaderView::Fixed);
    m_header->setSectionResizeMode(RunTableModel::NameColumn, QHeaderView::Stretch);
    m_header->resizeSection(RunTableModel::ShownColumn, 32);
    m_header->resizeSection(RunTableModel::ValueColumn, 64);
    m_header->resizeSection(RunTableModel::StepColumn, 56);
    m_header->resizeSection(RunTableModel::StateColumn, 34);
    m_table->installEventFilter(this);
    layout()->addWidget(m_table);
    connect(m_table, &QTableView::customContextMenuRequested, this, &RunListPanel::showContextMenu);
    connect(m_table, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        if (index.column() != RunTableModel::ShownColumn) handleKey(Qt::Key_Return);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { Q_EMIT currentRunChanged(currentRun()); });
    connect(m_model, &RunTableModel::showRequested, this, &RunListPanel::showRuns);
    connect(m_model, &RunTableModel::renameRequested, this, &RunListPanel::rename);
    connect(m_header, &RunHeader::showAllRequested, this, [this](bool shown) { showRuns(allRuns(), shown); });
    connect(m_header, &RunHeader::sortRequested, this, [this](SortKey key) {
        const bool again = key == m_presenter.sortKey() && m_presenter.sortOrder() == SortOrder::Ascending;
        m_presenter.setSort(key, again ? SortOrder::Descending : SortOrder::Ascending);
        refresh();
    });
}

void RunListPanel::updateWords() {
    m_title->setText(tr("Runs"));
    m_filter->setPrompt(tr("Name or hparam"));
    m_table->setAccessibleName(tr("Runs"));
    m_sortButton->setText(m_presenter.isGrouped() ? tr("Group") : tr("Sort"));
    m_sortButton->setAccessibleName(tr("Order and grouping of the runs"));
    m_sortButton->setToolTip(tr("Order and grouping of the runs"));
    const std::pair<QToolButton*, QString> names[] = {{m_shownButton, tr("Show and hide runs")},
                                                      {m_metricButton, tr("Choose the value to show")},
                                                      {m_addButton, tr("Add a folder of runs")}};
    for (const auto& [button, text] : names) {
        button->setAccessibleName(text);
        button->setToolTip(text);
    }
    refresh();
    m_table->viewport()->update(); // rows hold words too
}

void RunListPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) updateWords();
    QWidget::changeEvent(event);
}

void RunListPanel::setRoots(const std::vector<std::filesystem::path>& roots) {
    if (m_saveTimer.isActive()) write();
    m_sidecar = RunAnnotations::pathFor(roots);
    m_sidecarRead = false;
    const auto path = m_sidecar;
    kit::onWorker(
        &m_filePool, this, [path] { return readWholeFile(path, 64 << 20).and_then(RunAnnotations::fromJson); },
        [this, path](Result<RunAnnotations> read) {
            if (path != m_sidecar) return;
            // A file that cannot be understood is left alone: it may be of a newer version.
            m_sidecarRead = read.has_value() || read.error().code == ErrorCode::NotFound;
            // Without one the runs begin anew: what was said of other folders means nothing here.
            m_presenter.setAnnotations(read ? std::move(*read) : RunAnnotations());
            refresh();
            Q_EMIT stylesChanged();
        });
}

void RunListPanel::setSnapshot(std::shared_ptr<const runlog::StoreSnapshot> snapshot) {
    const auto before = m_presenter.rows().size();
    m_presenter.update(std::move(snapshot));
    refresh();
    if (m_presenter.rows().size() != before) Q_EMIT stylesChanged();
    startWork();
}

void RunListPanel::setIssueCounts(std::function<RunListPresenter::IssueCount(const runlog::RunSnapshot&)> counts) {
    m_presenter.setIssueCounts(std::move(counts));
    refresh();
}

/// Where it is narrow the names need the room more than the steps do.
void RunListPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_table->setColumnHidden(RunTableModel::StepColumn, width() < kStepsFromWidth);
}

void RunListPanel::setScalarTags(const std::vector<ScalarTag>& tags) {
    m_scalarTags.clear();
    for (const ScalarTag& tag : tags)
        m_scalarTags.push_back(tag.name);
    if (m_metricChosen) return;
    m_presenter.setMetric({likelyMetric(tags), m_presenter.metric().kind});
    startWork();
    refresh();
}

/// One batch at a time; what arrives meanwhile is asked for when the batch is done.
void RunListPanel::startWork() {
    if (m_working) return;
    auto work = m_presenter.pendingWork(kRunsABatch);
    if (work.empty()) return;
    m_working = true;
    kit::onWorker(
        this,
        [work = std::move(work)] {
            std::vector<RunWorkResult> results;
            for (const auto& piece : work)
                results.push_back(compute(piece));
            return results;
        },
        [this](std::vector<RunWorkResult> results) {
            m_working = false;
            const uint64_t before = m_presenter.generation();
            m_presenter.apply(results);
            if (m_presenter.generation() != before) {
                refresh();
                Q_EMIT stylesChanged(); // hyperparameters may have let the filter in or out
            }
            startWork();
        });
}

void RunListPanel::refresh() {
    const QString current = currentRun();
    m_model->sync(m_presenter);
    updateRowHeights();
    if (!current.isEmpty() && currentRun() != current) setCurrentRun(current);
    const auto shown = static_cast<int>(m_presenter.shownCount()), all = static_cast<int>(m_presenter.rows().size()),
               matching = static_cast<int>(m_presenter.matchingCount());
    m_counts->setText(tr("%1 of %Ln shown", nullptr, all).arg(kit::Format::count(static_cast<quint64>(shown))));
    m_header->setChecked(shown == 0 ? Qt::Unchecked : shown == matching ? Qt::Checked : Qt::PartiallyChecked);
    m_header->setSort(m_presenter.sortKey(), m_presenter.sortOrder());
    if (m_presenter.annotations().isChanged()) save();
}

void RunListPanel::updateRowHeights() {
    QHeaderView* rows = m_table->verticalHeader();
    const auto& lines = m_presenter.lines();
    if (m_presenter.groups().empty() && rows->length() == rows->count() * RunDelegate::kRunHeight) return;
    for (size_t i = 0; i < lines.size(); ++i) {
        const int wanted = lines[i].isGroup ? RunDelegate::kGroupHeight : RunDelegate::kRunHeight;
        if (rows->sectionSize(static_cast<int>(i)) != wanted) rows->resizeSection(static_cast<int>(i), wanted);
    }
}

void RunListPanel::save() {
    if (!m_sidecar.empty() && m_sidecarRead && !m_saveTimer.isActive()) m_saveTimer.start();
}

void RunListPanel::write() {
    m_saveTimer.stop();
    m_presenter.annotations().markSaved();
    m_filePool.start([path = m_sidecar, annotations = m_presenter.annotations()] {
        std::error_code ignored; // writing says so when the folder could not be made
        std::filesystem::create_directories(path.parent_path(), ignored);
        if (const auto written = writeFileAtomically(path, annotations.toJson()); !written)
            qWarning("names and colours of runs were not saved: %s", describe(written.error()).c_str());
    });
}

QStringList RunListPanel::allRuns() const {
    QStringList runs;
    for (const auto& row : m_presenter.rows())
        if (row.matches) runs.append(QString::fromStdString(row.name)); // also those of a closed group
    return runs;
}

QStringList RunListPanel::selectedRuns() const {
    QStringList runs;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        if (const QString run = m_model->runAt(index.row()); !run.isEmpty()) runs.append(run);
    return runs;
}

QString RunListPanel::currentRun() const {
    return m_model->runAt(m_table->currentIndex().row());
}

void RunListPanel::setCurrentRun(const QString& run) {
    const int row = m_model->rowOf(run);
    if (row >= 0) m_table->setCurrentIndex(m_model->index(row, RunTableModel::NameColumn));
}

void RunListPanel::edit(const QString& text, std::function<void()> redo, std::function<void()> undo) {
    const auto andRefresh = [this](std::function<void()> change) {
        return [this, change = std::move(change)] {
            change();
            refresh();
            Q_EMIT stylesChanged();
        };
    };
    const auto make = andRefresh(std::move(redo));
    make();
    if (m_undo) m_undo->push(text, {}, andRefresh(std::move(undo)), make);
}

void RunListPanel::changeVisibility(const QString& text, const std::function<void(RunListPresenter&)>& change) {
    const Visibility before = m_presenter.visibility();
    change(m_presenter);
    const Visibility after = m_presenter.visibility();
    if (before == after) return;
    edit(
        text, [this, after] { m_presenter.setVisibility(after); },
        [this, before] { m_presenter.setVisibility(before); });
}

void RunListPanel::showRuns(const QStringList& runs, bool shown) {
    const QString text = shown ? tr("Show %Ln run(s)", nullptr, static_cast<int>(runs.size()))
                               : tr("Hide %Ln run(s)", nullptr, static_cast<int>(runs.size()));
    changeVisibility(text, [&](RunListPresenter& presenter) { presenter.setShown(namesOf(runs), shown); });
}

void RunListPanel::toggleSolo(const QString& run) {
    changeVisibility(tr("Show only %1").arg(run),
                     [&](RunListPresenter& presenter) { presenter.toggleSolo(run.toStdString()); });
}

void RunListPanel::rename(const QString& run, const QString& alias) {
    const std::string name = run.toStdString(), before = m_presenter.annotations().alias(name);
    const RunRow* row = m_presenter.row(name);
    // The name as it stands already is no alias: it would hide a later change of the folder's name.
    const std::string after =
        row && before.empty() && row->label == alias.toStdString() ? std::string() : alias.toStdString();
    if (after == before) return;
    edit(
        tr("Rename %1").arg(run), [this, name, after] { m_presenter.setAlias(name, after); },
        [this, name, before] { m_presenter.setAlias(name, before); });
}

void RunListPanel::setSlot(const QString& run, int slot) {
    const std::string name = run.toStdString();
    const RunRow* row = m_presenter.row(name);
    if (!row || row->slot == slot) return;
    edit(
        tr("Colour of %1").arg(run), [this, name, slot] { m_presenter.setSlot(name, slot); },
        [this, name, before = row->slot] { m_presenter.setSlot(name, before); });
}

void RunListPanel::setMetric(const Metric& metric) {
    m_metricChosen = true;
    m_presenter.setMetric(metric);
    refresh();
    startWork();
}

void RunListPanel::setFilter(const QString& text) {
    m_filter->setText(text);
    applyFilter();
}

void RunListPanel::applyFilter() {
    const QString text = m_filter->text();
    const bool valid =
        m_presenter.setFilter((m_filter->isPattern() ? text : QRegularExpression::escape(text)).toStdString());
    m_filter->setProblem(valid ? QString()
                               : tr("This is no valid expression: %1. The last valid one stays in force.")
                                     .arg(QString::fromStdString(m_presenter.filter().error())));
    refresh();
    Q_EMIT stylesChanged();
}

void RunListPanel::focusList() {
    m_table->setFocus(Qt::OtherFocusReason);
}

void RunListPanel::editCurrentName() {
    const QModelIndex index = m_table->currentIndex();
    if (!currentRun().isEmpty()) m_table->edit(index.siblingAtColumn(RunTableModel::NameColumn));
}

bool RunListPanel::eventFilter(QObject* watched, QEvent* event) {
    // The Enter that ends a renaming comes up to the table while its editor is still open: it means nothing else.
    const auto name = m_table->currentIndex().siblingAtColumn(RunTableModel::NameColumn);
    if (watched == m_table && event->type() == QEvent::KeyPress && !m_table->isPersistentEditorOpen(name)) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (!(key->modifiers() & ~Qt::KeypadModifier) && handleKey(key->key())) return true;
    }
    return QWidget::eventFilter(watched, event);
}

bool RunListPanel::handleKey(int key) {
    const QModelIndex index = m_table->currentIndex();
    const bool isGroup = index.data(RunTableModel::IsGroupRole).toBool();
    const auto collapse = [&](bool collapsed) {
        m_presenter.setCollapsed(index.data(RunTableModel::RunRole).toString().toStdString(), collapsed);
        if (index.column() != RunTableModel::NameColumn)
            m_presenter.setCollapsed(
                index.siblingAtColumn(RunTableModel::NameColumn).data(RunTableModel::RunRole).toString().toStdString(),
                collapsed);
        refresh();
        return true;
    };
    switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        return isGroup && collapse(key == Qt::Key_Left);
    case Qt::Key_Space: {
        const QStringList runs = selectedRuns();
        if (runs.isEmpty()) return false;
        const RunRow* first = m_presenter.row(runs.front().toStdString());
        showRuns(runs, !(first && first->shown));
        return true;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isGroup) return collapse(!index.data(RunTableModel::CollapsedRole).toBool());
        if (currentRun().isEmpty()) return false;
        toggleSolo(currentRun());
        return true;
    case Qt::Key_F2:
        editCurrentName();
        return true;
    case Qt::Key_I:
        if (currentRun().isEmpty()) return false;
        Q_EMIT issuesRequested(currentRun());
        return true;
    default:
        return false;
    }
}

void RunListPanel::showContextMenu(const QPoint& position) {
    const QStringList runs = selectedRuns();
    const QString run = currentRun();
    if (runs.isEmpty() || run.isEmpty()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool solo = m_presenter.solo() == run.toStdString();
    menu->addAction(solo ? tr("Show the others again") : tr("Show only this run"), QKeySequence(Qt::Key_Return), this,
                    [this, run] { toggleSolo(run); });
    const RunRow* row = m_presenter.row(run.toStdString());
    const bool shown = row && row->shown;
    menu->addAction(shown ? tr("Hide") : tr("Show"), QKeySequence(Qt::Key_Space), this,
                    [this, runs, shown] { showRuns(runs, !shown); });
    menu->addSeparator();
    menu->addAction(Theme::instance().icon(QStringLiteral("edit")), tr("Rename…"), QKeySequence(Qt::Key_F2), this,
                    &RunListPanel::editCurrentName);
    if (row && !m_presenter.annotations().alias(row->name).empty())
        menu->addAction(tr("Use the name of its folder"), this, [this, run] { rename(run, {}); });
    fillColorMenu(menu->addMenu(tr("Colour and dash")), row ? row->slot : 0,
                  [this, run](int slot) { setSlot(run, slot); });
    menu->addSeparator();
    if (row && row->problems + row->notes > 0)
        menu->addAction(Theme::instance().icon(QStringLiteral("issues")), tr("Show its issues"),
                        QKeySequence(Qt::Key_I), this, [this, run] { Q_EMIT issuesRequested(run); });
    const auto snapshot = m_presenter.run(run.toStdString());
    const QString path = snapshot ? QString::fromStdString(snapshot->directory.string()) : QString();
    menu->addAction(Theme::instance().icon(QStringLiteral("copy")), tr("Copy path"), this,
                    [path] { QGuiApplication::clipboard()->setText(path); });
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void RunListPanel::showShownMenu() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Show all runs of the list"), this, [this] { showRuns(allRuns(), true); });
    menu->addAction(tr("Hide all runs of the list"), this, [this] { showRuns(allRuns(), false); });
    menu->addAction(tr("Show only the selected runs"), this,
                    [this] {
                        const QStringList selected = selectedRuns();
                        changeVisibility(tr("Show only the selected runs"), [&](RunListPresenter& presenter) {
                            presenter.setShown(namesOf(allRuns()), false);
                            presenter.setShown(namesOf(selected), true);
                        });
                    })
        ->setEnabled(!selectedRuns().isEmpty());
    menu->popup(m_shownButton->mapToGlobal(m_shownButton->rect().bottomLeft()));
}

void RunListPanel::showMetricMenu() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const std::pair<MetricKind, QString> kinds[] = {{MetricKind::Last, tr("Last value")},
                                                    {MetricKind::Best, tr("Best value")},
                                                    {MetricKind::Min, tr("Smallest value")},
                                                    {MetricKind::Max, tr("Largest value")}};
    for (const auto& [kind, text] : kinds) {
        QAction* action = menu->addAction(text, this, [this, kind = kind] {
            setMetric({m_presenter.metric().tag, kind});
        });
        action->setCheckable(true);
        action->setChecked(m_presenter.metric().kind == kind);
    }
    menu->addSeparator();
    fillTagMenu(menu, m_scalarTags, m_presenter.metric().tag, [this](const std::string& tag) {
        setMetric({tag, m_presenter.metric().kind});
    });
    menu->popup(m_metricButton->mapToGlobal(m_metricButton->rect().bottomLeft()));
}

void RunListPanel::showSortMenu() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillSortMenu(
        menu, m_presenter,
        [this](SortKey key, SortOrder order) {
            m_presenter.setSort(key, order);
            refresh();
        },
        [this](bool grouped) {
            m_presenter.setGrouped(grouped);
            updateWords();
        });
    menu->popup(m_sortButton->mapToGlobal(m_sortButton->rect().bottomLeft()));
}

QJsonObject RunListPanel::saveState() const {
    const Metric& metric = m_presenter.metric();
    return {{QStringLiteral("metric"), QString::fromStdString(m_metricChosen ? metric.tag : std::string())},
            {QStringLiteral("metric_kind"), static_cast<int>(metric.kind)},
            {QStringLiteral("sort"), static_cast<int>(m_presenter.sortKey())},
            {QStringLiteral("descending"), m_presenter.sortOrder() == SortOrder::Descending},
            {QStringLiteral("grouped"), m_presenter.isGrouped()},
            {QStringLiteral("filter"), m_filter->text()},
            {QStringLiteral("current"), currentRun()}};
}

void RunListPanel::restoreState(const QJsonObject& state) {
    const auto kind = static_cast<MetricKind>(std::clamp(state[QStringLiteral("metric_kind")].toInt(), 0, 3));
    const std::string tag = state[QStringLiteral("metric")].toString().toStdString();
    m_metricChosen = !tag.empty();
    m_presenter.setMetric({m_metricChosen ? tag : m_presenter.metric().tag, kind});
    const auto key = static_cast<SortKey>(std::clamp(state[QStringLiteral("sort")].toInt(), 0, 4));
    m_presenter.setSort(key,
                        state[QStringLiteral("descending")].toBool() ? SortOrder::Descending : SortOrder::Ascending);
    m_presenter.setGrouped(state[QStringLiteral("grouped")].toBool(true));
    setFilter(state[QStringLiteral("filter")].toString());
    updateWords();
    setCurrentRun(state[QStringLiteral("current")].toString());
    startWork();
}

} // namespace td::runs
