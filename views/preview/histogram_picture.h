#pragma once

#include "engine/runlog/payload.h"

#include <QPainter>
#include <vector>

namespace td::preview {

/// The bars of one histogram with their axes in `area`.
///
/// Bars show density, so that a wide bucket does not look heavier than it is; where all buckets are of one width that
/// is their count, and an axis says how many. Constant data have only buckets of no width: they stand side by side.
void paintHistogram(QPainter& painter, const QRectF& area, const std::vector<runlog::HistogramValue::Bucket>& buckets);

} // namespace td::preview
