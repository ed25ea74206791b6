#pragma once

#include "engine/runlog/dtype.h"
#include "engine/runlog/wire.h"

#include <vector>

namespace td::runlog {

/// Which repeated field of TensorProto holds the values of a type; 0 where the type has none.
/// Source: tensorflow/core/framework/tensor.proto
[[nodiscard]] uint32_t tensorValueField(DType dtype);

/// Appends the dimensions of a TensorShapeProto. False when the bytes are none.
[[nodiscard]] bool decodeTensorShape(Bytes message, std::vector<int64_t>& shape);

} // namespace td::runlog
