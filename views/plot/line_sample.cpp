#include "views/plot/line_sample.h"

#include <QPainter>

namespace td::plot {
namespace {

constexpr double kThickness = 2, kMeanThickness = 3, kBandHeight = 12, kBandOpacity = .2;

} // namespace

LineSample sampleOf(const Line& line) {
    return {line.slot, line.group != nullptr};
}

void paintLineSample(QPainter& painter, QPointF left, const LineSample& sample, PlotColors colors) {
    const QColor color = colors.series(sample.slot);
    if (sample.isMean) {
        QColor band = color;
        band.setAlphaF(kBandOpacity);
        painter.fillRect(QRectF(left.x(), left.y() - kBandHeight / 2, LineSample::kWidth, kBandHeight), band);
    }
    const double thickness = sample.isMean ? kMeanThickness : kThickness;
    QPen pen(color, thickness);
    pen.setCapStyle(Qt::FlatCap);
    if (auto dash = kit::Theme::seriesDash(sample.slot); !dash.isEmpty()) {
        for (qreal& part : dash)
            part /= thickness; // patterns are in units of the pen's width
        pen.setDashPattern(dash);
    }
    painter.setPen(pen);
    painter.drawLine(left, left + QPointF(LineSample::kWidth, 0));
}

} // namespace td::plot
