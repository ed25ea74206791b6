#include "views/scalars/chart_grid.h"

#include "views/kit/style_paint.h"
#include "views/kit/theme.h"
#include "views/scalars/chart_card.h"
#include "views/scalars/section_header.h"

#include <algorithm>
#include <QScrollBar>

namespace td::scalars {
namespace {

/// Cards are made this far outside the visible part, so that scrolling finds them ready and Tab can reach them.
constexpr int kMargin = 280;
constexpr int kPadding = 12;

/// The focus ring of the whole area. Cards and headers would cover what is painted below them.
class FocusRing : public QWidget {
public:
    explicit FocusRing(QWidget* around)
        : QWidget(around) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        kit::paintFocusRing(painter, QRectF(rect()).adjusted(2, 2, -2, -2), kit::kFieldRadius);
    }
};

} // namespace

ChartGrid::ChartGrid(const ChartGridPresenter& presenter, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_presenter(presenter)
    , m_ring(new FocusRing(this)) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Charts"));
    verticalScrollBar()->setSingleStep(40);
    viewport()->setBackgroundRole(QPalette::Window);
    viewport()->setAutoFillBackground(true);
}

ChartGrid::~ChartGrid() = default;

void ChartGrid::rebuild() {
    setAccessibleName(tr("Charts")); // the language may be another one
    relayout();
}

void ChartGrid::setTableChart(const std::string& id) {
    if (std::exchange(m_tableChart, id) != id) relayout();
}

std::vector<LayoutSection> ChartGrid::layoutSections() const {
    auto layout = m_presenter.layoutSections();
    const auto& sections = m_presenter.sections();
    for (size_t s = 0; s < sections.size() && !m_tableChart.empty(); ++s)
        for (size_t c = 0; c < sections[s].charts.size(); ++c)
            if (sections[s].charts[c].id == m_tableChart) layout[s].withTable = c;
    return layout;
}

void ChartGrid::relayout() {
    // A scroll bar stands in for the padding at the right.
    const int bar = verticalScrollBar()->isVisibleTo(this) ? std::min(verticalScrollBar()->width(), kPadding) : 0;
    m_layout = GridLayout::build(layoutSections(), viewport()->width() + bar);
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(m_layout.height()) - viewport()->height()));
    place();
}

void ChartGrid::resizeEvent(QResizeEvent*) {
    relayout();
    m_ring->setGeometry(viewport()->geometry());
}
void ChartGrid::scrollContentsBy(int, int) {
    place();
}
void ChartGrid::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    m_ring->show();
    m_ring->raise();
}

void ChartGrid::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    m_ring->hide();
}

bool ChartGrid::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) return true; // children are placed by us
    return QAbstractScrollArea::viewportEvent(event);
}

QRect ChartGrid::geometryOf(const LayoutItem& item) const {
    const double y = item.y - verticalScrollBar()->value();
    const int left = qRound(item.x), top = qRound(y);
    return {left, top, qRound(item.x + item.width) - left, qRound(y + item.height) - top};
}

void ChartGrid::place() {
    const double top = verticalScrollBar()->value();
    const auto items = m_layout.visible(top - kMargin, top + viewport()->height() + kMargin);
    auto leftoverCards = std::move(m_cards);
    auto leftoverHeaders = std::move(m_headers);
    m_cards.clear();
    m_headers.clear();
    std::vector<LayoutItem> missing;
    for (const auto& item : items) {
        if (item.kind == LayoutItem::Kind::Header) {
            placeHeader(item, leftoverHeaders);
            continue;
        }
        const Chart& chart = m_presenter.sections()[item.section].charts[item.card];
        if (leftoverCards.contains(chart.id))
            placeCard(item, leftoverCards);
        else
            missing.push_back(item);
    }
    for (const auto& [id, card] : leftoverCards) {
        Q_EMIT cardReleased(card);
        // A hidden widget hands its focus to the next one, which would scroll to itself.
        if (const QWidget* focus = QApplication::focusWidget(); focus && card->isAncestorOf(focus)) setFocus();
        card->hide();
        m_freeCards.push_back(card);
    }
    for (const auto& [section, header] : leftoverHeaders) {
        if (header->hasFocus()) setFocus();
        header->hide();
        m_freeHeaders.push_back(header);
    }
    for (const auto& item : missing)
        placeCard(item, leftoverCards);
    orderFocus();
}

