#pragma once

#include "views/plot/plot_colors.h"
#include "views/plot_present/plot_types.h"

#include <QPointF>

class QPainter;

namespace td::plot {

/// What stands for a line in tables and legends.
struct LineSample {
    static constexpr int kWidth = 24; ///< px
    int slot = 0;
    bool isMean = false; ///< of a group: thick, with its band around it
};

[[nodiscard]] LineSample sampleOf(const Line& line);

/// From `left` to the right, kWidth long. Changes pen and brush of the painter.
void paintLineSample(QPainter& painter, QPointF left, const LineSample& sample, PlotColors colors);

} // namespace td::plot
