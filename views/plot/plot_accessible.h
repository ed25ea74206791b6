#pragma once

namespace td::plot {

/// Makes screen readers see a PlotWidget as a chart with a name and a description of its ranges and lines. Call before
/// the first one is made.
void installPlotAccessibility();

} // namespace td::plot
