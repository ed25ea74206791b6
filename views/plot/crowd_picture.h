#pragma once

#include "views/plot/line_strokes.h"

#include <atomic>
#include <span>

namespace td::plot {

/// The picture of thousands of strokes: drawn some at a time, so that what each leaves in the columns need not be held
/// for all of them. `strokes` point into `state`, whose bands are drawn too.
///
/// Cost:    a few microseconds a stroke and hundred columns, all on the calling thread.
/// Threads: any. Stops early, with what is drawn so far, where `wanted` turns false (null: it never does).
[[nodiscard]] LinePicture crowdPicture(const PlotState& state, std::span<const Stroke> strokes,
                                       const PlotLayout& layout, PlotColors colors, double pixelRatio,
                                       const std::atomic<bool>* wanted = nullptr);

/// The lines and settings of `state` as far as a picture shows them: names stay behind.
[[nodiscard]] PlotState withoutNames(const PlotState& state);

} // namespace td::plot
