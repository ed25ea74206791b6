#include "views/scalars/scalars_view.h"

#include "views/kit/empty_state.h"
#include "views/kit/undo.h"
#include "views/scalars/card_feeder.h"
#include "views/scalars/chart_grid.h"
#include "views/scalars/chart_link.h"
#include "views/scalars/chart_window.h"
#include "views/scalars/export_dialog.h"
#include "views/scalars/range_table.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStackedLayout>

namespace td::scalars {
namespace {

QJsonValue rangeToJson(const std::optional<plot::Range>& range) {
    return range ? QJsonValue(QJsonArray{range->lo, range->hi}) : QJsonValue();
}

std::optional<plot::Range> rangeFromJson(const QJsonValue& json) {
    const QJsonArray pair = json.toArray();
    if (pair.size() != 2 || !pair[0].isDouble() || !pair[1].isDouble() || pair[0].toDouble() >= pair[1].toDouble())
        return {};
    return plot::Range{pair[0].toDouble(), pair[1].toDouble()};
}

QJsonObject rangesToJson(const std::map<std::string, plot::Range>& ranges) {
    QJsonObject json;
    for (const auto& [chart, range] : ranges)
        json[QString::fromStdString(chart)] = rangeToJson(range);
    return json;
}

std::map<std::string, plot::Range> rangesFromJson(const QJsonValue& json) {
    std::map<std::string, plot::Range> ranges;
    const QJsonObject object = json.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        if (const auto range = rangeFromJson(it.value())) ranges[it.key().toStdString()] = *range;
    return ranges;
}

} // namespace

ScalarsView::ScalarsView(kit::ViewUndo* undo, kit::JobList* jobs, QWidget* parent)
    : QWidget(parent)
    , m_undo(undo)
    , m_exporter(new Exporter(jobs, this))
    , m_feeder(new CardFeeder(m_presenter, this))
    , m_link(new ChartLink(this))
    , m_grid(new ChartGrid(m_presenter, this))
    , m_stack(new QStackedLayout(this))
    , m_empty(new kit::EmptyState(this)) {
    m_stack->addWidget(m_grid);
    m_stack->addWidget(m_empty);
    connect(m_grid, &ChartGrid::cardCreated, this, &ScalarsView::adopt);
    connect(m_grid, &ChartGrid::cardBound, this, &ScalarsView::useCard);
    connect(m_grid, &ChartGrid::cardReleased, this, &ScalarsView::dropCard);
    connect(m_grid, &ChartGrid::sectionToggled, this, [this](const QString& name) {
        GridState state = m_presenter.state();
        state.setCollapsed(name.toStdString(), !state.collapsed.contains(name.toStdString()));
        change(state, tr("Fold group"));
    });
    connect(m_feeder, &CardFeeder::fed, this,
            [this](ChartCard* card) { m_link->linesArrived(card, m_feeder->isFollowing()); });
    connect(m_link, &ChartLink::rangeChanged, this, [this] { m_grid->setTableChart(m_link->rangeOrigin()); });
    connect(m_link, &ChartLink::rangeChanged, this, &ScalarsView::rangeChanged);
    connect(m_link, &ChartLink::rangeChanged, this, &ScalarsView::viewChanged);
    connect(m_link, &ChartLink::zoomedByHand, this, [this](const LinkedZoom& before, const LinkedZoom& after) {
        noteZoom(before, after, tr("Zoom"), QStringLiteral("zoom"));
    });
    updateEmptyState();
}

ScalarsView::~ScalarsView() = default;

void ScalarsView::adopt(ChartCard* card) {
    m_link->attach(card);
    if (isAncestorOf(card) && card->window() == window()) card->plot()->setLegendArea(this);
    connect(card, &ChartCard::actionTriggered, this, [this, card](ChartCard::Action action) { act(card, action); });
    connect(card, &ChartCard::limitsTyped, this, [this, card](const plot::PlotSettings& typed) {
        GridState state = m_presenter.state();
        ChartOverrides own =
            state.overrides.contains(card->chart().id) ? state.overrides.at(card->chart().id) : ChartOverrides{};
        own.yMin = typed.yMin;
        own.yMax = typed.yMax;
        own.xMin = typed.xMin;
        own.xMax = typed.xMax;
        state.setOverrides(card->chart().id, own);
        change(state, tr("Limits of an axis"));
    });
    connect(card, &ChartCard::used, this, [this, card] {
        m_lastUsed = card;
        m_lastChart = card->chart().id;
    });
    connect(card, &ChartCard::showRunsRequested, this, &ScalarsView::showRunsRequested);
    connect(card, &ChartCard::runFilterClearRequested, this, &ScalarsView::runFilterClearRequested);
}

void ScalarsView::useCard(ChartCard* card) {
    m_feeder->bind(card);
    m_link->use(card);
}

void ScalarsView::dropCard(ChartCard* card) {
    m_feeder->release(card);
    m_link->unuse(card);
}

void ScalarsView::setSnapshot(const std::shared_ptr<const runlog::StoreSnapshot>& snapshot,
                              const kit::TagCatalog& catalog) {
    m_snapshot = snapshot;
    if (m_presenter.update(snapshot, catalog)) m_grid->rebuild();
    m_feeder->pointsArrived();
    updateEmptyState();
}

void ScalarsView::setRuns(std::vector<RunStyle> runs) {
    if (runs == m_presenter.runs()) return;
    m_presenter.setRuns(std::move(runs));
    m_feeder->refresh();
}

void ScalarsView::setTagFilter(const QString& pattern) {
    m_filtered = !pattern.isEmpty();
    if (!m_presenter.setFilter(pattern.toStdString())) return;
    m_grid->rebuild();
    updateEmptyState();
}

void ScalarsView::updateEmptyState() {
    const bool loading = m_snapshot && (m_snapshot->progress.loading || m_snapshot->progress.scanning);
    m_empty->setAction({});
    m_empty->setIcon(QStringLiteral("scalars"));
    if (m_filtered) {
        m_empty->setTitle(tr("No tag matches the filter"));
        m_empty->setReason(tr("Change or clear the filter of the tags."));
    } else if (loading) {
        m_empty->setTitle(tr("Reading…"));
        m_empty->setReason(tr("Charts appear as soon as their first points are read."));
    } else if (m_snapshot && !m_snapshot->runs.empty()) {
        m_empty->setTitle(tr("No scalars here"));
        m_empty->setReason(tr("These runs logged other things: see the tabs above."));
    } else {
        m_empty->setTitle(tr("No runs here yet"));
        m_empty->setReason(tr("Charts appear as soon as a run writes its first scalar."));
    }
    QWidget* page = m_isFull                         ? static_cast<QWidget*>(m_full)
                    : m_presenter.sections().empty() ? static_cast<QWidget*>(m_empty)
                                                     : m_grid;
    if (m_stack->currentWidget() != page) m_stack->setCurrentWidget(page);
}

/// A zoom in steps means nothing in seconds, one around zero nothing on a logarithmic axis: what is left of the zoom
/// when the grid has this state.
LinkedZoom ScalarsView::zoomUnder(const GridState& state) const {
    LinkedZoom zoom = m_link->zoom();
    const ChartSettings &now = m_presenter.state().settings, &then = state.settings;
    if (now.xMode != then.xMode || now.xScale != then.xScale) zoom.x.reset();
    std::erase_if(zoom.y, [&](const auto& entry) {
        const auto own = state.overrides.find(entry.first);
        const auto later = own == state.overrides.end() ? then : scalars::combine(then, own->second);
        return later.yScale != m_presenter.settingsOf(entry.first).yScale;
    });
    return zoom;
}

void ScalarsView::applyState(const GridState& state) {
    const bool otherAxis = state.settings.xMode != m_presenter.state().settings.xMode;
    const LinkedZoom zoom = zoomUnder(state);
    m_presenter.setState(state);
    if (otherAxis) m_link->setRange(std::nullopt);
    m_grid->rebuild();
    m_feeder->refresh();
    if (zoom != m_link->zoom()) m_link->setZoom(zoom);
    updateEmptyState();
    Q_EMIT gridStateChanged();
    Q_EMIT viewChanged();
}

void ScalarsView::change(const GridState& state, const QString& name, const QString& mergeKey) {
    const GridState before = m_presenter.state();
    if (before == state) return;
    const LinkedZoom zoom = m_link->zoom();
    applyState(state);
    const bool zoomWent = zoom != m_link->zoom();
    const auto undo = [this, before, zoom, zoomWent] {
        applyState(before);
        if (zoomWent) m_link->setZoom(zoom);
    };
    if (m_undo) m_undo->push(name, mergeKey, undo, [this, state] { applyState(state); });
}

void ScalarsView::changeSettings(const ChartSettings& settings, const QString& name) {
    GridState state = m_presenter.state();
    state.settings = settings;
    change(state, name, QStringLiteral("settings:") + name);
}

void ScalarsView::setPinned(const QString& chart, bool pinned) {
    GridState state = m_presenter.state();
    state.setPinned(chart.toStdString(), pinned);
    change(state, pinned ? tr("Pin %1").arg(chart) : tr("Unpin %1").arg(chart));
}

void ScalarsView::combine(const QStringList& tags) {
    std::vector<std::string> names;
    for (const QString& tag : tags)
        names.push_back(tag.toStdString());
    if (names.empty()) return;
    GridState state = m_presenter.state();
    const std::string id = state.addChart(tags.join(QStringLiteral(", ")).toStdString(), std::move(names));
    change(state, tr("Chart tags together"));
    m_grid->scrollToChart(id);
}

void ScalarsView::goToTag(const QString& tag) {
    leaveFullSize();
    m_grid->scrollToChart(tag.toStdString());
}

void ScalarsView::setAllCollapsed(bool collapsed) {
    GridState state = m_presenter.state();
    for (const auto& section : m_presenter.sections())
        state.setCollapsed(section.name, collapsed);
    change(state, collapsed ? tr("Fold all groups") : tr("Open all groups"));
}

void ScalarsView::noteZoom(const LinkedZoom& before, const LinkedZoom& after, const QString& name,
                           const QString& mergeKey) {
    if (m_undo)
        m_undo->push(
            name, mergeKey, [this, before] { m_link->setZoom(before); }, [this, after] { m_link->setZoom(after); });
    Q_EMIT viewChanged();
}

void ScalarsView::changeZoom(const LinkedZoom& zoom, const QString& name) {
    const LinkedZoom before = m_link->zoom();
    if (zoom == before) return;
    m_link->setZoom(zoom);
    noteZoom(before, zoom, name, {});
}

void ScalarsView::fitAll() {
    changeZoom({}, tr("Fit all charts"));
}

void ScalarsView::fit(const Chart& chart) {
    LinkedZoom zoom = m_link->zoom();
    zoom.x.reset(); // x is one for all charts
    zoom.y.erase(chart.id);
    changeZoom(zoom, tr("Fit %1").arg(QString::fromStdString(chart.leaf)));
}

void ScalarsView::setFollowing(bool following) {
    m_feeder->setFollowing(following);
    Q_EMIT viewChanged();
}

bool ScalarsView::isFollowing() const {
    return m_feeder->isFollowing();
}

QString ScalarsView::rangeText() const {
    return m_link->range() ? scalars::rangeText(*m_link->range(), m_presenter.state().settings.xMode) : QString();
}

void ScalarsView::clearRange() {
    m_link->setRange(std::nullopt);
}

ChartCard* ScalarsView::currentCard() const {
    if (m_isFull) return m_full;
    const auto isInSight = [](const ChartCard* card) { return card->isVisible() && !card->visibleRegion().isEmpty(); };
    if (m_lastUsed && m_lastUsed->chart().id == m_lastChart && isInSight(m_lastUsed)) return m_lastUsed;
    if (ChartCard* moved = m_grid->card(m_lastChart); moved && isInSight(moved)) return moved;
    ChartCard* first = nullptr;
    for (ChartCard* card : m_grid->cards()) {
        const auto place = [](const ChartCard* c) { return std::pair(c->y(), c->x()); };
        if (isInSight(card) && (!first || place(card) < place(first))) first = card;
    }
    return first;
}

void ScalarsView::perform(ChartCard::Action action) {
    if (ChartCard* card = currentCard()) act(card, action);
}

void ScalarsView::act(ChartCard* card, ChartCard::Action action) {
    const Chart chart = card->chart();
    GridState state = m_presenter.state();
    ChartOverrides own = state.overrides.contains(chart.id) ? state.overrides.at(chart.id) : ChartOverrides{};
    switch (action) {
    case ChartCard::Action::Fit:
        return fit(chart);
    case ChartCard::Action::ToggleLog: {
        const bool isLog = m_presenter.settingsOf(chart.id).yScale == plot::YScale::Log;
        own.yScale = isLog ? plot::YScale::Linear : plot::YScale::Log;
        if (own.yScale == state.settings.yScale) own.yScale.reset();
        state.setOverrides(chart.id, own);
        return change(state, isLog ? tr("Linear y axis") : tr("Logarithmic y axis"));
    }
    case ChartCard::Action::ToggleWidth:
        if (!m_grid->isAncestorOf(card)) return; // a chart that fills its window has no columns
        own.span = card->width() > 1.5 * (m_grid->viewport()->width() / m_grid->gridLayout().columns()) ? 1 : 2;
        state.setOverrides(chart.id, own);
        return change(state, tr("Width of a chart"));
    case ChartCard::Action::ToggleFullSize:
        return toggleFullSize(chart);
    case ChartCard::Action::Export:
        return exportChart(card);
    case ChartCard::Action::TogglePin:
        return setPinned(QString::fromStdString(chart.id), !state.isPinned(chart.id));
    case ChartCard::Action::Detach:
        return detach(chart);
    }
}

void ScalarsView::toggleFullSize(const Chart& chart) {
    if (m_isFull) return leaveFullSize();
    if (!m_full) {
        m_full = new ChartCard(this);
        m_full->setPlace(ChartPlace::FullSize);
        adopt(m_full);
        m_stack->addWidget(m_full);
    }
    m_full->setChart(chart, m_presenter.state().isPinned(chart.id));
    m_isFull = true;
    updateEmptyState();
    useCard(m_full);
    m_full->plot()->setFocus();
}

void ScalarsView::leaveFullSize() {
    if (!m_isFull) return;
    m_isFull = false;
    dropCard(m_full);
    updateEmptyState();
    if (ChartCard* card = m_grid->card(m_full->chart().id)) card->plot()->setFocus();
}

void ScalarsView::detach(const Chart& chart) {
    auto* window = new ChartWindow(chart, m_presenter.state().isPinned(chart.id), this);
    ChartCard* card = window->card();
    adopt(card);
    useCard(card);
    connect(window, &QObject::destroyed, this, [this, card] { dropCard(card); });
    window->show();
}

void ScalarsView::exportChart(ChartCard* card) {
    if (!card->hasLines()) return;
    auto* dialog = new ExportDialog({card->plot()->scene(), m_presenter.linesOf(card->chart())}, *m_exporter, this);
    dialog->open();
}

void ScalarsView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_isFull)
        leaveFullSize();
    else
        QWidget::keyPressEvent(event);
}

