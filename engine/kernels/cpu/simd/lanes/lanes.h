#pragma once

/// The vectors of one instruction set, for the sources in this folder, which are compiled once for each.
///
/// Everything here has internal linkage, and nothing comes from the C++ library: were one of these functions emitted
/// as a weak symbol, the linker could keep the copy with the widest instructions for the whole program, and it would
/// die on an older processor.
#include <stdint.h>
#include <string.h>

#include <immintrin.h>

#if defined(__AVX512F__)
#define TD_SIMD_BYTES 64
#elif defined(__AVX2__)
#define TD_SIMD_BYTES 32
#else
#define TD_SIMD_BYTES 16
#endif

namespace td::simd::TD_SIMD_ISA {
namespace {

typedef float F __attribute__((vector_size(TD_SIMD_BYTES)));
typedef int32_t I __attribute__((vector_size(TD_SIMD_BYTES)));
typedef uint32_t U __attribute__((vector_size(TD_SIMD_BYTES)));
typedef double D __attribute__((vector_size(TD_SIMD_BYTES)));
typedef F UnalignedF __attribute__((aligned(4), may_alias));
typedef I UnalignedI __attribute__((aligned(4), may_alias));

constexpr int kLanes = TD_SIMD_BYTES / 4;

[[gnu::always_inline]] inline F load(const float* p) {
    return *reinterpret_cast<const UnalignedF*>(p);
}
[[gnu::always_inline]] inline void store(float* p, F v) {
    *reinterpret_cast<UnalignedF*>(p) = v;
}
[[gnu::always_inline]] inline I loadInts(const int32_t* p) {
    return *reinterpret_cast<const UnalignedI*>(p);
}
[[gnu::always_inline]] inline F splat(float v) {
    return v - F{};
}
[[gnu::always_inline]] inline I splatInt(int32_t v) {
    return v - I{};
}
[[gnu::always_inline]] inline F zero() {
    return F{};
}
[[gnu::always_inline]] inline I bitsOf(F v) {
    return reinterpret_cast<I>(v);
}
[[gnu::always_inline]] inline F fromBits(I v) {
    return reinterpret_cast<F>(v);
}
/// a where the mask is set, else b.
[[gnu::always_inline]] inline F select(I mask, F a, F b) {
    return mask ? a : b;
}
[[gnu::always_inline]] inline F magnitude(F v) {
    return fromBits(bitsOf(v) & 0x7FFFFFFF);
}
/// The magnitude of a with the sign of b.
[[gnu::always_inline]] inline F withSign(F a, F b) {
    return fromBits((bitsOf(a) & 0x7FFFFFFF) | (bitsOf(b) & static_cast<int32_t>(0x80000000u)));
}
[[gnu::always_inline]] inline I isNan(F v) {
    return v != v;
}
[[gnu::always_inline]] inline F toFloats(I v) {
    return __builtin_convertvector(v, F);
}
/// The first n lanes, n < kLanes; the others are 0.
[[gnu::always_inline]] inline F loadPart(const float* p, int n);
[[gnu::always_inline]] inline void storePart(float* p, F v, int n);
/// The mask of the first n lanes.
[[gnu::always_inline]] inline I firstLanes(int n);
[[gnu::always_inline]] inline float sumOf(F v);
[[gnu::always_inline]] inline float largestOf(F v);
/// base[at] in each lane; 0 where `at` is negative.
[[gnu::always_inline]] inline F gathered(const float* base, I at);

#if defined(__AVX512F__)

[[gnu::always_inline]] inline F fma(F a, F b, F c) {
    return _mm512_fmadd_ps(a, b, c);
}
/// As the processor does it: the second one if either is NaN.
[[gnu::always_inline]] inline F smaller(F a, F b) {
    return _mm512_min_ps(a, b);
}
[[gnu::always_inline]] inline F larger(F a, F b) {
    return _mm512_max_ps(a, b);
}
[[gnu::always_inline]] inline F squareRoot(F v) {
    return _mm512_sqrt_ps(v);
}
[[gnu::always_inline]] inline F nearest(F v) {
    return _mm512_roundscale_ps(v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}
[[gnu::always_inline]] inline F roundedDown(F v) {
    return _mm512_roundscale_ps(v, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
}
[[gnu::always_inline]] inline F roundedUp(F v) {
    return _mm512_roundscale_ps(v, _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC);
}
[[gnu::always_inline]] inline I nearestInts(F v) {
    return reinterpret_cast<I>(_mm512_cvtps_epi32(v));
}
[[gnu::always_inline]] inline F loadPart(const float* p, int n) {
    return _mm512_maskz_loadu_ps(static_cast<__mmask16>((1u << n) - 1), p);
}
[[gnu::always_inline]] inline void storePart(float* p, F v, int n) {
    _mm512_mask_storeu_ps(p, static_cast<__mmask16>((1u << n) - 1), v);
}
[[gnu::always_inline]] inline I firstLanes(int n) {
    return I{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15} < n;
}
[[gnu::always_inline]] inline float sumOf(F v) {
    return _mm512_reduce_add_ps(v);
}
[[gnu::always_inline]] inline float largestOf(F v) {
    return _mm512_reduce_max_ps(v);
}
[[gnu::always_inline]] inline F gathered(const float* base, I at) {
    const auto where = reinterpret_cast<__m512i>(at);
    const __mmask16 isThere = _mm512_cmpge_epi32_mask(where, _mm512_setzero_si512());
    return _mm512_mask_i32gather_ps(zero(), isThere, where, base, 4);
}

#elif defined(__AVX2__)

[[gnu::always_inline]] inline F fma(F a, F b, F c) {
    return _mm256_fmadd_ps(a, b, c);
}
/// As the processor does it: the second one if either is NaN.
[[gnu::always_inline]] inline F smaller(F a, F b) {
    return _mm256_min_ps(a, b);
}
[[gnu::always_inline]] inline F larger(F a, F b) {
    return _mm256_max_ps(a, b);
}
[[gnu::always_inline]] inline F squareRoot(F v) {
    return _mm256_sqrt_ps(v);
}
[[gnu::always_inline]] inline F nearest(F v) {
    return _mm256_round_ps(v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}
[[gnu::always_inline]] inline F roundedDown(F v) {
    return _mm256_floor_ps(v);
}
[[gnu::always_inline]] inline F roundedUp(F v) {
    return _mm256_ceil_ps(v);
}
[[gnu::always_inline]] inline I nearestInts(F v) {
    return reinterpret_cast<I>(_mm256_cvtps_epi32(v));
}
[[gnu::always_inline]] inline I firstLanes(int n) {
    return I{0, 1, 2, 3, 4, 5, 6, 7} < n;
}
[[gnu::always_inline]] inline F loadPart(const float* p, int n) {
    return _mm256_maskload_ps(p, reinterpret_cast<__m256i>(firstLanes(n)));
}
[[gnu::always_inline]] inline void storePart(float* p, F v, int n) {
    _mm256_maskstore_ps(p, reinterpret_cast<__m256i>(firstLanes(n)), v);
}
[[gnu::always_inline]] inline float sumOf(F v) {
    const __m128 half = _mm256_castps256_ps128(v) + _mm256_extractf128_ps(v, 1);
    const __m128 pair = half + _mm_movehl_ps(half, half);
    return pair[0] + pair[1];
}
[[gnu::always_inline]] inline float largestOf(F v) {
    const __m128 half = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    const __m128 pair = _mm_max_ps(half, _mm_movehl_ps(half, half));
    return pair[0] > pair[1] ? pair[0] : pair[1];
}
[[gnu::always_inline]] inline F gathered(const float* base, I at) {
    return _mm256_mask_i32gather_ps(zero(), base, reinterpret_cast<__m256i>(at), fromBits(at >= 0), 4);
}

#else

[[gnu::always_inline]] inline F fma(F a, F b, F c) {
    return a * b + c;
}
/// As the processor does it: the second one if either is NaN.
[[gnu::always_inline]] inline F smaller(F a, F b) {
    return _mm_min_ps(a, b);
}
[[gnu::always_inline]] inline F larger(F a, F b) {
    return _mm_max_ps(a, b);
}
[[gnu::always_inline]] inline F squareRoot(F v) {
    return _mm_sqrt_ps(v);
}
[[gnu::always_inline]] inline F nearest(F v) {
    return _mm_round_ps(v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}
[[gnu::always_inline]] inline F roundedDown(F v) {
    return _mm_floor_ps(v);
}
[[gnu::always_inline]] inline F roundedUp(F v) {
    return _mm_ceil_ps(v);
}
[[gnu::always_inline]] inline I nearestInts(F v) {
    return reinterpret_cast<I>(_mm_cvtps_epi32(v));
}
[[gnu::always_inline]] inline F loadPart(const float* p, int n) {
    F v = {};
    memcpy(&v, p, static_cast<size_t>(n) * sizeof(float));
    return v;
}
[[gnu::always_inline]] inline void storePart(float* p, F v, int n) {
    memcpy(p, &v, static_cast<size_t>(n) * sizeof(float));
}
[[gnu::always_inline]] inline I firstLanes(int n) {
    return I{0, 1, 2, 3} < n;
}
[[gnu::always_inline]] inline float sumOf(F v) {
    return (v[0] + v[2]) + (v[1] + v[3]);
}
[[gnu::always_inline]] inline float largestOf(F v) {
    const F pair = _mm_max_ps(v, _mm_movehl_ps(v, v));
    return pair[0] > pair[1] ? pair[0] : pair[1];
}
[[gnu::always_inline]] inline F gathered(const float* base, I at) {
    F v = {};
    for (int lane = 0; lane < kLanes; ++lane)
        if (at[lane] >= 0) v[lane] = base[at[lane]];
    return v;
}

#endif

[[gnu::always_inline]] inline F multiplyAdd(F a, F b, float c) {
    return fma(a, b, splat(c));
}

/// Calls `body(i, count)` for vectors of kLanes elements, then once for what is left.
template <class Full, class Part>
[[gnu::always_inline]] inline void eachVector(int64_t n, Full full, Part part) {
    int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes)
        full(i);
    if (i < n) part(i, static_cast<int>(n - i));
}

} // namespace
} // namespace td::simd::TD_SIMD_ISA
