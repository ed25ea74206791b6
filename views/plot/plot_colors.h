#pragma once

#include "views/kit/theme.h"

namespace td::plot {

/// The colours of one picture of a chart: those of the light or of the dark theme, whatever the window shows.
struct PlotColors {
    bool dark = false;

    [[nodiscard]] QColor of(kit::ColorId id) const;
    [[nodiscard]] QColor series(int slot) const;
    bool operator==(const PlotColors&) const = default;
};

} // namespace td::plot