/// Cards are reused as they come: Tab meets them where they stand and not in the order in which they were made.
void ChartGrid::orderFocus() {
    std::vector<QWidget*> order;
    for (const auto& [section, header] : m_headers)
        order.push_back(header);
    for (const auto& [id, card] : m_cards)
        order.push_back(card);
    std::ranges::sort(order, {}, [](const QWidget* part) { return std::pair(part->y(), part->x()); });
    if (order == m_focusOrder) return;
    m_focusOrder = order;
    QWidget* last = this;
    for (QWidget* part : order) {
        auto* card = qobject_cast<ChartCard*>(part);
        for (QWidget* stop : card ? card->focusStops() : QList<QWidget*>{part}) {
            setTabOrder(last, stop);
            last = stop;
        }
    }
}

void ChartGrid::placeCard(const LayoutItem& item, std::unordered_map<std::string, ChartCard*>& leftover) {
    const Chart& chart = m_presenter.sections()[item.section].charts[item.card];
    const auto known = leftover.find(chart.id);
    const bool isNew = known == leftover.end();
    ChartCard* card = isNew ? takeCard() : known->second;
    if (!isNew) leftover.erase(known);
    card->setGeometry(geometryOf(item));
    card->setChart(chart, m_presenter.state().isPinned(chart.id));
    card->show();
    m_cards[chart.id] = card;
    if (isNew) Q_EMIT cardBound(card);
}

void ChartGrid::placeHeader(const LayoutItem& item, std::unordered_map<size_t, SectionHeader*>& leftover) {
    SectionHeader* header = nullptr;
    if (const auto known = leftover.find(item.section); known != leftover.end()) {
        header = known->second;
        leftover.erase(known);
    } else if (!m_freeHeaders.empty()) {
        header = m_freeHeaders.back();
        m_freeHeaders.pop_back();
    } else {
        header = new SectionHeader(viewport());
        connect(header, &SectionHeader::clicked, this,
                [this, header] { Q_EMIT sectionToggled(header->sectionName()); });
    }
    header->setSection(m_presenter.sections()[item.section]);
    header->setGeometry(geometryOf(item));
    header->show();
    m_headers[item.section] = header;
}

ChartCard* ChartGrid::takeCard() {
    if (!m_freeCards.empty()) {
        ChartCard* card = m_freeCards.back();
        m_freeCards.pop_back();
        return card;
    }
    auto* card = new ChartCard(viewport());
    card->plot()->setWheelZooms(plot::WheelZooms::WhenMeant);
    ++m_created;
    connect(card, &ChartCard::focused, this, [this, card] { ensureVisible(card); });
    Q_EMIT cardCreated(card);
    return card;
}

void ChartGrid::ensureVisible(const QWidget* widget) {
    const QRect place = widget->geometry();
    QScrollBar* bar = verticalScrollBar();
    if (place.top() < 0)
        bar->setValue(bar->value() + place.top() - 8);
    else if (place.bottom() > viewport()->height())
        bar->setValue(bar->value() + std::min(place.top() - 8, place.bottom() - viewport()->height() + 8));
}

void ChartGrid::scrollToChart(const std::string& id) {
    const auto& sections = m_presenter.sections();
    for (size_t s = 0; s < sections.size(); ++s)
        for (size_t c = 0; c < sections[s].charts.size(); ++c) {
            if (sections[s].charts[c].id != id) continue;
            const auto item = sections[s].collapsed ? m_layout.header(s) : m_layout.card(s, c);
            if (!item) return;
            verticalScrollBar()->setValue(qRound(item->y - 32));
            if (ChartCard* found = card(id)) found->setFocus();
            return;
        }
}

void ChartGrid::keyPressEvent(QKeyEvent* event) {
    QScrollBar* bar = verticalScrollBar();
    switch (event->key()) {
    case Qt::Key_Home:
        bar->setValue(bar->minimum());
        break;
    case Qt::Key_End:
        bar->setValue(bar->maximum());
        break;
    case Qt::Key_PageUp:
        bar->setValue(bar->value() - bar->pageStep());
        break;
    case Qt::Key_PageDown:
        bar->setValue(bar->value() + bar->pageStep());
        break;
    case Qt::Key_Up:
        bar->setValue(bar->value() - bar->singleStep());
        break;
    case Qt::Key_Down:
        bar->setValue(bar->value() + bar->singleStep());
        break;
    default:
        event->ignore();
    }
}

std::vector<ChartCard*> ChartGrid::cards() const {
    std::vector<ChartCard*> used;
    for (const auto& [id, card] : m_cards)
        used.push_back(card);
    return used;
}

ChartCard* ChartGrid::card(const std::string& id) const {
    const auto it = m_cards.find(id);
    return it == m_cards.end() ? nullptr : it->second;
}

} // namespace td::scalars
