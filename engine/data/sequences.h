#pragma once

#include "engine/base/result.h"
#include "engine/tensor/tensor.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

namespace td::data {

/// At which end of a sequence something is added or left out.
enum class SequenceEnd : uint8_t { Pre, Post };
/// "pre", "post"
[[nodiscard]] TD_API std::optional<SequenceEnd> sequenceEndNamed(std::string_view name);

/// The arguments of keras.utils.pad_sequences.
struct PadOptions {
    std::optional<int64_t> maxLength{}; ///< maxlen; not given: that of the longest
    DType dtype = DType::I32;
    SequenceEnd padding = SequenceEnd::Pre;
    SequenceEnd truncating = SequenceEnd::Pre;
    double value = 0;
};

/// Sequences of different lengths as rows of one: cut and padded to the same number of steps.
///
/// Shapes:   each (T,…) with the same …; empty ones may be of any shape with T 0 -> (N,maxlen,…)
/// Numerics: converted as `cast` does: nearest value that the type holds, NaN as 0 in integers
/// Errors:   InvalidArgument without sequences and maxlen, for a negative maxlen, for scalars;
///           ShapeMismatch naming the sequence; TooLarge
/// Source:   keras.utils.pad_sequences
[[nodiscard]] TD_API Result<Tensor> padSequences(std::span<const Tensor> sequences, const PadOptions& options);

/// Where `length` steps go in a row of `room` steps.
struct PaddedPlace {
    int64_t from = 0;  ///< first step that is kept
    int64_t to = 0;    ///< its place in the row
    int64_t count = 0; ///< steps that are kept; the rest of the row is padding
};
[[nodiscard]] constexpr PaddedPlace paddedPlace(int64_t length, int64_t room, SequenceEnd padding,
                                                SequenceEnd truncating) {
    const int64_t count = std::min(length, room);
    return {truncating == SequenceEnd::Pre ? length - count : 0, padding == SequenceEnd::Pre ? room - count : 0, count};
}

} // namespace td::data
