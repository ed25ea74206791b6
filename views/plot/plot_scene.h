#pragma once

#include "views/plot/plot_state.h"

class QPainter;

namespace td::plot {

/// A chart as it stood when PlotWidget::scene() was called, to be painted into pictures wherever there is time for it.
///
/// Owns:    its settings; lines are shared and never change.
/// Threads: any, each painting with a painter of its own.
class PlotScene {
public:
    explicit PlotScene(PlotState state);

    [[nodiscard]] const QString& title() const { return m_state.title; }
    /// Paints into any painter: SVG, PDF, a picture. Exports use the light theme unless asked, and draw the legend.
    void paintInto(QPainter& painter, const QRectF& rectangle, bool darkTheme, bool withLegend) const;

private:
    PlotState m_state; ///< without cursors: they belong to whoever looks
};

} // namespace td::plot
