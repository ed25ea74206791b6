#include "engine/runlog/series.h"

#include "engine/runlog/sessions.h"

#include <cmath>
#include <limits>

namespace td::runlog {
namespace {

/// Calls `visit(span, i, superseded, begins)` for each scalar point in file order; `begins` marks the first of a
/// segment.
template <class Visit>
void forEachPoint(const RunSnapshot& run, const TagSnapshot& tag, Visit&& visit) {
    const std::vector<Segment> segments = segmentsOf(run, tag);
    auto segment = segments.begin();
    for (uint32_t part = 0; part < tag.parts.size(); ++part) {
        uint64_t index = 0;
        tag.parts[part].column.forEachSpan([&](const ScalarSpan& span) {
            for (size_t i = 0; i < span.size(); ++i, ++index) {
                const bool begins = index == segment->begin;
                const bool superseded = segment->supersededFrom && span.steps[i] >= *segment->supersededFrom;
                visit(span, i, superseded, begins);
                if (index + 1 == segment->end) ++segment;
            }
        });
    }
}

} // namespace

Series readSeries(const RunSnapshot& run, const TagSnapshot& tag, Superseded show) {
    Series series;
    const uint64_t count = tag.pointCount();
    series.steps.reserve(count);
    series.walls.reserve(count);
    series.values.reserve(count);
    bool breakPending = false;
    forEachPoint(run, tag, [&](const ScalarSpan& span, size_t i, bool superseded, bool begins) {
        breakPending = breakPending || begins;
        series.superseded += superseded;
        if (show != Superseded::Show && superseded != (show == Superseded::Only)) return;
        if (breakPending && !series.steps.empty()) series.breaks.push_back(static_cast<uint32_t>(series.steps.size()));
        breakPending = false;
        if (!series.steps.empty() && span.steps[i] <= series.steps.back()) series.stepsRise = false;
        series.steps.push_back(span.steps[i]);
        series.walls.push_back(span.walls[i]);
        series.values.push_back(span.value(i));
    });
    return series;
}

SeriesSummary summarize(const RunSnapshot& run, const TagSnapshot& tag) {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    SeriesSummary s;
    s.lastValue = s.first = s.last = s.min = s.max = s.sum = s.lastWall = kNone;
    forEachPoint(run, tag, [&](const ScalarSpan& span, size_t i, bool superseded, bool) {
        if (superseded) return;
        const int64_t step = span.steps[i];
        const double v = span.value(i);
        if (s.points++ == 0) s.firstStep = s.minStep = s.maxStep = step;
        s.lastStep = step;
        s.lastValue = v;
        s.minStep = std::min(s.minStep, step);
        s.maxStep = std::max(s.maxStep, step);
        s.lastWall = span.walls[i];
        if (!std::isfinite(v)) {
            ++(std::isnan(v) ? s.nan : s.inf);
            return;
        }
        if (std::isnan(s.first)) s.first = s.min = s.max = v, s.sum = 0;
        s.last = v;
        s.min = std::min(s.min, v);
        s.max = std::max(s.max, v);
        s.sum += v;
    });
    return s;
}

} // namespace td::runlog
