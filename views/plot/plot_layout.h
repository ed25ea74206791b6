#pragma once

#include "views/plot/plot_state.h"
#include "views/plot_present/ticks.h"

#include <QCoreApplication>
#include <QRectF>

namespace td::plot {

/// Where everything of a chart stands: the frame of the lines, the ticks, the axis titles. All in the coordinates of
/// the rectangle given.
struct PlotLayout {
    Q_DECLARE_TR_FUNCTIONS(td::plot::PlotLayout)
public:
    static constexpr double kLeft = 40, kRight = 12, kTop = 4, kBottom = 22; ///< margins, px
    static constexpr double kHandle = 8;

    /// `pixelRatio`: the frame's edges are put on whole device pixels.
    PlotLayout(const PlotState& state, const QRectF& rectangle, double pixelRatio);

    QRectF whole;
    QRectF frame;
    AxisScale x, y;
    Ticks xTicks, yTicks;
    QString xTitle; ///< "step, k", at the right end of the axis
    QString yTitle; ///< the unit prefix, at the head of the axis; often empty

    [[nodiscard]] double toX(double value) const { return frame.left() + x.toUnit(value) * frame.width(); }
    [[nodiscard]] double toY(double value) const { return frame.bottom() - y.toUnit(value) * frame.height(); }
    [[nodiscard]] double fromX(double px) const { return x.fromUnit((px - frame.left()) / frame.width()); }
    [[nodiscard]] double fromY(double px) const { return y.fromUnit((frame.bottom() - px) / frame.height()); }
    [[nodiscard]] QRectF xAxisArea() const {
        return {frame.left(), frame.bottom(), frame.width(), whole.bottom() - frame.bottom()};
    }
    [[nodiscard]] QRectF yAxisArea() const {
        return {whole.left(), frame.top(), frame.left() - whole.left(), frame.height()};
    }

private:
    void makeYTicks();
    void makeXTicks(XMode mode);
    void nameX(XMode mode);
    void keepTwoLabels(XMode mode, const QFontMetricsF& metrics);
    void dropOverlapping(const QFontMetricsF& metrics);
};

/// The axis' own way to write a value of x: a step, h:mm:ss, date and time.
[[nodiscard]] QString xText(XMode mode, double value);

} // namespace td::plot
