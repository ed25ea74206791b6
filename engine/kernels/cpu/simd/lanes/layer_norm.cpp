#include "engine/kernels/cpu/simd/lanes/lanes.h"
#include "engine/kernels/cpu/simd/lanes/tables.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

inline float meanOf(const float* x, int64_t n) {
    F total = zero(), more = zero();
    int64_t i = 0;
    for (; i + 2 * kLanes <= n; i += 2 * kLanes) {
        total = total + load(x + i);
        more = more + load(x + i + kLanes);
    }
    eachVector(
        n - i, [&](int64_t j) { total = total + load(x + i + j); },
        [&](int64_t j, int k) { more = more + loadPart(x + i + j, k); });
    return sumOf(total + more) / static_cast<float>(n);
}

inline float varianceOf(const float* x, int64_t n, float mean) {
    F total = zero();
    eachVector(
        n,
        [&](int64_t i) {
            const F d = load(x + i) - mean;
            total = fma(d, d, total);
        },
        [&](int64_t i, int k) {
            const F d = select(firstLanes(k), loadPart(x + i, k) - mean, zero());
            total = fma(d, d, total);
        });
    return sumOf(total) / static_cast<float>(n);
}

inline float inverseRoot(float v) {
    return 1.0f / __builtin_sqrtf(v);
}

/// y = (x - mean)·rstd·gain + bias for one row.
inline void normalizeRow(const float* x, const float* gain, const float* bias, float* y, int64_t n, float mean,
                         float rstd) {
    eachVector(
        n,
        [&](int64_t i) {
            F v = (load(x + i) - mean) * rstd;
            if (gain) v = v * load(gain + i);
            store(y + i, bias ? v + load(bias + i) : v);
        },
        [&](int64_t i, int k) {
            F v = (loadPart(x + i, k) - mean) * rstd;
            if (gain) v = v * loadPart(gain + i, k);
            storePart(y + i, bias ? v + loadPart(bias + i, k) : v, k);
        });
}

void layer(const float* x, const float* gain, const float* bias, float* y, float* mean, float* rstd, int64_t rows,
           int64_t n, float epsilon) {
    for (int64_t row = 0; row < rows; ++row, x += n, y += n) {
        mean[row] = meanOf(x, n);
        rstd[row] = inverseRoot(varianceOf(x, n, mean[row]) + epsilon);
        normalizeRow(x, gain, bias, y, n, mean[row], rstd[row]);
    }
}

void rms(const float* x, const float* gain, float* y, float* rstd, int64_t rows, int64_t n, float epsilon) {
    for (int64_t row = 0; row < rows; ++row, x += n, y += n) {
        rstd[row] = inverseRoot(varianceOf(x, n, 0.0f) + epsilon);
        normalizeRow(x, gain, nullptr, y, n, 0.0f, rstd[row]);
    }
}

struct GradRow {
    const float *dy, *x, *gain;
    float mean, rstd;

    [[gnu::always_inline]] inline F normal(F v) const { return (v - mean) * rstd; }
};

/// Adds one row to the sums for gain and bias; gives Σ dy·gain and Σ dy·gain·normal.
inline void takeRow(const GradRow& row, int64_t n, float* gainSums, float* biasSums, float& total, float& along) {
    F sums = zero(), products = zero();
    const auto take = [&](F d, F v, F gain, F gains, F biases, F& newGains, F& newBiases) {
        newGains = fma(d, v, gains);
        newBiases = biases + d;
        const F scaled = d * gain;
        sums = sums + scaled;
        products = fma(scaled, v, products);
    };
    eachVector(
        n,
        [&](int64_t i) {
            F gains, biases;
            take(load(row.dy + i), row.normal(load(row.x + i)), row.gain ? load(row.gain + i) : splat(1.0f),
                 load(gainSums + i), load(biasSums + i), gains, biases);
            store(gainSums + i, gains);
            store(biasSums + i, biases);
        },
        [&](int64_t i, int k) {
            F gains, biases; // dy is 0 in the lanes behind the end
            take(loadPart(row.dy + i, k), row.normal(loadPart(row.x + i, k)),
                 row.gain ? loadPart(row.gain + i, k) : splat(1.0f), loadPart(gainSums + i, k),
                 loadPart(biasSums + i, k), gains, biases);
            storePart(gainSums + i, gains, k);
            storePart(biasSums + i, biases, k);
        });
    total = sumOf(sums);
    along = sumOf(products);
}

void layerGrad(const float* dy, const float* x, const float* gain, const float* mean, const float* rstd, float* dx,
               float* gainSums, float* biasSums, int64_t rows, int64_t n) {
    const float share = 1.0f / static_cast<float>(n);
    for (int64_t r = 0; r < rows; ++r, dy += n, x += n, dx += n) {
        const GradRow row{dy, x, gain, mean[r], rstd[r]};
        float total = 0, along = 0;
        takeRow(row, n, gainSums, biasSums, total, along);
        const float a = total * share, b = along * share;
        const auto slope = [&](F d, F v) { return row.rstd * (d - a - row.normal(v) * b); };
        eachVector(
            n,
            [&](int64_t i) {
                const F d = gain ? load(dy + i) * load(gain + i) : load(dy + i);
                store(dx + i, slope(d, load(x + i)));
            },
            [&](int64_t i, int k) {
                const F d = gain ? loadPart(dy + i, k) * loadPart(gain + i, k) : loadPart(dy + i, k);
                storePart(dx + i, slope(d, loadPart(x + i, k)), k);
            });
    }
}

} // namespace

extern const LayerNormLoops kLayerNorm = {layer, layerGrad, rms};

} // namespace td::simd::TD_SIMD_ISA
