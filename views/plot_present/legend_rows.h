#pragma once

#include "views/plot_present/axis_scale.h"
#include "views/plot_present/plot_series.h"

#include <optional>
#include <string>
#include <vector>

namespace td::plot {

/// What a line has to say at the cursor.
struct LegendRow {
    enum class State : uint8_t {
        Here,      ///< a point near the cursor
        Ended,     ///< the line's last point is before the cursor
        NotFinite, ///< … and that last value was NaN or infinite, or the value here is
        NotBegun,  ///< the first point is after the cursor
    };
    size_t line = 0;  ///< index into the lines
    size_t point = 0; ///< index into its points: the one nearest to the cursor
    State state = State::Here;
    uint32_t members = 0; ///< lines of which this one is the mean here; its value is "mean ± deviation"
    double shown = 0;     ///< the value the line is drawn at
    std::string smoothed, value, step, time; ///< the digits that differ between rows are there
};

struct LegendRequest {
    double x = 0;
    std::optional<double>
        y; ///< where the pointer is; nullopt: the keyboard moves the cursor, and Nearest means by value
    TooltipOrder order = TooltipOrder::Nearest;
    AxisScale yScale; ///< nearness is what the eye sees: distance on the screen
    size_t most = 12;
};

struct LegendTable {
    std::vector<LegendRow> rows;                ///< ordered; lines that ended come last
    size_t left = 0;                            ///< rows that there was no room for
    bool smoothed = false;                      ///< some line is smoothed
    size_t sharedValue = 0, sharedSmoothed = 0; ///< leading characters that all texts of a column share
};

/// The table of lines at the cursor.
[[nodiscard]] LegendTable legendTable(const std::vector<Line>& lines, const LegendRequest& request);

/// The x nearest to `x` at which some line has a point; nullopt without points.
[[nodiscard]] std::optional<double> snapToPoint(const std::vector<Line>& lines, double x);
/// The next x to the right (or left) of `x` at which some line has a point.
[[nodiscard]] std::optional<double> nextPoint(const std::vector<Line>& lines, double x, bool right);

} // namespace td::plot
