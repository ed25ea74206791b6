#pragma once

#include "engine/tensor/dtype.h"

#include <cstddef>
#include <limits>
#include <type_traits>

namespace td {

/// A real as a T, for every real: cut toward zero and held in range where T is an integer, so that NaN is 0; a bool is
/// whether it is not 0. This is the one rule of casts, fills and bounds.
template <class T>
[[nodiscard]] T fromReal(double value) {
    if constexpr (std::is_same_v<T, bool>) {
        return value != 0;
    } else if constexpr (std::is_integral_v<T>) {
        using Limits = std::numeric_limits<T>;
        if (value != value) return 0;
        if (value <= static_cast<double>(Limits::min())) return Limits::min();
        if (value >= static_cast<double>(Limits::max())) return Limits::max();
        return static_cast<T>(value);
    } else {
        return static_cast<T>(value);
    }
}

/// The element at `bytes` as a number, whatever its type; 64-bit integers round to the nearest double.
[[nodiscard]] TD_API double toReal(DType dtype, const std::byte* bytes);

/// Whether an integer type holds this very number. Reals hold every number, as near as they can; a Bool every one but
/// NaN.
[[nodiscard]] TD_API bool isRepresentable(double value, DType dtype);

/// The least and the largest number of an integer type; of 64 bits the nearest doubles.
struct NumberRange {
    double least = 0, most = 1;
};
[[nodiscard]] TD_API NumberRange rangeOf(DType integer);

} // namespace td
