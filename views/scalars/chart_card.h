#pragma once

#include "views/plot/plot_widget.h"
#include "views/scalars/chart_place.h"
#include "views/scalars_present/chart_grid_presenter.h"

#include <QWidget>

namespace td::kit {
class EmptyState;
class Skeleton;
} // namespace td::kit

namespace td::scalars {

class ChartTitle;
class RangeTable;

/// A chart on a card: title with actions, the plot, or why there is none.
///
/// Keys (with the plot focused): those of the plot, and L log scale, W width, Enter full size or back, E export, P pin,
/// D own window, where they mean something. Threads: GUI thread. Lines come from outside: ScalarsView fills it.
class ChartCard : public QWidget {
    Q_OBJECT
public:
    enum class Action { Fit, ToggleLog, ToggleWidth, ToggleFullSize, Export, TogglePin, Detach };
    Q_ENUM(Action)
    explicit ChartCard(QWidget* parent = nullptr);
    ~ChartCard() override;

    void setPlace(ChartPlace place); ///< before it is shown; a card is made for the grid
    void setChart(const Chart& chart, bool pinned);
    [[nodiscard]] const Chart& chart() const { return m_chart; }
    void setSettings(const ChartSettings& settings);
    void setZoom(const plot::Zoom& zoom); ///< no signal

    void showLoading();
    void showLines(std::vector<plot::Line> lines);
    void showEmpty(const EmptyReason& reason);
    [[nodiscard]] bool isLoading() const;
    [[nodiscard]] bool hasLines() const { return m_plot->isVisibleTo(this); }
    [[nodiscard]] plot::PlotWidget* plot() const { return m_plot; }
    [[nodiscard]] const QStringList& stateTags() const { return m_stateTags; } ///< "log y", "3 above"

    /// The linked range; `origin` is where it was made, with handles and the table below the plot.
    void setRange(std::optional<plot::Range> range, bool origin);
    [[nodiscard]] bool isRangeOrigin() const { return m_rangeOrigin; }
    /// What Tab meets in the card, as it stands: the actions from the left, the plot.
    [[nodiscard]] QList<QWidget*> focusStops() const;

Q_SIGNALS:
    void actionTriggered(td::scalars::ChartCard::Action action);
    void showRunsRequested(const QStringList& runs);
    void runFilterClearRequested();
    void limitsTyped(const td::plot::PlotSettings& settings); ///< at the plot's own axes
    void focused();                                           ///< reached with Tab: it should be in sight
    void used(); ///< clicked, or given the focus: what actions without a chart are about from now on

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void arrange();
    void updateHover();
    void noticeLimits();
    void updateStateTags();
    void updateEmptyWords();
    bool handleKey(int key);
    [[nodiscard]] bool canDo(Action action) const;

    Chart m_chart;
    ChartSettings m_settings;
    ChartPlace m_place = ChartPlace::Grid;
    bool m_pinned = false;
    bool m_hovered = false;
    EmptyReason m_reason;
    QStringList m_stateTags;
    std::optional<plot::Range> m_range;
    bool m_rangeOrigin = false;
    ChartTitle* m_title;
    plot::PlotWidget* m_plot;
    kit::Skeleton* m_skeleton;
    kit::EmptyState* m_empty = nullptr;
    RangeTable* m_table = nullptr;
};

} // namespace td::scalars
