#pragma once

#include "engine/base/api.h"
#include "engine/runlog/payload.h"
#include "engine/runlog/wire.h"

namespace td::runlog {

/// Decodes a HistogramProto (version 1) and fills `buckets` as they are shown. False when the bytes are none.
///
/// Formula:  empty outer buckets are dropped; the first left edge is `min`, the last right edge `max`, the inner edges
/// are
///           the bucket limits; no buckets where all are empty or the two lists do not match.
/// Numerics: as written (TensorBoard rounds the same rule to float32)
/// Source:   tensorflow/core/framework/summary.proto; tensorboard/data_compat.py _migrate_histogram_value
[[nodiscard]] bool decodeHistogram(Bytes message, HistogramValue& out);

/// Rows of left, right, count of a version-2 histogram tensor (k×3); empty where the shape is another.
[[nodiscard]] std::vector<HistogramValue::Bucket> histogramRows(const Tensor& tensor);

} // namespace td::runlog
