#include "engine/kernels/cpu/simd/lanes/some.h"
#include "engine/kernels/cpu/simd/lanes/tables.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

void blend(const float* x, const int32_t* at, int64_t stride, const float* weights, int64_t count, float* y,
           int64_t n) {
    eachSome(n, [&](int64_t i, int tail) {
        F sum = count > 0 ? loadSome(x + at[0] * stride + i, tail) * weights[0] : zero();
        for (int64_t k = 1; k < count; ++k)
            sum = fma(splat(weights[k]), loadSome(x + at[k] * stride + i, tail), sum);
        storeSome(y + i, sum, tail);
    });
}

/// What is left of a row after its full vectors.
void pickSome(const float* x, const int32_t* at, const float* weights, int64_t count, float* y, int64_t n,
              int64_t begin) {
    for (int64_t i = begin; i < n; ++i) {
        float sum = 0;
        for (int64_t k = 0; k < count; ++k)
            if (at[k * n + i] >= 0) sum += weights[k * n + i] * x[at[k * n + i]];
        y[i] = sum;
    }
}

void pick(const float* x, const int32_t* at, const float* weights, int64_t count, float* y, int64_t n) {
    int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        F sum = zero();
        for (int64_t k = 0; k < count; ++k)
            sum = fma(load(weights + k * n + i), gathered(x, loadInts(at + k * n + i)), sum);
        store(y + i, sum);
    }
    pickSome(x, at, weights, count, y, n, i);
}

} // namespace

extern const ResizeLoops kResize = {blend, pick};

} // namespace td::simd::TD_SIMD_ISA
