#include "engine/kernels/cpu/simd/lanes/functions.h"
#include "engine/kernels/cpu/simd/lanes/some.h"
#include "engine/kernels/cpu/simd/lanes/tables.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

[[gnu::always_inline]] inline F loadIfThere(const float* p, int64_t i, int tail) {
    return p ? loadSome(p + i, tail) : zero();
}

[[gnu::always_inline]] inline void storeState(F z, F g, F before, float* h, int tail) {
    storeSome(h, fma(z, before - g, g), tail);
}

void stepAfter(float* gates, const float* more, const float* bias, const float* before, float* h, int64_t n) {
    const float* const stateBias = bias ? bias + 3 * n : nullptr;
    eachSome(n, [&](int64_t i, int tail) {
        F input[3], state[3];
        for (int gate = 0; gate < 3; ++gate) {
            const int64_t at = gate * n + i;
            input[gate] = loadSome(gates + at, tail) + loadIfThere(bias, at, tail);
            state[gate] = loadIfThere(more, at, tail) + loadIfThere(stateBias, at, tail);
        }
        const F z = sigmoidOf(input[0] + state[0]), r = sigmoidOf(input[1] + state[1]);
        const F g = tanhOf(fma(r, state[2], input[2]));
        storeSome(gates + i, z, tail);
        storeSome(gates + n + i, r, tail);
        storeSome(gates + 2 * n + i, g, tail);
        storeSome(gates + 3 * n + i, state[2], tail);
        storeState(z, g, loadIfThere(before, i, tail), h + i, tail);
    });
}

void resetBefore(float* gates, const float* more, const float* bias, const float* before, int64_t n) {
    eachSome(n, [&](int64_t i, int tail) {
        for (int64_t at = i; at < 2 * n; at += n) {
            const F input = loadSome(gates + at, tail) + loadIfThere(bias, at, tail);
            storeSome(gates + at, sigmoidOf(input + loadIfThere(more, at, tail)), tail);
        }
        storeSome(gates + 3 * n + i, loadSome(gates + n + i, tail) * loadIfThere(before, i, tail), tail);
    });
}

void finishBefore(float* gates, const float* more, const float* bias, const float* before, float* h, int64_t n) {
    eachSome(n, [&](int64_t i, int tail) {
        const int64_t at = 2 * n + i;
        const F input = loadSome(gates + at, tail) + loadIfThere(bias, at, tail);
        const F g = tanhOf(input + loadIfThere(more, i, tail));
        storeSome(gates + at, g, tail);
        storeState(loadSome(gates + i, tail), g, loadIfThere(before, i, tail), h + i, tail);
    });
}

/// What z and g pass on: their slopes, and dh·z into dh.
struct Passed {
    F z, g;
};
[[gnu::always_inline]] inline Passed passBack(const float* gates, const float* before, float* dh, int64_t n, int64_t i,
                                              int tail) {
    const F z = loadSome(gates + i, tail), g = loadSome(gates + 2 * n + i, tail), slope = loadSome(dh + i, tail);
    storeSome(dh + i, slope * z, tail);
    return {slope * (loadIfThere(before, i, tail) - g) * z * (1.0f - z), slope * (1.0f - z) * (1.0f - g * g)};
}

void backAfter(const float* gates, const float* before, float* dh, float* slopes, int64_t n) {
    eachSome(n, [&](int64_t i, int tail) {
        const Passed passed = passBack(gates, before, dh, n, i, tail);
        const F r = loadSome(gates + n + i, tail), inner = loadSome(gates + 3 * n + i, tail);
        storeSome(slopes + i, passed.g, tail);
        storeSome(slopes + n + i, passed.z, tail);
        storeSome(slopes + 2 * n + i, passed.g * inner * r * (1.0f - r), tail);
        storeSome(slopes + 3 * n + i, passed.g * r, tail);
    });
}

void backBefore(const float* gates, const float* before, float* dh, float* slopes, int64_t n) {
    eachSome(n, [&](int64_t i, int tail) {
        const Passed passed = passBack(gates, before, dh, n, i, tail);
        storeSome(slopes + i, passed.g, tail);
        storeSome(slopes + n + i, passed.z, tail);
    });
}

void backThroughReset(const float* gates, const float* before, const float* dInner, float* dh, float* slopes,
                      int64_t n) {
    eachSome(n, [&](int64_t i, int tail) {
        const F r = loadSome(gates + n + i, tail), slope = loadSome(dInner + i, tail);
        storeSome(slopes + 2 * n + i, slope * loadIfThere(before, i, tail) * r * (1.0f - r), tail);
        storeSome(dh + i, fma(slope, r, loadSome(dh + i, tail)), tail);
    });
}

} // namespace

extern const GruLoops kGru = {stepAfter, resetBefore, finishBefore, backAfter, backBefore, backThroughReset};

} // namespace td::simd::TD_SIMD_ISA
