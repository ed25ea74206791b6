#include "engine/kernels/cpu/simd/lanes/elementwise.h"
#include "engine/kernels/cpu/simd/lanes/functions.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

/// Where the vectors of one operand come from: memory, or one value for all.
struct Stream {
    const float* x;
    [[gnu::always_inline]] inline F full(int64_t i) const { return load(x + i); }
    [[gnu::always_inline]] inline F part(int64_t i, int k) const { return loadPart(x + i, k); }
};
struct Constant {
    F value;
    [[gnu::always_inline]] inline F full(int64_t) const { return value; }
    [[gnu::always_inline]] inline F part(int64_t, int) const { return value; }
};

template <class Op, class A, class B>
void apply(float* y, A a, B b, int64_t n) {
    eachVector(
        n, [&](int64_t i) { store(y + i, Op::apply(a.full(i), b.full(i))); },
        [&](int64_t i, int k) { storePart(y + i, Op::apply(a.part(i, k), b.part(i, k)), k); });
}

template <class Op>
void binaryStep(const Step& step, int64_t n) {
    const float *a = static_cast<const float*>(step.x[0]), *b = static_cast<const float*>(step.x[1]);
    float* y = static_cast<float*>(step.y);
    if (!step.isScalar[0] && !step.isScalar[1])
        apply<Op>(y, Stream{a}, Stream{b}, n);
    else if (!step.isScalar[0])
        apply<Op>(y, Stream{a}, Constant{splat(*b)}, n);
    else if (!step.isScalar[1])
        apply<Op>(y, Constant{splat(*a)}, Stream{b}, n);
    else
        apply<Op>(y, Constant{splat(*a)}, Constant{splat(*b)}, n);
}

/// The first of equal ones; NaN if either is.
[[gnu::always_inline]] inline F minimumOf(F a, F b) {
    return select(isNan(a), a, smaller(a, b));
}
[[gnu::always_inline]] inline F maximumOf(F a, F b) {
    return select(isNan(a), a, larger(a, b));
}
[[gnu::always_inline]] inline F siluSlope(F x) {
    const F s = sigmoidOf(x);
    return s * (1.0f + x * (1.0f - s));
}

#define TD_BINARY(name, expression)                                                                                    \
    struct name##Step {                                                                                                \
        [[gnu::always_inline]] static inline F apply(F a, F b) {                                                       \
            return expression;                                                                                         \
        }                                                                                                              \
    };
TD_BINARY(Add, a + b)
TD_BINARY(Sub, a - b)
TD_BINARY(Mul, a* b)
TD_BINARY(Div, a / b)
TD_BINARY(Minimum, minimumOf(a, b))
TD_BINARY(Maximum, maximumOf(a, b))
TD_BINARY(SquaredDifference, (a - b) * (a - b))
TD_BINARY(Prelu, select(a > 0.0f, a, a* b))
TD_BINARY(ReluGrad, select(b > 0.0f, a, zero()))
TD_BINARY(Relu6Grad, select((b > 0.0f) & (b < 6.0f), a, zero()))
TD_BINARY(TanhGrad, a * (1.0f - b * b))
TD_BINARY(SigmoidGrad, a* b * (1.0f - b))
TD_BINARY(GeluGrad, a* geluSlope(b))
TD_BINARY(GeluTanhGrad, a* geluTanhSlope(b))
TD_BINARY(SiluGrad, a* siluSlope(b))
TD_BINARY(SigmoidCrossEntropy, softplusOf(a) - a * b)

template <class Op>
void scalarBinaryStep(const Step& step, int64_t n) {
    const float *a = static_cast<const float*>(step.x[0]), *b = static_cast<const float*>(step.x[1]);
    float* y = static_cast<float*>(step.y);
    const int strideA = step.isScalar[0] ? 0 : 1, strideB = step.isScalar[1] ? 0 : 1;
    for (int64_t i = 0; i < n; ++i)
        y[i] = Op::apply(a[i * strideA], b[i * strideB]);
}
struct PowStep {
    static inline float apply(float a, float b) { return __builtin_powf(a, b); }
};
struct Atan2Step {
    static inline float apply(float a, float b) { return __builtin_atan2f(a, b); }
};

} // namespace

#define TD_ENTRY(name) binaryStep<name##Step>,
extern const StepFunction kBinarySteps[] = {TD_BINARY_STEPS(TD_ENTRY)};
#undef TD_ENTRY
#define TD_ENTRY(name) scalarBinaryStep<name##Step>,
extern const StepFunction kScalarBinarySteps[] = {TD_SCALAR_BINARY_STEPS(TD_ENTRY)};

} // namespace td::simd::TD_SIMD_ISA