void ScalarsView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        updateEmptyState();
        m_grid->rebuild();
    }
    QWidget::changeEvent(event);
}

QJsonObject ScalarsView::saveState() const {
    const auto grid = QJsonDocument::fromJson(QByteArray::fromStdString(toJson(m_presenter.state(), m_unknownKeys)));
    return {{QStringLiteral("grid"), grid.object()},
            {QStringLiteral("zoom"), rangeToJson(m_link->zoom().x)},
            {QStringLiteral("zoom_y"), rangesToJson(m_link->zoom().y)},
            {QStringLiteral("range"), rangeToJson(m_link->range())},
            {QStringLiteral("follow"), isFollowing()}};
}

void ScalarsView::restoreState(const QJsonObject& state) {
    const QByteArray grid = QJsonDocument(state[QStringLiteral("grid")].toObject()).toJson(QJsonDocument::Compact);
    applyState(gridStateFromJson(grid.toStdString(), &m_unknownKeys));
    m_link->setZoom({rangeFromJson(state[QStringLiteral("zoom")]), rangesFromJson(state[QStringLiteral("zoom_y")])});
    m_link->setRange(rangeFromJson(state[QStringLiteral("range")]));
    m_feeder->setFollowing(state[QStringLiteral("follow")].toBool(true));
}

bool ScalarsView::isSettled() const {
    if (!m_feeder->isIdle()) return false;
    for (const ChartCard* card : m_grid->cards())
        if (card->isLoading() || !card->plot()->isWhole()) return false;
    return true;
}

} // namespace td::scalars
