#pragma once

#include "engine/runlog/message_json.h"
#include "engine/runlog/payload.h"

namespace td::runlog {

/// Element i as JSON: integers exactly, bool as true and false, complex as text.
[[nodiscard]] Json elementJson(const Tensor& tensor, uint64_t i);
/// All elements as lists nested like the shape.
[[nodiscard]] Json nestedList(const Tensor& tensor);
/// {"buckets", "count", "rows"} of a histogram tensor; the counts are added in the tensor's own type.
[[nodiscard]] Json histogramTensorJson(const Tensor& tensor);
/// {"shape", "sum", "row_sums"}: sums in double; the first six rows, or elements where there is one axis.
[[nodiscard]] Json tensorSumsJson(const Tensor& tensor);
/// {"shape", "strings"}: the first fifty; long ones by their start, length and hash, other bytes than UTF-8 in
/// hexadecimal.
[[nodiscard]] Json stringsJson(const Tensor& tensor);

} // namespace td::runlog
