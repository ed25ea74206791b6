#pragma once

#include "engine/runlog/payload.h"
#include "engine/runlog/tensor_decode.h"

namespace td::runlog {

/// A Value, and how its tensor (where it has one) was written; see DecodedTensor.
struct DecodedValue {
    Value value;
    bool fillsShape = true;
    bool fromContent = false;
};

/// Decodes the bytes of one Summary.Value. Errors: Corrupt, Unsupported, TooLarge.
[[nodiscard]] Result<DecodedValue> decodeValue(Bytes message, TagKind kind);

} // namespace td::runlog
