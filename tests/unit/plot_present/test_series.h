#pragma once

#include "views/plot_present/plot_series.h"

#include <random>

namespace td::plot::test {

inline std::shared_ptr<runlog::Series> makeSeries(std::vector<double> values, std::vector<int64_t> steps = {}) {
    auto series = std::make_shared<runlog::Series>();
    for (size_t i = steps.size(); i < values.size(); ++i)
        steps.push_back(static_cast<int64_t>(i));
    for (size_t i = 0; i < values.size(); ++i)
        series->walls.push_back(1'700'000'000.0 + 2.0 * static_cast<double>(i));
    series->steps = std::move(steps);
    series->values = std::move(values);
    return series;
}

inline std::shared_ptr<const PlotSeries> makePlot(std::vector<double> values, std::vector<int64_t> steps = {},
                                                  SmoothingSetting smoothing = {Smoothing::None, 0}) {
    return PlotSeries::build(makeSeries(std::move(values), std::move(steps)), XMode::Step, smoothing);
}

inline std::vector<double> noise(size_t count, unsigned seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> out(count);
    for (double& v : out)
        v = normal(random);
    return out;
}

} // namespace td::plot::test
