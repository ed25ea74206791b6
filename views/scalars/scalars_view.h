#pragma once

#include "views/plot_present/plot_types.h"
#include "views/scalars/chart_card.h"
#include "views/scalars_present/chart_grid_presenter.h"

#include <QJsonObject>
#include <QPointer>
#include <QWidget>

class QStackedLayout;

namespace td::kit {
class EmptyState;
class JobList;
class ViewUndo;
} // namespace td::kit

namespace td::scalars {

class CardFeeder;
class ChartGrid;
class ChartLink;
class ChartWindow;
class Exporter;
struct LinkedZoom;

/// The time-series view: the grid, a chart at full size, charts in windows of their own; zoom, cursor and range linked
/// over all.
///
/// Threads: GUI thread; lines are made on workers.
class ScalarsView : public QWidget {
    Q_OBJECT
public:
    /// View changes go through `undo` where there is one; it has to outlive the view.
    /// Exports are told in `jobs` where there is one; it has to outlive the view too.
    explicit ScalarsView(kit::ViewUndo* undo, kit::JobList* jobs = nullptr, QWidget* parent = nullptr);
    ~ScalarsView() override;

    void setSnapshot(const std::shared_ptr<const runlog::StoreSnapshot>& snapshot, const kit::TagCatalog& catalog);
    void setRuns(std::vector<RunStyle> runs);
    void setTagFilter(const QString& pattern);
    [[nodiscard]] const ChartGridPresenter& presenter() const { return m_presenter; }
    [[nodiscard]] ChartGrid* grid() const { return m_grid; }
    [[nodiscard]] Exporter& exporter() const { return *m_exporter; }

    void changeSettings(const ChartSettings& settings, const QString& name); ///< undoable
    void setPinned(const QString& chart, bool pinned);                       ///< undoable
    void combine(const QStringList& tags);                                   ///< undoable
    void goToTag(const QString& tag);
    void setAllCollapsed(bool collapsed); ///< undoable
    void fitAll();                        ///< undoable
    void fit(const Chart& chart);         ///< x of all charts, y of this one; undoable
    void setFollowing(bool following);
    [[nodiscard]] bool isFollowing() const;
    /// The selected range in words, empty where there is none.
    [[nodiscard]] QString rangeText() const;
    void clearRange();
    /// Does what a card's button does to the chart at full size, else to the one used last (clicked or focused, if it
    /// is still in sight), else to the first in sight.
    void perform(ChartCard::Action action);
    void leaveFullSize();

    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);
    [[nodiscard]] bool isSettled() const; ///< everything visible has its lines
    [[nodiscard]] bool isFullSize() const { return m_isFull; }

Q_SIGNALS:
    void gridStateChanged(); ///< settings, pins, groups, combined charts
    void rangeChanged();
    void showRunsRequested(const QStringList& runs);
    void runFilterClearRequested();
    void viewChanged(); ///< anything a workspace keeps

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void adopt(ChartCard* card);
    void useCard(ChartCard* card);
    void dropCard(ChartCard* card);
    void applyState(const GridState& state);
    [[nodiscard]] LinkedZoom zoomUnder(const GridState& state) const;
    void noteZoom(const LinkedZoom& before, const LinkedZoom& after, const QString& name, const QString& mergeKey);
    void changeZoom(const LinkedZoom& zoom, const QString& name);
    void change(const GridState& state, const QString& name, const QString& mergeKey = {});
    void act(ChartCard* card, ChartCard::Action action);
    void toggleFullSize(const Chart& chart);
    void detach(const Chart& chart);
    void exportChart(ChartCard* card);
    void updateEmptyState();
    [[nodiscard]] ChartCard* currentCard() const;

    kit::ViewUndo* m_undo;
    ChartGridPresenter m_presenter;
    std::string m_unknownKeys = "{}";
    Exporter* m_exporter;
    CardFeeder* m_feeder;
    ChartLink* m_link;
    ChartGrid* m_grid;
    QStackedLayout* m_stack;
    ChartCard* m_full = nullptr;
    bool m_isFull = false;
    QPointer<ChartCard> m_lastUsed;
    std::string m_lastChart; ///< id of the chart that m_lastUsed showed then
    kit::EmptyState* m_empty;
    std::shared_ptr<const runlog::StoreSnapshot> m_snapshot;
    bool m_filtered = false;
};

} // namespace td::scalars
