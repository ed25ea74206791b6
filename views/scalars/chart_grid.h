#pragma once

#include "views/scalars_present/chart_grid_presenter.h"

#include <QAbstractScrollArea>
#include <unordered_map>

namespace td::scalars {

class ChartCard;
class SectionHeader;

/// The scrolling grid: only cards and headers in or near the visible part exist; the others are reused as they come and
/// go.
///
/// Threads: GUI thread.
class ChartGrid : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit ChartGrid(const ChartGridPresenter& presenter, QWidget* parent = nullptr);
    ~ChartGrid() override;

    /// Lays out the presenter's sections anew; cards that stay keep their chart.
    void rebuild();
    void scrollToChart(const std::string& id);
    /// The chart whose card needs room for a table below its plot; empty: none.
    void setTableChart(const std::string& id);
    [[nodiscard]] std::vector<ChartCard*> cards() const; ///< those in use now
    [[nodiscard]] ChartCard* card(const std::string& id) const;
    [[nodiscard]] const GridLayout& gridLayout() const { return m_layout; }
    [[nodiscard]] int createdCards() const { return m_created; }

Q_SIGNALS:
    void cardBound(td::scalars::ChartCard* card);    ///< it shows another chart from now on
    void cardReleased(td::scalars::ChartCard* card); ///< it shows none
    void cardCreated(td::scalars::ChartCard* card);
    void sectionToggled(const QString& name);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void relayout();
    [[nodiscard]] std::vector<LayoutSection> layoutSections() const;
    void place();
    void placeCard(const LayoutItem& item, std::unordered_map<std::string, ChartCard*>& leftover);
    void placeHeader(const LayoutItem& item, std::unordered_map<size_t, SectionHeader*>& leftover);
    void ensureVisible(const QWidget* widget);
    ChartCard* takeCard();
    [[nodiscard]] QRect geometryOf(const LayoutItem& item) const;
    void orderFocus();

    const ChartGridPresenter& m_presenter;
    GridLayout m_layout;
    std::string m_tableChart;
    std::unordered_map<std::string, ChartCard*> m_cards; ///< by chart id
    std::vector<ChartCard*> m_freeCards;
    std::unordered_map<size_t, SectionHeader*> m_headers; ///< by section
    std::vector<SectionHeader*> m_freeHeaders;
    int m_created = 0;
    std::vector<QWidget*> m_focusOrder; ///< headers and cards as Tab meets them
    QWidget* m_ring;                    ///< over everything: the focus of the grid itself
};

} // namespace td::scalars
