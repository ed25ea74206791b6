#pragma once

#include "engine/runlog/payload.h"
#include "engine/runlog/tensor_decode.h"

namespace td::runlog {

/// Decodes the bytes of one Summary.Value. `fillsShape`, where given, says what DecodedTensor::fillsShape said.
///
/// Errors: Corrupt, Unsupported, TooLarge.
[[nodiscard]] Result<Value> decodeValue(Bytes message, TagKind kind, bool* fillsShape = nullptr);

} // namespace td::runlog
