#include "engine/kernels/cpu/simd/lanes/columns.h"
#include "engine/kernels/cpu/simd/lanes/functions.h"
#include "engine/kernels/cpu/simd/lanes/tables.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

template <NormActivation kind>
[[gnu::always_inline]] inline F activated(F v) {
    if constexpr (kind == NormActivation::Relu) return larger(zero(), v);
    if constexpr (kind == NormActivation::Relu6) return larger(zero(), smaller(splat(6.0f), v));
    return v;
}
/// dy where the activation's result y says that it was passed on.
template <NormActivation kind>
[[gnu::always_inline]] inline F passed(F dy, [[maybe_unused]] F y) {
    if constexpr (kind == NormActivation::Relu) return select(y > 0.0f, dy, zero());
    if constexpr (kind == NormActivation::Relu6) return select((y > 0.0f) & (y < 6.0f), dy, zero());
    return dy;
}

template <NormActivation kind, bool hasResidual, int count>
[[gnu::always_inline]] inline void affineStrip(const float* x, const float* residual, const Strip<count>& mean,
                                               const Strip<count>& scale, const Strip<count>& shift, float* y,
                                               int tail) {
    Strip<count> at = loadStrip<count>(x, tail), more = {};
    if constexpr (hasResidual) more = loadStrip<count>(residual, tail);
    for (int i = 0; i < count; ++i) {
        F v = fma(at.v[i] - mean.v[i], scale.v[i], shift.v[i]);
        if constexpr (hasResidual) v = v + more.v[i];
        at.v[i] = activated<kind>(v);
    }
    storeStrip<count>(y, at, tail);
}

/// Narrow matrices keep scale and shift in registers; wide ones are walked row by row, as memory lies.
template <NormActivation kind, bool hasResidual>
void affineAs(const float* x, const float* residual, const float* mean, const float* scale, const float* shift,
              float* y, int64_t rows, int64_t width, int64_t stride) {
    if (width <= kStrip * kLanes) {
        eachStrip(width, [&]<int count>(int64_t, int tail) {
            const auto m = loadStrip<count>(mean, tail), a = loadStrip<count>(scale, tail);
            const auto b = loadStrip<count>(shift, tail);
            for (int64_t i = 0; i < rows * stride; i += stride)
                affineStrip<kind, hasResidual, count>(x + i, residual + i, m, a, b, y + i, tail);
        });
        return;
    }
    for (int64_t i = 0; i < rows * stride; i += stride)
        eachStrip(width, [&]<int count>(int64_t c, int tail) {
            affineStrip<kind, hasResidual, count>(x + i + c, residual + i + c, loadStrip<count>(mean + c, tail),
                                                  loadStrip<count>(scale + c, tail), loadStrip<count>(shift + c, tail),
                                                  y + i + c, tail);
        });
}

template <NormActivation kind>
void affineWith(const float* x, const float* residual, const float* mean, const float* scale, const float* shift,
                float* y, int64_t rows, int64_t width, int64_t stride) {
    if (residual)
        affineAs<kind, true>(x, residual, mean, scale, shift, y, rows, width, stride);
    else
        affineAs<kind, false>(x, x, mean, scale, shift, y, rows, width, stride);
}

void affine(const float* x, const float* residual, const float* mean, const float* scale, const float* shift, float* y,
            int64_t rows, int64_t width, int64_t stride, NormActivation kind) {
    if (kind == NormActivation::Linear)
        affineWith<NormActivation::Linear>(x, residual, mean, scale, shift, y, rows, width, stride);
    if (kind == NormActivation::Relu)
        affineWith<NormActivation::Relu>(x, residual, mean, scale, shift, y, rows, width, stride);
    if (kind == NormActivation::Relu6)
        affineWith<NormActivation::Relu6>(x, residual, mean, scale, shift, y, rows, width, stride);
}

constexpr int64_t kSumRows = 64; // summed in float before they go into doubles

template <NormActivation kind, int count>
[[gnu::always_inline]] inline void gradSumsStrip(const float* dy, const float* x, const float* y, const float* mean,
                                                 int64_t rows, int64_t stride, int tail, double* sums,
                                                 double* products) {
    constexpr int kAtOnce = count == 1 ? 4 : count == 2 ? 2 : 1;
    Strip<count> total[kAtOnce] = {}, product[kAtOnce] = {};
    const Strip<count> middle = loadStrip<count>(mean, tail);
    const auto take = [&](int64_t at, int k) {
        const auto d = loadStrip<count>(dy + at, tail), v = loadStrip<count>(x + at, tail);
        Strip<count> result = {};
        if constexpr (kind != NormActivation::Linear) result = loadStrip<count>(y + at, tail);
        for (int i = 0; i < count; ++i) {
            const F dz = passed<kind>(d.v[i], result.v[i]);
            total[k].v[i] = total[k].v[i] + dz;
            product[k].v[i] = fma(dz, v.v[i] - middle.v[i], product[k].v[i]);
        }
    };
    int64_t row = 0;
    for (; row + kAtOnce <= rows; row += kAtOnce)
        for (int k = 0; k < kAtOnce; ++k)
            take((row + k) * stride, k);
    for (; row < rows; ++row)
        take(row * stride, 0);
    for (int k = 1; k < kAtOnce; ++k)
        for (int i = 0; i < count; ++i) {
            total[0].v[i] = total[0].v[i] + total[k].v[i];
            product[0].v[i] = product[0].v[i] + product[k].v[i];
        }
    addToDoubles<count>(sums, total[0], stripWidth<count>(tail));
    addToDoubles<count>(products, product[0], stripWidth<count>(tail));
}

