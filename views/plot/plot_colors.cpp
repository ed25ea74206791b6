#include "views/plot/plot_colors.h"

namespace td::plot {

QColor PlotColors::of(kit::ColorId id) const {
    return dark ? kit::Theme::darkColor(id) : kit::Theme::lightColor(id);
}

QColor PlotColors::series(int slot) const {
    return dark ? kit::Theme::darkSeriesColor(slot) : kit::Theme::lightSeriesColor(slot);
}

} // namespace td::plot
