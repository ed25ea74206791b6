#pragma once

#include "engine/base/api.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace td::plot {

enum class XMode : uint8_t { Step, Relative, Wall };
enum class XScale : uint8_t { Linear, Log };
enum class YScale : uint8_t { Linear, Log, Symlog };
enum class TooltipOrder : uint8_t { Nearest, Descending, Ascending, Name };

enum class Smoothing : uint8_t { None, Ema, TimeWeightedEma, Gaussian, RunningMean, RunningMedian };
struct SmoothingSetting {
    Smoothing kind = Smoothing::Ema;
    double weight = 0.6; ///< position of a slider, 0 … 1. Averages: the weight; Gaussian, mean, median: points by
                         ///< smoothingPoints() of smoothing.h
    bool operator==(const SmoothingSetting&) const = default;
};

struct Range {
    double lo = 0, hi = 1;
    [[nodiscard]] double length() const { return hi - lo; }
    [[nodiscard]] bool contains(double v) const { return v >= lo && v <= hi; }
    bool operator==(const Range&) const = default;
};

class PlotSeries; // plot_series.h: immutable points + pyramid
struct GroupMean; // group_mean.h: what a line is the mean of

/// One line of a chart: its points, how it looks by slot, what it is called.
struct Line {
    std::string id;    ///< stable: run name, or run name + '\n' + tag where a chart holds several tags
    std::string label; ///< as the legend shows it
    int slot = 0;      ///< series colour and dash
    std::shared_ptr<const PlotSeries> points;
    bool live = false; ///< the run is still being written
    bool crashed = false;
    bool emphasized = false;
    bool behind = false;                    ///< drawn faintly: the mean of its group is what counts
    std::shared_ptr<const GroupMean> group; ///< where the line is the mean of others: drawn with their band
};

} // namespace td::plot
