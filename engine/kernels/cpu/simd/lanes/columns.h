#pragma once

#include "engine/kernels/cpu/simd/lanes/lanes.h"

/// Walking a matrix by strips of columns that fit into registers.
namespace td::simd::TD_SIMD_ISA {
namespace {

constexpr int kStrip = 4; // vectors

/// `count` neighbouring vectors of one row; the last one may be partial.
template <int count>
struct Strip {
    F v[count];
};

template <int count>
[[gnu::always_inline]] inline Strip<count> loadStrip(const float* p, int tail) {
    Strip<count> strip;
    for (int i = 0; i < count - 1; ++i)
        strip.v[i] = load(p + i * kLanes);
    strip.v[count - 1] = tail ? loadPart(p + (count - 1) * kLanes, tail) : load(p + (count - 1) * kLanes);
    return strip;
}
template <int count>
[[gnu::always_inline]] inline void storeStrip(float* p, const Strip<count>& strip, int tail) {
    for (int i = 0; i < count - 1; ++i)
        store(p + i * kLanes, strip.v[i]);
    if (tail)
        storePart(p + (count - 1) * kLanes, strip.v[count - 1], tail);
    else
        store(p + (count - 1) * kLanes, strip.v[count - 1]);
}

/// Calls `body.template operator()<count>(column, tail)` for strips of kStrip vectors, then for what is left;
/// tail is the number of elements in the last vector, 0 if that is full.
template <class Body>
[[gnu::always_inline]] inline void eachStrip(int64_t width, Body body) {
    int64_t column = 0;
    for (; column + kStrip * kLanes <= width; column += kStrip * kLanes)
        body.template operator()<kStrip>(column, 0);
    const int left = static_cast<int>(width - column), tail = left % kLanes;
    switch ((left + kLanes - 1) / kLanes) {
    case 1:
        return body.template operator()<1>(column, tail);
    case 2:
        return body.template operator()<2>(column, tail);
    case 3:
        return body.template operator()<3>(column, tail);
    case 4:
        return body.template operator()<4>(column, tail);
    default:
        return;
    }
}

/// to[0 … n-1] += the strip's elements.
template <int count>
[[gnu::always_inline]] inline void addToDoubles(double* to, const Strip<count>& strip, int64_t n) {
    float lanes[count * kLanes];
    for (int i = 0; i < count; ++i)
        store(lanes + i * kLanes, strip.v[i]);
    for (int64_t i = 0; i < n; ++i)
        to[i] += static_cast<double>(lanes[i]);
}

template <int count>
[[gnu::always_inline]] inline int64_t stripWidth(int tail) {
    return (count - 1) * kLanes + (tail ? tail : kLanes);
}

} // namespace
} // namespace td::simd::TD_SIMD_ISA
