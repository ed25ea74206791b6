#include "views/scalars/chart_card.h"

#include "views/kit/empty_state.h"
#include "views/kit/format.h"
#include "views/kit/skeleton.h"
#include "views/kit/theme.h"
#include "views/scalars/chart_title.h"
#include "views/scalars/range_table.h"

namespace td::scalars {
namespace {

using kit::ColorId;
using kit::Theme;

constexpr int kTitleHeight = 28, kLeastPlot = 100, kTableHeight = static_cast<int>(GridLayout::kTableHeight) - 6;

QString listOf(const std::vector<std::string>& names) {
    QStringList texts;
    for (size_t i = 0; i < std::min<size_t>(names.size(), 3); ++i)
        texts.append(QString::fromStdString(names[i]));
    const QString list = QLocale().createSeparatedList(texts);
    return names.size() > 3 ? ChartCard::tr("%1 and %Ln more", nullptr, static_cast<int>(names.size()) - 3).arg(list)
                            : list;
}

bool isTabFocus(const QFocusEvent& event) {
    return event.reason() == Qt::TabFocusReason || event.reason() == Qt::BacktabFocusReason;
}

plot::PlotSettings plotSettings(const ChartSettings& s) {
    plot::PlotSettings settings;
    settings.xMode = s.xMode;
    settings.xScale = s.xScale;
    settings.yScale = s.yScale;
    settings.ignoreOutliers = s.ignoreOutliers;
    settings.showOriginal = s.showOriginal;
    settings.tooltipOrder = s.tooltipOrder;
    settings.yMin = s.yMin;
    settings.yMax = s.yMax;
    settings.xMin = s.xMin;
    settings.xMax = s.xMax;
    return settings;
}

} // namespace

ChartCard::ChartCard(QWidget* parent)
    : QWidget(parent)
    , m_title(new ChartTitle(this))
    , m_plot(new plot::PlotWidget(this))
    , m_skeleton(new kit::Skeleton(kit::Skeleton::Shape::Chart, this)) {
    setAttribute(Qt::WA_Hover);
    m_plot->installEventFilter(this);
    for (QToolButton* button : m_title->findChildren<QToolButton*>())
        button->installEventFilter(this);
    connect(m_title, &ChartTitle::triggered, this, [this](int action) {
        static constexpr Action kActions[] = {Action::Fit,    Action::ToggleLog, Action::ToggleFullSize,
                                              Action::Export, Action::TogglePin, Action::Detach};
        Q_EMIT actionTriggered(kActions[action]);
    });
    connect(m_plot, &plot::PlotWidget::viewChanged, this, &ChartCard::updateStateTags);
    connect(m_plot, &plot::PlotWidget::viewChanged, this, &ChartCard::noticeLimits);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    showLoading();
}

ChartCard::~ChartCard() = default;

void ChartCard::setPlace(ChartPlace place) {
    m_place = place;
    m_title->setPlace(place);
}

/// A chart that is alone has no columns, and one in its own window no grid to go back to.
bool ChartCard::canDo(Action action) const {
    if (action == Action::ToggleWidth) return m_place == ChartPlace::Grid;
    if (action == Action::ToggleFullSize || action == Action::Detach) return m_place != ChartPlace::Window;
    return true;
}

void ChartCard::setChart(const Chart& chart, bool pinned) {
    if (chart == m_chart && pinned == m_pinned) return;
    const bool other = chart.id != m_chart.id;
    m_chart = chart;
    m_pinned = pinned;
    m_title->setTexts(QString::fromStdString(chart.prefix),
                      chart.id.empty() ? kit::Format::name(chart.id) : QString::fromStdString(chart.leaf));
    m_title->setPinned(pinned);
    const QString name = kit::Format::name(chart.combined ? chart.leaf : chart.id);
    m_plot->setTitle(name);
    setAccessibleName(tr("Chart of %1").arg(name));
    if (other) showLoading();
}

void ChartCard::setSettings(const ChartSettings& settings) {
    m_settings = settings;
    m_plot->setSettings(plotSettings(settings));
    m_title->setLogScale(settings.yScale == plot::YScale::Log);
    updateStateTags();
    if (m_table && m_range) m_table->setContent(m_plot->lines(), *m_range, m_settings.xMode);
}

void ChartCard::setZoom(const plot::Zoom& zoom) {
    m_plot->setZoom(zoom);
    updateStateTags();
}

bool ChartCard::isLoading() const {
    return m_skeleton->isVisibleTo(this);
}

void ChartCard::showLoading() {
    m_plot->setLines({});
    m_plot->hide();
    if (m_empty) m_empty->hide();
    m_skeleton->show();
    updateStateTags(); // nothing is above what is not there yet
    arrange();
}

void ChartCard::showLines(std::vector<plot::Line> lines) {
    m_plot->setLines(std::move(lines));
    m_skeleton->hide();
    if (m_empty) m_empty->hide();
    m_plot->show();
    if (m_table && m_range) m_table->setContent(m_plot->lines(), *m_range, m_settings.xMode);
    updateStateTags();
    arrange();
}

void ChartCard::showEmpty(const EmptyReason& reason) {
    m_reason = reason;
    if (!m_empty) {
        m_empty = new kit::EmptyState(this);
        m_empty->setIcon(QStringLiteral("scalars"));
        for (auto* button : m_empty->findChildren<QAbstractButton*>())
            setTabOrder(m_plot, button);
        connect(m_empty, &kit::EmptyState::actionTriggered, this, [this] {
            if (m_reason.kind == EmptyReason::Kind::OnlyFilteredRuns) {
                Q_EMIT runFilterClearRequested();
                return;
            }
            QStringList runs;
            for (const auto& run : m_reason.hiddenRuns)
                runs.append(QString::fromStdString(run));
            Q_EMIT showRunsRequested(runs);
        });
    }
    updateEmptyWords();
    m_plot->setLines({});
    m_plot->hide();
    m_skeleton->hide();
    m_empty->show();
    updateStateTags();
    arrange();
}

void ChartCard::updateEmptyWords() {
    if (!m_empty) return;
    m_empty->setTitle(tr("No shown run has this tag"));
    const auto hidden = static_cast<int>(m_reason.hiddenRuns.size());
    if (m_reason.kind == EmptyReason::Kind::OnlyFilteredRuns) {
        m_empty->setReason(
            tr("%Ln run(s) that the filter leaves out logged it.", nullptr, static_cast<int>(m_reason.filteredRuns)));
        m_empty->setAction(tr("Clear the filter"), QStringLiteral("close"));
        return;
    }
    if (hidden == 0) {
        m_empty->setReason(tr("No run that was read so far logged it."));
        m_empty->setAction({});
        return;
    }
    m_empty->setReason(tr("%Ln hidden run(s) logged it: %1.", nullptr, hidden).arg(listOf(m_reason.hiddenRuns)));
    m_empty->setAction(tr("Show %Ln run(s)", nullptr, hidden), QStringLiteral("eye"));
}

void ChartCard::setRange(std::optional<plot::Range> range, bool origin) {
    m_range = range;
    m_rangeOrigin = range && origin;
    m_plot->setSelection(range, m_rangeOrigin);
    if (m_rangeOrigin && !m_table) m_table = new RangeTable(this);
    if (m_table && range) m_table->setContent(m_plot->lines(), *range, m_settings.xMode);
    arrange();
}

void ChartCard::noticeLimits() {
    const auto& now = m_plot->settings();
    const bool same = now.yMin == m_settings.yMin && now.yMax == m_settings.yMax && now.xMin == m_settings.xMin &&
                      now.xMax == m_settings.xMax;
    if (!same) Q_EMIT limitsTyped(now);
}

void ChartCard::updateStateTags() {
    QStringList tags;
    if (m_settings.yScale == plot::YScale::Log) tags.append(tr("log y"));
    if (m_settings.yScale == plot::YScale::Symlog) tags.append(tr("symlog y"));
    if (const int above = hasLines() ? m_plot->outliersAbove() : 0; above > 0)
        tags.append(tr("%Ln above", nullptr, above));
    if (const int below = hasLines() ? m_plot->outliersBelow() : 0; below > 0)
        tags.append(tr("%Ln below", nullptr, below));
    if (tags == m_stateTags) return;
    m_stateTags = tags;
    m_title->setStateTags(tags);
}

QList<QWidget*> ChartCard::focusStops() const {
    return m_title->buttonsFromTheLeft() << m_plot;
}

void ChartCard::arrange() {
    const QRect inner = rect().adjusted(1, 1, -1, -1);
    m_title->setGeometry(inner.left(), inner.top(), inner.width(), kTitleHeight);
    QRect body(inner.left(), inner.top() + kTitleHeight, inner.width(), inner.height() - kTitleHeight - 1);
    if (m_table) m_table->setVisible(m_rangeOrigin && hasLines());
    if (m_table && m_rangeOrigin && hasLines()) {
        const int room = std::max(kTableHeight, body.height() * 2 / 5);
        m_table->resize(body.width() - 20, m_table->height()); // rows may need two lines
        const int height = m_table->heightWithin(std::min(room, std::max(0, body.height() - kLeastPlot)));
        m_table->setGeometry(body.left() + 12, body.bottom() - height - 3, body.width() - 20, height);
        body.setBottom(body.bottom() - height - 6);
    }
    m_plot->setGeometry(body.adjusted(2, 0, -2, -3)); // inside the round corners
    m_skeleton->setGeometry(body.adjusted(12, 0, -12, -8));
    if (m_empty) m_empty->setGeometry(body);
}

void ChartCard::resizeEvent(QResizeEvent*) {
    arrange();
}

void ChartCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = Theme::instance();
    painter.setBrush(theme.color(ColorId::Surface));
    painter.setPen(QPen(theme.color(m_hovered ? ColorId::StrongBorder : ColorId::Border), 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

void ChartCard::updateHover() {
    const QWidget* focus = QApplication::focusWidget();
    const bool hovered = underMouse() || (focus && isAncestorOf(focus));
    m_title->setActionsVisible(hovered);
    if (hovered == m_hovered) return;
    m_hovered = hovered;
    update();
}

void ChartCard::enterEvent(QEnterEvent*) {
    updateHover();
}
void ChartCard::leaveEvent(QEvent*) {
    updateHover();
}

void ChartCard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Chart of %1").arg(m_plot->title()));
        updateEmptyWords();
        updateStateTags();
    }
    QWidget::changeEvent(event);
}

bool ChartCard::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::FocusIn:
        if (isTabFocus(*static_cast<QFocusEvent*>(event))) Q_EMIT focused();
        Q_EMIT used();
        [[fallthrough]];
    case QEvent::FocusOut:
        QMetaObject::invokeMethod(this, &ChartCard::updateHover, Qt::QueuedConnection);
        break;
    case QEvent::MouseButtonPress:
        Q_EMIT used();
        break;
    case QEvent::KeyPress:
        if (const auto* key = static_cast<QKeyEvent*>(event);
            watched == m_plot && !(key->modifiers() & ~Qt::KeypadModifier))
            if (handleKey(key->key())) return true;
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

bool ChartCard::handleKey(int key) {
    static const QHash<int, Action> kKeys = {{Qt::Key_L, Action::ToggleLog},
                                             {Qt::Key_W, Action::ToggleWidth},
                                             {Qt::Key_Return, Action::ToggleFullSize},
                                             {Qt::Key_Enter, Action::ToggleFullSize},
                                             {Qt::Key_E, Action::Export},
                                             {Qt::Key_P, Action::TogglePin},
                                             {Qt::Key_D, Action::Detach}};
    const auto found = kKeys.constFind(key);
    if (found == kKeys.constEnd() || !canDo(*found)) return false;
    Q_EMIT actionTriggered(*found);
    return true;
}

void ChartCard::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& icon, const QString& text, int key, Action action) {
        if (!canDo(action)) return;
        menu->addAction(Theme::instance().icon(icon), text, QKeySequence(key), this,
                        [this, action] { Q_EMIT actionTriggered(action); });
    };
    add(QStringLiteral("fit"), tr("Fit the axes to the data"), Qt::Key_F, Action::Fit);
    add(QStringLiteral("log"), tr("Logarithmic y axis"), Qt::Key_L, Action::ToggleLog);
    add(QStringLiteral("columns"), tr("Wider or narrower"), Qt::Key_W, Action::ToggleWidth);
    if (m_place == ChartPlace::FullSize)
        add(QStringLiteral("restore"), tr("Back to all charts"), Qt::Key_Escape, Action::ToggleFullSize);
    else
        add(QStringLiteral("expand"), tr("Full size"), Qt::Key_Return, Action::ToggleFullSize);
    add(QStringLiteral("detach"), tr("Open in its own window"), Qt::Key_D, Action::Detach);
    menu->addSeparator();
    add(QStringLiteral("export"), tr("Export…"), Qt::Key_E, Action::Export);
    add(QStringLiteral("pin"), m_pinned ? tr("Unpin") : tr("Pin to the top"), Qt::Key_P, Action::TogglePin);
    menu->popup(event->globalPos());
}

} // namespace td::scalars
