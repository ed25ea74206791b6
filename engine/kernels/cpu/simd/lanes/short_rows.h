#pragma once

#include "engine/kernels/cpu/simd/lanes/columns.h"
#include "engine/kernels/cpu/simd/lanes/functions.h"

/// Rows so short that they stay in registers from the first look at them to the last.
namespace td::simd::TD_SIMD_ISA {
namespace {

constexpr int64_t kShortRow = kStrip * kLanes;

/// A row with `other` behind its end.
template <int count>
[[gnu::always_inline]] inline Strip<count> loadRow(const float* p, int tail, float other) {
    Strip<count> row = loadStrip<count>(p, tail);
    if (tail) row.v[count - 1] = select(firstLanes(tail), row.v[count - 1], splat(other));
    return row;
}

struct Normalizer {
    float shift = 0; ///< the largest
    float sum = 0;   ///< of exp(v - shift)
};

/// v becomes softmax(v); lanes with -infinity become 0. Nothing is done where all are.
template <int count>
[[gnu::always_inline]] inline Normalizer normalize(Strip<count>& row) {
    F top = row.v[0];
    for (int i = 1; i < count; ++i)
        top = larger(row.v[i], top);
    Normalizer by;
    by.shift = largestOf(top);
    if (by.shift == -__builtin_inff()) return by;
    F total = zero();
    for (int i = 0; i < count; ++i) {
        row.v[i] = expOf(row.v[i] - by.shift);
        total = total + row.v[i];
    }
    by.sum = sumOf(total);
    const float share = 1.0f / by.sum;
    for (int i = 0; i < count; ++i)
        row.v[i] = row.v[i] * share;
    return by;
}

[[gnu::always_inline]] inline float logarithm(float v) {
    return logOf(splat(v))[0];
}

} // namespace
} // namespace td::simd::TD_SIMD_ISA
