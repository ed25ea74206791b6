#include "engine/kernels/cpu/simd/lanes/short_rows.h"
#include "engine/kernels/cpu/simd/lanes/tables.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

constexpr float kHidden = -__builtin_inff();

/// The lanes behind the end as if they were hidden.
inline F loadScores(const float* p, int n) {
    return select(firstLanes(n), loadPart(p, n), splat(kHidden));
}

/// Returns the logsumexp; all hidden: zeros, and 0.
template <int count>
[[gnu::always_inline]] inline float forwardShort(float* scores, int tail, float scale) {
    Strip<count> row = loadRow<count>(scores, tail, kHidden);
    for (int i = 0; i < count; ++i)
        row.v[i] = row.v[i] * scale;
    const Normalizer by = normalize<count>(row);
    if (by.shift == kHidden) row = {};
    storeStrip<count>(scores, row, tail);
    return by.shift == kHidden ? 0 : by.shift + logarithm(by.sum);
}

float forwardLong(float* scores, int64_t n, float scale) {
    F top = splat(kHidden);
    eachVector(
        n, [&](int64_t i) { top = larger(top, load(scores + i) * scale); },
        [&](int64_t i, int k) { top = larger(top, loadScores(scores + i, k) * scale); });
    const float shift = largestOf(top);
    if (shift == kHidden) {
        memset(scores, 0, static_cast<size_t>(n) * sizeof(float));
        return 0;
    }
    F total = zero();
    eachVector(
        n,
        [&](int64_t i) {
            const F p = expOf(load(scores + i) * scale - shift);
            store(scores + i, p);
            total = total + p;
        },
        [&](int64_t i, int k) {
            const F p = expOf(loadScores(scores + i, k) * scale - shift);
            storePart(scores + i, p, k);
            total = total + p;
        });
    const float sum = sumOf(total), share = 1.0f / sum;
    eachVector(
        n, [&](int64_t i) { store(scores + i, load(scores + i) * share); },
        [&](int64_t i, int k) { storePart(scores + i, loadPart(scores + i, k) * share, k); });
    return shift + logarithm(sum);
}

float forward(float* scores, int64_t n, float scale) {
    if (n > kShortRow) return forwardLong(scores, n, scale);
    float result = 0;
    eachStrip(n, [&]<int count>(int64_t, int tail) { result = forwardShort<count>(scores, tail, scale); });
    return result;
}

void backward(float* scores, float* slopes, int64_t n, float scale, float lse, float along) {
    const auto slope = [&](F p, F d) { return p * (d - along) * scale; };
    eachVector(
        n,
        [&](int64_t i) {
            const F p = expOf(fma(load(scores + i), splat(scale), splat(-lse)));
            store(scores + i, p);
            store(slopes + i, slope(p, load(slopes + i)));
        },
        [&](int64_t i, int k) {
            const F p = expOf(loadScores(scores + i, k) * scale - lse);
            storePart(scores + i, p, k);
            storePart(slopes + i, slope(p, loadPart(slopes + i, k)), k);
        });
}

} // namespace

extern const AttentionLoops kAttention = {forward, backward};

} // namespace td::simd::TD_SIMD_ISA
