#include "engine/kernels/cpu/simd/lanes/elementwise.h"
#include "engine/kernels/cpu/simd/lanes/functions.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

template <class Op>
void unaryStep(const Step& step, int64_t n) {
    const float* x = static_cast<const float*>(step.x[0]);
    float* y = static_cast<float*>(step.y);
    const float* const p = step.p;
    if (step.isScalar[0]) {
        const F value = Op::apply(splat(*x), p);
        eachVector(
            n, [&](int64_t i) { store(y + i, value); }, [&](int64_t i, int k) { storePart(y + i, value, k); });
        return;
    }
    eachVector(
        n, [&](int64_t i) { store(y + i, Op::apply(load(x + i), p)); },
        [&](int64_t i, int k) { storePart(y + i, Op::apply(loadPart(x + i, k), p), k); });
}

/// max(v, 0) that keeps NaN.
[[gnu::always_inline]] inline F positivePart(F v) {
    return larger(zero(), v);
}
[[gnu::always_inline]] inline F within(F v, float low, float high) {
    return larger(splat(low), smaller(splat(high), v)); // keeps NaN
}
[[gnu::always_inline]] inline F hardSigmoid(F x) {
    return within(x + 3.0f, 0.0f, 6.0f) / 6.0f;
}
[[gnu::always_inline]] inline F eluOf(F x, float alpha, float scale) {
    return select(x > 0.0f, x, alpha * expm1Of(x * scale));
}

constexpr float kSeluScale = 1.05070098f, kSeluAlpha = 1.67326324f;

#define TD_UNARY(name, expression)                                                                                     \
    struct name##Step {                                                                                                \
        [[gnu::always_inline]] static inline F apply(F x, [[maybe_unused]] const float* p) {                           \
            return expression;                                                                                         \
        }                                                                                                              \
    };
TD_UNARY(Copy, x)
TD_UNARY(Neg, -x)
TD_UNARY(Abs, magnitude(x))
TD_UNARY(Sign, select(x > 0.0f, splat(1.0f), select(x < 0.0f, splat(-1.0f), x)))
TD_UNARY(Exp, expOf(x))
TD_UNARY(Expm1, expm1Of(x))
TD_UNARY(Log, logOf(x))
TD_UNARY(Log1p, log1pOf(x))
TD_UNARY(Sqrt, squareRoot(x))
TD_UNARY(Rsqrt, 1.0f / squareRoot(x))
TD_UNARY(Square, x* x)
TD_UNARY(Reciprocal, 1.0f / x)
TD_UNARY(Tanh, tanhOf(x))
TD_UNARY(Erf, erfOf(x))
TD_UNARY(Floor, roundedDown(x))
TD_UNARY(Ceil, roundedUp(x))
TD_UNARY(Round, nearest(x))
TD_UNARY(Sigmoid, sigmoidOf(x))
TD_UNARY(Relu, positivePart(x))
TD_UNARY(Relu6, within(x, 0.0f, 6.0f))
TD_UNARY(LeakyRelu, select(x > 0.0f, x, x* p[0]))
TD_UNARY(Elu, eluOf(x, p[0], 1.0f))
TD_UNARY(Selu, kSeluScale* eluOf(x, kSeluAlpha, 1.0f))
TD_UNARY(Celu, eluOf(x, p[0], 1.0f / p[0]))
TD_UNARY(Gelu, geluOf(x))
TD_UNARY(GeluTanh, geluTanhOf(x))
TD_UNARY(Silu, x* sigmoidOf(x))
TD_UNARY(Mish, x* tanhOf(softplusOf(x)))
TD_UNARY(Softplus, softplusOf(x))
TD_UNARY(Softsign, x / (1.0f + magnitude(x)))
TD_UNARY(HardSigmoid, hardSigmoid(x))
TD_UNARY(HardSilu, x* hardSigmoid(x))
TD_UNARY(HardTanh, within(x, -1.0f, 1.0f))
TD_UNARY(LogSigmoid, -softplusOf(-x))
TD_UNARY(Threshold, select(x > p[0], x, splat(p[1])))
TD_UNARY(HardShrink, select(magnitude(x) > p[0], x, zero()))
TD_UNARY(SoftShrink, select(x > p[0], x - p[0], select(x < -p[0], x + p[0], select(isNan(x), x, zero()))))
TD_UNARY(TanhShrink, x - tanhOf(x))
TD_UNARY(Squareplus, 0.5f * (x + squareRoot(x * x + p[0])))
TD_UNARY(Clip, within(x, p[0], p[1]))

/// The C library's function on every element.
template <class Op>
void scalarStep(const Step& step, int64_t n) {
    const float* x = static_cast<const float*>(step.x[0]);
    float* y = static_cast<float*>(step.y);
    const int stride = step.isScalar[0] ? 0 : 1;
    for (int64_t i = 0; i < n; ++i)
        y[i] = Op::apply(x[i * stride]);
}

#define TD_SCALAR(name, function)                                                                                      \
    struct name##Step {                                                                                                \
        static inline float apply(float x) {                                                                           \
            return __builtin_##function(x);                                                                            \
        }                                                                                                              \
    };
TD_SCALAR(Sin, sinf)
TD_SCALAR(Cos, cosf)
TD_SCALAR(Tan, tanf)
TD_SCALAR(Asin, asinf)
TD_SCALAR(Acos, acosf)
TD_SCALAR(Atan, atanf)
TD_SCALAR(Sinh, sinhf)
TD_SCALAR(Cosh, coshf)
TD_SCALAR(Asinh, asinhf)
TD_SCALAR(Acosh, acoshf)
TD_SCALAR(Atanh, atanhf)
TD_SCALAR(Erfc, erfcf)

} // namespace

#define TD_ENTRY(name) unaryStep<name##Step>,
extern const StepFunction kUnarySteps[] = {TD_UNARY_STEPS(TD_ENTRY)};
#undef TD_ENTRY
#define TD_ENTRY(name) scalarStep<name##Step>,
extern const StepFunction kScalarSteps[] = {TD_SCALAR_STEPS(TD_ENTRY)};

} // namespace td::simd::TD_SIMD_ISA
