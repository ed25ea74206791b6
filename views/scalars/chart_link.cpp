#include "views/scalars/chart_link.h"

#include "views/plot_present/plot_series.h"
#include "views/scalars/chart_card.h"

namespace td::scalars {

void ChartLink::attach(ChartCard* card) {
    auto* plot = card->plot();
    connect(plot, &plot::PlotWidget::zoomChanged, this, [this, card](const plot::Zoom& zoom) { zoomFrom(card, zoom); });
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
    const auto own = m_zoom.y.find(card->chart().id);
    card->setZoom({m_zoom.x, own == m_zoom.y.end() ? std::nullopt : std::optional(own->second)});
}

void ChartLink::setZoom(const LinkedZoom& zoom) {
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

void ChartLink::zoomFrom(ChartCard* origin, const plot::Zoom& zoom) {
    const LinkedZoom before = m_zoom;
    m_zoom.x = zoom.x;
    if (zoom.y)
        m_zoom.y[origin->chart().id] = *zoom.y;
    else
        m_zoom.y.erase(origin->chart().id);
    if (m_zoom == before) return;
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
    const bool atEnd = m_zoom.x && m_zoom.x->hi >= m_dataEnd;
    if (following && grew && atEnd) {
        m_zoom.x = plot::Range{m_zoom.x->lo + end - m_dataEnd, m_zoom.x->hi + end - m_dataEnd};
        setZoom(m_zoom);
    }
    m_dataEnd = m_hasData ? std::max(m_dataEnd, end) : end;
    m_hasData = true;
}

} // namespace td::scalars
