#pragma once

#include "views/plot_present/axis_scale.h"
#include "views/plot_present/format.h"

#include <string>
#include <vector>

namespace td::plot {

struct Tick {
    double value = 0;
    std::string label;
    bool operator==(const Tick&) const = default;
};

/// Ticks of an axis. Positions are multiples of a step that depends on the length of the range alone: while panning
/// they move with the data and none appears or vanishes but at the ends.
struct Ticks {
    std::vector<Tick> ticks;
    SiPrefix prefix; ///< shared by all labels; belongs into the axis title
    double step = 0; ///< 0 where ticks are not evenly spaced
};

enum class TickStyle : uint8_t { Number, Step, Duration, WallTime };

struct TickRequest {
    AxisScale scale;
    TickStyle style = TickStyle::Number;
    int wanted = 5; ///< about so many; 4 to 7 come back where the range allows it
};

/// Number: 1, 2, 2.5 or 5 times a power of ten. Step: the same, never below 1. Duration: seconds, minutes, hours as
/// h:mm:ss. WallTime: whole seconds, minutes, hours, days, months of local time. Log and symlog scales: powers of ten,
/// with 2 and 5 (or 3) between where there is room.
[[nodiscard]] Ticks makeTicks(const TickRequest& request);

} // namespace td::plot
