#pragma once

#include "engine/base/api.h"
#include "engine/runlog/snapshot.h"

#include <cstdint>
#include <vector>

namespace td::runlog {

/// Which points of a restarted run to show: those that count, all, or only those that a later session wrote again.
enum class Superseded { Hide, Show, Only };

/// The scalar points of one tag of one run in one array each, in file order: what a chart draws.
///
/// A point is superseded when a later session (a later file of the run that began after the earlier one had ended, or a
/// SessionLog START) wrote the same or an earlier step of this tag.
struct Series {
    std::vector<int64_t> steps;
    std::vector<double> walls;    ///< seconds since 1970
    std::vector<double> values;   ///< exact but for 64-bit integers beyond 2^53
    std::vector<uint32_t> breaks; ///< indices at which a new session or file begins
    uint64_t superseded = 0;      ///< points that are (or else: would be) hidden
    bool stepsRise = true;        ///< strictly
};
[[nodiscard]] TD_API Series readSeries(const RunSnapshot& run, const TagSnapshot& tag,
                                       Superseded superseded = Superseded::Hide);

/// Facts of the points of a scalar tag that are not superseded, for the runs list. first, last, min, max and sum are of
/// the finite values, NaN where there is none; lastValue is the last one whatever it is.
struct SeriesSummary {
    uint64_t points = 0, nan = 0, inf = 0;
    double lastValue = 0;
    double first = 0, last = 0, min = 0, max = 0, sum = 0;
    int64_t firstStep = 0, lastStep = 0, minStep = 0, maxStep = 0;
    double lastWall = 0;
};
[[nodiscard]] TD_API SeriesSummary summarize(const RunSnapshot& run, const TagSnapshot& tag);

} // namespace td::runlog
