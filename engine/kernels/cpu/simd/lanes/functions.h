#pragma once

#include "engine/kernels/cpu/simd/lanes/lanes.h"

/// Elementary functions on vectors of floats.
///
/// Numerics: within about 2 ulp of the exact value (`sigmoid`, `log1p`: 3), also where the result is denormal.
///           NaN stays NaN, infinities go where the function's limit is.
/// Source:   argument reduction as textbooks have it; polynomials fitted by weighted minimax (Lawson's iteration).
namespace td::simd::TD_SIMD_ISA {
namespace {

constexpr float kLog2E = 1.44269504f, kLn2High = 0.693359375f, kLn2Low = -2.12194440e-4f;
constexpr float kLn2 = 0.693147181f;

/// v·2^n for n in -252 … 254, rounded once.
[[gnu::always_inline]] inline F timesPowerOfTwo(F v, F n) {
#if defined(__AVX512F__)
    return _mm512_scalef_ps(v, n);
#else
    const I whole = nearestInts(n), half = whole >> 1;
    const F first = fromBits((half + 127) << 23), second = fromBits((whole - half + 127) << 23);
    return v * first * second;
#endif
}

/// What is left of x after n·ln 2 is taken away.
[[gnu::always_inline]] inline F reducedByLn2(F x, F n) {
    return fma(n, splat(-kLn2Low), fma(n, splat(-kLn2High), x));
}

[[gnu::always_inline]] inline F expOf(F x) {
    const F bounded = larger(splat(-104.0f), smaller(splat(89.0f), x)); // these keep NaN
    const F n = nearest(bounded * kLog2E);
    const F r = reducedByLn2(bounded, n);
    F p = splat(1.395171508e-3f);
    p = multiplyAdd(p, r, 8.369598538e-3f);
    p = multiplyAdd(p, r, 4.166618735e-2f);
    p = multiplyAdd(p, r, 1.666651219e-1f);
    p = multiplyAdd(p, r, 0.5f);
    return timesPowerOfTwo(fma(p, r * r, r) + 1.0f, n);
}

[[gnu::always_inline]] inline F expm1Of(F x) {
    const F bounded = larger(splat(-20.0f), smaller(splat(89.0f), x));
    const F n = nearest(bounded * kLog2E);
    const F r = reducedByLn2(bounded, n);
    F p = splat(1.991412719e-4f);
    p = multiplyAdd(p, r, 1.394204330e-3f);
    p = multiplyAdd(p, r, 8.333273232e-3f);
    p = multiplyAdd(p, r, 4.166634381e-2f);
    p = multiplyAdd(p, r, 1.666666716e-1f);
    p = multiplyAdd(p, r, 0.5f);
    const F rest = fma(p, r * r, r);
    const F half = timesPowerOfTwo(splat(0.5f), n); // 2^(n-1), finite where 2^n is not
    const F y = fma(half, rest, half - 0.5f) * 2.0f;
    return select(x == 0.0f, x, y);
}

[[gnu::always_inline]] inline F logOf(F x) {
    const I isSmall = x < 1.17549435e-38f;
    const F scaled = select(isSmall, x * 8388608.0f, x);
    const I bits = bitsOf(scaled);
    // The mantissa in sqrt(1/2) … sqrt(2): 0x3F3504F3 is sqrt(1/2).
    const I shifted = reinterpret_cast<I>(reinterpret_cast<U>(bits) - 0x3F3504F3u); // wraps for negative x
    const I exponent = (shifted >> 23) - (isSmall & 23);
    const F f = fromBits((shifted & 0x007FFFFF) + 0x3F3504F3) - 1.0f;
    F p = splat(6.915991753e-2f);
    p = multiplyAdd(p, f, -1.179156974e-1f);
    p = multiplyAdd(p, f, 1.187361181e-1f);
    p = multiplyAdd(p, f, -1.238415241e-1f);
    p = multiplyAdd(p, f, 1.421857029e-1f);
    p = multiplyAdd(p, f, -1.666925550e-1f);
    p = multiplyAdd(p, f, 2.000222951e-1f);
    p = multiplyAdd(p, f, -2.499998659e-1f);
    p = multiplyAdd(p, f, 3.333331048e-1f);
    const F n = toFloats(exponent), square = f * f;
    F y = fma(p, square * f, n * kLn2Low);
    y = fma(square, splat(-0.5f), y);
    y = fma(n, splat(kLn2High), y + f);
    y = select(x == 0.0f, splat(-__builtin_inff()), y);
    y = select(x == __builtin_inff(), x, y);
    return select((x < 0.0f) | isNan(x), splat(__builtin_nanf("")), y);
}

/// ln(1+x): the rounding of 1+x is put right again.
[[gnu::always_inline]] inline F log1pOf(F x) {
    const F u = 1.0f + x;
    const F y = logOf(u) * (x / (u - 1.0f));
    const I isSpecial = (u == 1.0f) | (x == __builtin_inff());
    return select(isSpecial, x, select(x == -1.0f, splat(-__builtin_inff()), y));
}

[[gnu::always_inline]] inline F tanhOf(F x) {
    const F size = magnitude(x), s = x * x;
    F p = splat(2.099799691e-3f);
    p = multiplyAdd(p, s, -8.131648414e-3f);
    p = multiplyAdd(p, s, 2.168291621e-2f);
    p = multiplyAdd(p, s, -5.394368619e-2f);
    p = multiplyAdd(p, s, 1.333318353e-1f);
    p = multiplyAdd(p, s, -3.333333135e-1f);
    const F small = fma(p * s, x, x);
    const F large = 1.0f - 2.0f / (expOf(size * 2.0f) + 1.0f);
    return select(size < 0.625f, small, withSign(large, x));
}

[[gnu::always_inline]] inline F sigmoidOf(F x) {
    return 1.0f / (1.0f + expOf(-x));
}

[[gnu::always_inline]] inline F softplusOf(F x) {
    const F zeroOrX = select(isNan(x), x, larger(zero(), x));
    return zeroOrX + log1pOf(expOf(-magnitude(x)));
}

[[gnu::always_inline]] inline F erfOf(F x) {
    const F t = smaller(splat(4.0f), magnitude(x)), s = x * x;
    F p = splat(-5.976890679e-4f);
    p = multiplyAdd(p, s, 4.990979563e-3f);
    p = multiplyAdd(p, s, -2.676556632e-2f);
    p = multiplyAdd(p, s, 1.128180251e-1f);
    p = multiplyAdd(p, s, -3.761249483e-1f);
    p = multiplyAdd(p, s, 1.283791512e-1f);
    const F small = fma(p, x, x);
    F q = splat(-1.076362969e-5f);
    q = multiplyAdd(q, t, 3.180640342e-4f);
    q = multiplyAdd(q, t, -3.622935619e-3f);
    q = multiplyAdd(q, t, 2.372021973e-2f);
    q = multiplyAdd(q, t, -1.061876491e-1f);
    q = multiplyAdd(q, t, -6.351814866e-1f);
    q = multiplyAdd(q, t, -1.286409646e-1f);
    const F large = 1.0f - expOf(fma(q, t, -t));
    return select(magnitude(x) < 0.92f, small, withSign(large, x));
}

constexpr float kRootHalf = 0.707106781f;         // sqrt(1/2)
constexpr float kRootTwoOverPi = 0.797884561f;    // sqrt(2/π)
constexpr float kInverseRootTwoPi = 0.398942280f; // 1/sqrt(2π)
constexpr float kGeluCubic = 0.044715f;

/// The normal distribution at x: both of its functions come from one exponential.
struct Normal {
    F below; ///< P(N(0,1) < x)
    F bell;  ///< exp(-x²/2)
};
[[gnu::always_inline]] inline Normal normalOf(F x) {
    const F bell = expOf(-0.5f * x * x);
    const F u = 1.0f / multiplyAdd(magnitude(x), splat(0.33f * kRootHalf), 1.0f);
    F p = splat(-1.359325200e-1f); // u·p(u) is erfc(t)·exp(t²), t = |x|/sqrt(2)
    p = multiplyAdd(p, u, 4.627048671e-1f);
    p = multiplyAdd(p, u, -3.554700017e-1f);
    p = multiplyAdd(p, u, 4.125728309e-1f);
    p = multiplyAdd(p, u, 4.499242082e-2f);
    p = multiplyAdd(p, u, 2.019299865e-1f);
    p = multiplyAdd(p, u, 1.828361303e-1f);
    p = multiplyAdd(p, u, 1.863661855e-1f);
    const F tail = 0.5f * bell * (u * p);
    return {select(x > 0.0f, 1.0f - tail, tail), bell};
}

[[gnu::always_inline]] inline F geluOf(F x) {
    return x * normalOf(x).below;
}
[[gnu::always_inline]] inline F geluTanhOf(F x) {
    const F inner = kRootTwoOverPi * fma(kGeluCubic * x * x, x, x);
    return 0.5f * x * (1.0f + tanhOf(inner));
}
[[gnu::always_inline]] inline F geluSlope(F x) {
    const Normal normal = normalOf(x);
    return fma(x * kInverseRootTwoPi, normal.bell, normal.below);
}
[[gnu::always_inline]] inline F geluTanhSlope(F x) {
    const F square = x * x;
    const F t = tanhOf(kRootTwoOverPi * fma(kGeluCubic * square, x, x));
    const F innerSlope = kRootTwoOverPi * multiplyAdd(splat(3.0f * kGeluCubic), square, 1.0f);
    return 0.5f * (1.0f + t) + 0.5f * x * (1.0f - t * t) * innerSlope;
}

} // namespace
} // namespace td::simd::TD_SIMD_ISA
