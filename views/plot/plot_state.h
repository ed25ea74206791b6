#pragma once

#include "views/plot/plot_widget.h"
#include "views/plot_present/axis_scale.h"

#include <QPointF>
#include <QString>

namespace td::plot {

/// Everything a picture of a chart depends on. Plain data: the widget changes it, layout and painters read it.
struct PlotState {
    std::vector<Line> lines;
    PlotSettings settings;
    QString title;
    Zoom zoom;

    std::optional<double> cursor;    ///< in this chart
    std::optional<double> cursorY;   ///< where the pointer is; nullopt when keys move the cursor
    std::vector<size_t> legendLines; ///< those in the table at the cursor
    std::optional<double> linkedCursor;
    std::optional<Range> selection;
    bool selectionHandles = false;
    std::optional<QRectF> zoomBox; ///< being dragged, in widget coordinates

    /// Ranges as they are drawn. Fitting looks at every visible value, so the answer is kept until `refit`.
    [[nodiscard]] Range xRange() const;
    [[nodiscard]] Range yRange() const;
    [[nodiscard]] AxisScale xScale() const;
    [[nodiscard]] AxisScale yScale() const;
    void refit();

private:
    struct Fit {
        Range x, yFor, y; ///< y was computed for the x range yFor
        double symlog = 1;
        bool hasX = false, hasY = false;
    };
    mutable Fit m_fit;
};

[[nodiscard]] ScaleKind scaleKind(YScale scale);
[[nodiscard]] ScaleKind scaleKind(XScale scale);
/// 1,234.5 as the reader's locale writes it.
[[nodiscard]] QString localized(const std::string& number);

} // namespace td::plot
