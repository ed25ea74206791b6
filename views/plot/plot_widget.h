#pragma once

#include "views/plot_present/plot_types.h"

#include <optional>
#include <QWidget>

namespace td::plot {

class PlotScene;

/// What a chart shows and how; equal settings give equal pictures.
struct PlotSettings {
    XMode xMode = XMode::Step;
    XScale xScale = XScale::Linear;
    YScale yScale = YScale::Linear;
    bool ignoreOutliers = true; ///< fit to the 5th..95th percentile of the visible values, as TensorBoard does
    bool showOriginal = true;   ///< the unsmoothed line behind, at 25 %
    TooltipOrder tooltipOrder = TooltipOrder::Nearest;
    int tooltipRows = 12;
    std::optional<double> yMin, yMax, xMin, xMax; ///< typed limits
    bool operator==(const PlotSettings&) const = default;
};

/// What of a chart was zoomed by hand, in axis units; nullopt: fitted (or typed limits).
struct Zoom {
    std::optional<Range> x, y;
    bool operator==(const Zoom&) const = default;
};

/// Which turns of the wheel zoom; the others are left to whatever the chart lies in.
enum class WheelZooms : uint8_t {
    Always,    ///< a chart that fills its window
    WhenMeant, ///< a chart among others on a page: only with Ctrl, or while it has the keyboard focus
};

/// A line chart on our own canvas: M4-decimated, cosmetic pens, any number of points.
///
/// Mouse: drag = box zoom; wheel = zoom at the cursor (Shift: x only, Ctrl: y only; see setWheelZooms); middle drag or
/// Space+drag = pan;
///        double click = fit; on an axis, drag = pan that axis and double click = type its limits; Alt+drag = select a
///        range.
/// Keys:  arrows move the cursor point by point (Home, End: to the ends), + and - zoom, Shift+arrows pan, F or 0 fit, R
/// begins and ends a
///        range at the cursor, L types the limits of the value axis (Shift+L: of the horizontal one), Esc clears.
/// Threads: GUI thread. Smoothing and decimation of what is passed in were done by PlotSeries (built on workers).
class PlotWidget : public QWidget {
    Q_OBJECT
public:
    explicit PlotWidget(QWidget* parent = nullptr);
    ~PlotWidget() override;

    void setLines(std::vector<Line> lines);
    [[nodiscard]] const std::vector<Line>& lines() const;
    void setSettings(const PlotSettings& settings);
    [[nodiscard]] const PlotSettings& settings() const;
    void setTitle(const QString& title); ///< used by exports and accessibility
    [[nodiscard]] QString title() const;
    /// WhenMeant: without the focus, Ctrl+wheel zooms both axes and a bare wheel is not accepted, so that the page
    /// scrolls. Default: Always.
    void setWheelZooms(WheelZooms when);
    [[nodiscard]] WheelZooms wheelZooms() const;

    /// Where the table at the cursor may lie. Default: anywhere in the window.
    void setLegendArea(QWidget* area);

    [[nodiscard]] Range
    xRange() const; ///< visible, in axis units (step, seconds since the run's first point, seconds since 1970)
    [[nodiscard]] Range yRange() const;
    [[nodiscard]] const Zoom& zoom() const;
    void setZoom(const Zoom& zoom); ///< no signal: for linking and undo

    void setLinkedCursor(std::optional<double> x);               ///< dashed, from another chart
    void setSelection(std::optional<Range> range, bool handles); ///< the linked range; handles where it was made
    [[nodiscard]] std::optional<Range> selection() const;

    /// Finite values of the lines in the visible x range that are above the visible y range ("14 above").
    [[nodiscard]] int outliersAbove() const;
    [[nodiscard]] int outliersBelow() const; ///< … and below it

    /// All lines are drawn: of thousands the topmost come first and the others are drawn on a worker.
    [[nodiscard]] bool isWhole() const;

    /// The chart as it is now, for pictures of it.
    [[nodiscard]] std::shared_ptr<const PlotScene> scene() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hideEvent(QHideEvent* event) override;

Q_SIGNALS:
    void zoomChanged(const td::plot::Zoom& zoom); ///< by the user; other charts follow in x
    void cursorMoved(std::optional<double> x);    ///< nullopt: left
    void selectionChanged(std::optional<td::plot::Range> range);
    void viewChanged(); ///< anything an undo step or a workspace should remember: a zoom, a range, typed limits (in
                        ///< settings())

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace td::plot
