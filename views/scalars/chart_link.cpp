#include "views/scalars/chart_link.h"

#include "views/plot_present/plot_series.h"
#include "views/scalars/chart_card.h"

namespace td::scalars {

void ChartLink::attach(ChartCard* card) {
    auto* plot = card->plot();
    connect(plot, &plot::PlotWidget::xRangeChanged, this,
            [this, card](plot::Range range, bool fitted) { zoomFrom(card, range, fitted); });
    connect(plot, &plot::PlotWidget::cursorMoved, this, [this, card](std::optional<double> x) { cursorFrom(card, x); });
    connect(plot, &plot::PlotWidget::selectionChanged, this,
            [this, card](std::optional<plot::Range> range) { rangeFrom(card, range); });
}

void ChartLink::use(ChartCard* card) {
    m_cards.insert(card);
    card->plot()->setLinkedCursor(std::nullopt);
    card->setRange(m_range, card->chart().id == m_rangeOrigin);
    applyZoom(card);
}

void ChartLink::unuse(ChartCard* card) {
    m_cards.erase(card);
}

void ChartLink::applyZoom(ChartCard* card) const {
    if (m_zoom)
        card->plot()->setXRange(*m_zoom);
    else
        card->plot()->fit();
}

void ChartLink::setZoom(std::optional<plot::Range> zoom) {
    m_zoom = zoom;
    for (ChartCard* card : m_cards)
        applyZoom(card);
}

void ChartLink::setRange(std::optional<plot::Range> range) {
    m_range = range;
    if (!range) m_rangeOrigin.clear();
    for (ChartCard* card : m_cards)
        card->setRange(range, card->chart().id == m_rangeOrigin);
    Q_EMIT rangeChanged();
}

void ChartLink::zoomFrom(ChartCard* origin, plot::Range range, bool fitted) {
    const auto before = m_zoom;
    m_zoom = fitted ? std::nullopt : std::optional(range);
    for (ChartCard* card : m_cards)
        if (card != origin) applyZoom(card);
    Q_EMIT zoomedByHand(before, m_zoom);
}

void ChartLink::cursorFrom(ChartCard* origin, std::optional<double> x) {
    for (ChartCard* card : m_cards)
        if (card != origin) card->plot()->setLinkedCursor(x);
}

void ChartLink::rangeFrom(ChartCard* origin, std::optional<plot::Range> range) {
    m_rangeOrigin = range ? origin->chart().id : std::string();
    setRange(range);
}

void ChartLink::linesArrived(ChartCard* card, bool following) {
    double end = 0;
    bool any = false;
    for (const auto& line : card->plot()->lines()) {
        if (line.points->size() == 0) continue;
        end = any ? std::max(end, line.points->xExtent().hi) : line.points->xExtent().hi;
        any = true;
    }
    if (!any) return;
    const bool grew = m_hasData && end > m_dataEnd;
    const bool atEnd = m_zoom && m_zoom->hi >= m_dataEnd;
    if (following && grew && atEnd) setZoom(plot::Range{m_zoom->lo + end - m_dataEnd, m_zoom->hi + end - m_dataEnd});
    m_dataEnd = m_hasData ? std::max(m_dataEnd, end) : end;
    m_hasData = true;
}

} // namespace td::scalars
