#pragma once

#include "engine/base/api.h"
#include "engine/base/result.h"
#include "engine/runlog/payload.h"
#include "engine/runlog/wire.h"

#include <cstdint>
#include <string>

namespace td::runlog {

/// The largest tensor that is unpacked from a few bytes (one value repeated to fill a shape). Tensors that carry all
/// their bytes are bounded by the file itself.
inline constexpr uint64_t kLargestFilledTensorBytes = 1ull << 28;

/// A TensorProto as it was on the wire, before the elements are counted against the shape.
struct DecodedTensor {
    Tensor tensor;
    /// Whether the written values fill the shape exactly, or are one value to be repeated. TensorBoard refuses the
    /// rest; TensorFlow repeats the last value (zero where there is none), which is what `tensor` then holds.
    bool fillsShape = true;
    bool fromContent = false; ///< the numbers came as tensor_content, not as *_val
};

/// Decodes a TensorProto of any type but resources and variants: tensor_content, packed and unpacked *_val.
///
/// Errors: Corrupt (no message; a content that does not divide), TooLarge (a shape beyond the limit), Unsupported (the
/// type;
///         fact "dtype").
/// Source: tensorflow/core/framework/tensor.proto; tensorflow/python/framework/tensor_util.py MakeNdarray
[[nodiscard]] TD_API Result<DecodedTensor> decodeTensor(Bytes message);

} // namespace td::runlog
