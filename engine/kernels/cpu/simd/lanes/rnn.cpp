#include "engine/kernels/cpu/simd/lanes/functions.h"
#include "engine/kernels/cpu/simd/lanes/some.h"
#include "engine/kernels/cpu/simd/lanes/tables.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

/// NaN stays NaN.
[[gnu::always_inline]] inline F reluOf(F x) {
    return select(x <= 0.0f, zero(), x);
}

template <class Function>
[[gnu::always_inline]] inline void eachResult(float* y, const float* more, const float* bias, int64_t n,
                                              Function function) {
    eachSome(n, [&](int64_t i, int tail) {
        F x = loadSome(y + i, tail);
        if (bias) x = x + loadSome(bias + i, tail);
        if (more) x = x + loadSome(more + i, tail);
        storeSome(y + i, function(x), tail);
    });
}

void forward(float* y, const float* more, const float* bias, int64_t n, RnnActivation activation) {
    switch (activation) {
    case RnnActivation::Linear:
        return eachResult(y, more, bias, n, [](F x) { return x; });
    case RnnActivation::Relu:
        return eachResult(y, more, bias, n, [](F x) { return reluOf(x); });
    case RnnActivation::Sigmoid:
        return eachResult(y, more, bias, n, [](F x) { return sigmoidOf(x); });
    case RnnActivation::Tanh:
        return eachResult(y, more, bias, n, [](F x) { return tanhOf(x); });
    }
}

/// dz = function(dh, y).
template <class Function>
[[gnu::always_inline]] inline void eachSlope(const float* y, const float* dh, float* dz, int64_t n, Function function) {
    eachSome(n, [&](int64_t i, int tail) {
        storeSome(dz + i, function(loadSome(dh + i, tail), loadSome(y + i, tail)), tail);
    });
}

void backward(const float* y, const float* dh, float* dz, int64_t n, RnnActivation activation) {
    switch (activation) {
    case RnnActivation::Linear:
        return eachSlope(y, dh, dz, n, [](F slope, F) { return slope; });
    case RnnActivation::Relu:
        return eachSlope(y, dh, dz, n, [](F slope, F at) { return select(at > 0.0f, slope, slope * 0.0f); });
    case RnnActivation::Sigmoid:
        return eachSlope(y, dh, dz, n, [](F slope, F at) { return slope * at * (1.0f - at); });
    case RnnActivation::Tanh:
        return eachSlope(y, dh, dz, n, [](F slope, F at) { return slope * (1.0f - at * at); });
    }
}

} // namespace

extern const RnnLoops kRnn = {forward, backward};

} // namespace td::simd::TD_SIMD_ISA
