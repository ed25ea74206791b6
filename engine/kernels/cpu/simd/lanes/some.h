#pragma once

#include "engine/kernels/cpu/simd/lanes/lanes.h"

/// Full or partial vectors by one pair of functions: `tail` is the number of elements, 0 for full ones.
namespace td::simd::TD_SIMD_ISA {
namespace {

[[gnu::always_inline]] inline F loadSome(const float* p, int tail) {
    return tail ? loadPart(p, tail) : load(p);
}
[[gnu::always_inline]] inline void storeSome(float* p, F v, int tail) {
    if (tail)
        storePart(p, v, tail);
    else
        store(p, v);
}
/// Calls `body(place, tail)` for each vector of a row.
template <class Body>
[[gnu::always_inline]] inline void eachSome(int64_t n, Body body) {
    eachVector(
        n, [&](int64_t i) { body(i, 0); }, [&](int64_t i, int k) { body(i, k); });
}

} // namespace
} // namespace td::simd::TD_SIMD_ISA
