#pragma once

#include "views/plot_present/ticks.h"

namespace td::plot {

/// Elapsed seconds as h:mm:ss at steps of 1, 2, 5, 10, 15, 30 s or min, 1, 2, 3, 6, 12 h, days. Below a second: plain
/// numbers.
[[nodiscard]] Ticks durationTicks(Range range, int wanted);

/// Seconds since 1970 at whole units of local time; a day's first tick and everything from days on shows the date.
[[nodiscard]] Ticks wallTicks(Range range, int wanted);

} // namespace td::plot
