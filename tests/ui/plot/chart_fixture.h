#pragma once

#include "views/plot/plot_widget.h"
#include "views/plot_present/plot_series.h"

namespace td::plot::test {

/// A line whose value at each step is `value(step)`.
template <class Value>
Line makeLine(const char* name, int slot, int64_t steps, Value&& value,
              SmoothingSetting smoothing = {Smoothing::None, 0}) {
    auto series = std::make_shared<runlog::Series>();
    for (int64_t step = 0; step < steps; ++step) {
        series->steps.push_back(step);
        series->walls.push_back(1.7e9 + static_cast<double>(step));
        series->values.push_back(value(step));
    }
    Line line;
    line.id = line.label = name;
    line.slot = slot;
    line.points = PlotSeries::build(std::move(series), XMode::Step, smoothing);
    return line;
}

/// Five runs of a training: noisy, smoothed, one live, one crashed with NaN, one with a dash.
[[nodiscard]] std::vector<Line> sampleLines();

/// Counts Qt's warnings while it lives.
class WarningCounter {
public:
    WarningCounter();
    ~WarningCounter();
    WarningCounter(const WarningCounter&) = delete;
    WarningCounter& operator=(const WarningCounter&) = delete;
    [[nodiscard]] static int count();
};

} // namespace td::plot::test
