#pragma once

#include "engine/base/result.h"
#include "engine/tensor/shape.h"

#include <string_view>

namespace td::data {

/// One field of an array's type: '<f4' is {order '<', kind 'f', width 4}.
struct NpyField {
    std::string name; ///< empty where the type is not structured
    char order = '|'; ///< '<', '>', '=' or '|'
    char kind = 'V';
    uint64_t widthBytes = 0; ///< of one element; texts too
};

/// What the dictionary at the head of a .npy file says.
struct NpyHeader {
    std::vector<NpyField> fields;
    bool isFortranOrder = false;
    Extents extents;
};

/// Reads such a dictionary: literals only. Errors: Corrupt with "problem" BadHeader and the offset.
[[nodiscard]] Result<NpyHeader> parseNpyHeader(std::string_view text);

} // namespace td::data
