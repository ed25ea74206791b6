#pragma once

#include <QPainter>
#include <QString>

namespace td::runs {

/// Four significant digits in the user's locale; "NaN", "∞", "−∞".
[[nodiscard]] QString valueText(double value);
/// A step with thousands apart.
[[nodiscard]] QString stepText(int64_t step);

/// The 24 px sample of a run's line, 2 px thick and dashed as in the charts, centred on `y`.
void drawLineSample(QPainter& painter, double x, double y, int slot, double opacity);

} // namespace td::runs
