#include "engine/kernels/cpu/simd/lanes/columns.h"
#include "engine/kernels/cpu/simd/lanes/functions.h"
#include "engine/kernels/cpu/simd/lanes/some.h"
#include "engine/kernels/cpu/simd/lanes/tables.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

void forward(float* gates, const float* more, const float* bias, const float* cBefore, float* c, float* h, int64_t n) {
    eachSome(n, [&](int64_t i, int tail) {
        F z[4];
        for (int gate = 0; gate < 4; ++gate) {
            const int64_t at = gate * n + i;
            z[gate] = loadSome(gates + at, tail);
            if (more) z[gate] = z[gate] + loadSome(more + at, tail);
            if (bias) z[gate] = z[gate] + loadSome(bias + at, tail);
        }
        const F in = sigmoidOf(z[0]), forget = sigmoidOf(z[1]), candidate = tanhOf(z[2]), out = sigmoidOf(z[3]);
        F cell = in * candidate;
        if (cBefore) cell = fma(forget, loadSome(cBefore + i, tail), cell);
        storeSome(gates + i, in, tail);
        storeSome(gates + n + i, forget, tail);
        storeSome(gates + 2 * n + i, candidate, tail);
        storeSome(gates + 3 * n + i, out, tail);
        storeSome(c + i, cell, tail);
        storeSome(h + i, out * tanhOf(cell), tail);
    });
}

void backward(const float* gates, const float* c, const float* cBefore, const float* dh, float* dc, float* dz,
              int64_t n) {
    eachSome(n, [&](int64_t i, int tail) {
        const F in = loadSome(gates + i, tail), forget = loadSome(gates + n + i, tail);
        const F candidate = loadSome(gates + 2 * n + i, tail), out = loadSome(gates + 3 * n + i, tail);
        const F bent = tanhOf(loadSome(c + i, tail)), slope = loadSome(dh + i, tail);
        const F cell = fma(slope * out, 1.0f - bent * bent, loadSome(dc + i, tail));
        const F before = cBefore ? loadSome(cBefore + i, tail) : zero();
        storeSome(dz + i, cell * candidate * in * (1.0f - in), tail);
        storeSome(dz + n + i, cell * before * forget * (1.0f - forget), tail);
        storeSome(dz + 2 * n + i, cell * in * (1.0f - candidate * candidate), tail);
        storeSome(dz + 3 * n + i, slope * bent * out * (1.0f - out), tail);
        storeSome(dc + i, cell * forget, tail);
    });
}

/// Strips of eight vectors stay in registers while the matrix streams by.
template <int count>
[[gnu::always_inline]] inline void stripTimes(const float* x, const float* matrix, float* y, int64_t k, int64_t stride,
                                              int tail) {
    Strip<count> sums = {};
    for (int64_t row = 0; row < k; ++row) {
        const F factor = splat(x[row]);
        const Strip<count> at = loadStrip<count>(matrix + row * stride, tail);
        for (int i = 0; i < count; ++i)
            sums.v[i] = fma(factor, at.v[i], sums.v[i]);
    }
    storeStrip<count>(y, sums, tail);
}

void vectorTimesMatrix(const float* x, const float* matrix, float* y, int64_t k, int64_t n, int64_t stride) {
    constexpr int kWide = 8;
    int64_t column = 0;
    for (; column + kWide * kLanes <= n; column += kWide * kLanes)
        stripTimes<kWide>(x, matrix + column, y + column, k, stride, 0);
    eachStrip(n - column, [&]<int count>(int64_t c, int tail) {
        stripTimes<count>(x, matrix + column + c, y + column + c, k, stride, tail);
    });
}

} // namespace

extern const LstmLoops kLstm = {forward, backward, vectorTimesMatrix};

} // namespace td::simd::TD_SIMD_ISA