template <NormActivation kind>
void gradSumsAs(const float* dy, const float* x, const float* y, const float* mean, int64_t rows, int64_t width,
                int64_t stride, double* sums, double* products) {
    for (int64_t begin = 0; begin < rows; begin += kSumRows) {
        const int64_t some = rows - begin < kSumRows ? rows - begin : kSumRows, at = begin * stride;
        eachStrip(width, [&]<int count>(int64_t c, int tail) {
            gradSumsStrip<kind, count>(dy + at + c, x + at + c, y + at + c, mean + c, some, stride, tail, sums + c,
                                       products + c);
        });
    }
}

void gradSums(const float* dy, const float* x, const float* y, const float* mean, int64_t rows, int64_t width,
              int64_t stride, NormActivation kind, double* sums, double* products) {
    if (kind == NormActivation::Linear)
        gradSumsAs<NormActivation::Linear>(dy, x, y, mean, rows, width, stride, sums, products);
    if (kind == NormActivation::Relu)
        gradSumsAs<NormActivation::Relu>(dy, x, y, mean, rows, width, stride, sums, products);
    if (kind == NormActivation::Relu6)
        gradSumsAs<NormActivation::Relu6>(dy, x, y, mean, rows, width, stride, sums, products);
}

/// What a strip of columns is multiplied with.
template <int count>
struct GradStrip {
    Strip<count> mean, a, b, c;
};
template <int count>
[[gnu::always_inline]] inline GradStrip<count> gradStrip(const float* mean, const float* a, const float* b,
                                                         const float* c, int tail) {
    return {loadStrip<count>(mean, tail), loadStrip<count>(a, tail), loadStrip<count>(b, tail),
            loadStrip<count>(c, tail)};
}

template <NormActivation kind, bool keepsMasked, int count>
[[gnu::always_inline]] inline void applyStrip(const float* dy, const float* x, const float* y,
                                              const GradStrip<count>& by, float* dx, float* masked, int tail) {
    auto d = loadStrip<count>(dy, tail), v = loadStrip<count>(x, tail);
    Strip<count> result = {};
    if constexpr (kind != NormActivation::Linear) result = loadStrip<count>(y, tail);
    for (int i = 0; i < count; ++i) {
        d.v[i] = passed<kind>(d.v[i], result.v[i]);
        v.v[i] = fma(by.a.v[i], d.v[i], fma(by.b.v[i], v.v[i] - by.mean.v[i], by.c.v[i]));
    }
    storeStrip<count>(dx, v, tail);
    if constexpr (keepsMasked) storeStrip<count>(masked, d, tail);
}

template <NormActivation kind, bool keepsMasked>
void gradApplyAs(const float* dy, const float* x, const float* y, const float* mean, const float* a, const float* b,
                 const float* c, float* dx, float* masked, int64_t rows, int64_t width, int64_t stride) {
    if (width <= kStrip * kLanes) {
        eachStrip(width, [&]<int count>(int64_t, int tail) {
            const GradStrip<count> by = gradStrip<count>(mean, a, b, c, tail);
            for (int64_t i = 0; i < rows * stride; i += stride)
                applyStrip<kind, keepsMasked, count>(dy + i, x + i, y + i, by, dx + i, masked + i, tail);
        });
        return;
    }
    for (int64_t row = 0; row < rows * stride; row += stride)
        eachStrip(width, [&]<int count>(int64_t column, int tail) {
            const int64_t i = row + column;
            const GradStrip<count> by = gradStrip<count>(mean + column, a + column, b + column, c + column, tail);
            applyStrip<kind, keepsMasked, count>(dy + i, x + i, y + i, by, dx + i, masked + i, tail);
        });
}

template <NormActivation kind>
void gradApplyWith(const float* dy, const float* x, const float* y, const float* mean, const float* a, const float* b,
                   const float* c, float* dx, float* masked, int64_t rows, int64_t width, int64_t stride) {
    if (masked)
        gradApplyAs<kind, true>(dy, x, y, mean, a, b, c, dx, masked, rows, width, stride);
    else
        gradApplyAs<kind, false>(dy, x, y, mean, a, b, c, dx, dx, rows, width, stride);
}

void gradApply(const float* dy, const float* x, const float* y, const float* mean, const float* a, const float* b,
               const float* c, float* dx, float* masked, int64_t rows, int64_t width, int64_t stride,
               NormActivation kind) {
    if (kind == NormActivation::Linear)
        gradApplyWith<NormActivation::Linear>(dy, x, y, mean, a, b, c, dx, masked, rows, width, stride);
    if (kind == NormActivation::Relu)
        gradApplyWith<NormActivation::Relu>(dy, x, y, mean, a, b, c, dx, masked, rows, width, stride);
    if (kind == NormActivation::Relu6)
        gradApplyWith<NormActivation::Relu6>(dy, x, y, mean, a, b, c, dx, masked, rows, width, stride);
}

} // namespace

extern const NormLoops kNorm = {affine, gradSums, gradApply};

} // namespace td::simd::TD_SIMD_ISA
