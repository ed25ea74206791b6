#include "engine/kernels/cpu/simd/lanes/elementwise.h"
#include "engine/kernels/cpu/simd/lanes/lanes.h"

/// Instructions with an operand or a result that is not float32. Plain loops that the compiler turns into vectors.
namespace td::simd::TD_SIMD_ISA {
namespace {

template <class T>
const T* operand(const Step& step, int i) {
    return static_cast<const T*>(step.x[i]);
}

/// y[i] = Op(a[i]); `a` may be a scalar.
template <class Op, class X, class Y>
void mapped(const Step& step, int64_t n) {
    const X* x = operand<X>(step, 0);
    Y* y = static_cast<Y*>(step.y);
    if (step.isScalar[0]) {
        const Y value = Op::apply(*x);
        for (int64_t i = 0; i < n; ++i)
            y[i] = value;
        return;
    }
    for (int64_t i = 0; i < n; ++i)
        y[i] = Op::apply(x[i]);
}

template <class Op, class X>
void combined(const Step& step, int64_t n) {
    const X *a = operand<X>(step, 0), *b = operand<X>(step, 1);
    uint8_t* y = static_cast<uint8_t*>(step.y);
    const X firstA = n > 0 ? *a : X{}, firstB = n > 0 ? *b : X{};
    if (step.isScalar[0]) {
        for (int64_t i = 0; i < n; ++i)
            y[i] = Op::apply(firstA, step.isScalar[1] ? firstB : b[i]);
    } else if (step.isScalar[1]) {
        for (int64_t i = 0; i < n; ++i)
            y[i] = Op::apply(a[i], firstB);
    } else {
        for (int64_t i = 0; i < n; ++i)
            y[i] = Op::apply(a[i], b[i]);
    }
}

#define TD_PAIR(name, type, expression)                                                                                \
    struct name##Step {                                                                                                \
        static inline uint8_t apply(type a, type b) {                                                                  \
            return expression;                                                                                         \
        }                                                                                                              \
        static constexpr StepFunction kFunction = combined<name##Step, type>;                                          \
    };
TD_PAIR(Equal, float, a == b)
TD_PAIR(NotEqual, float, a != b)
TD_PAIR(Less, float, a < b)
TD_PAIR(LessEqual, float, a <= b)
TD_PAIR(Greater, float, a > b)
TD_PAIR(GreaterEqual, float, a >= b)
TD_PAIR(LogicalAnd, uint8_t, (a & b) != 0)
TD_PAIR(LogicalOr, uint8_t, (a | b) != 0)
TD_PAIR(LogicalXor, uint8_t, (a ^ b) != 0)

#define TD_MAP(name, from, to, expression)                                                                             \
    struct name##Step {                                                                                                \
        static inline to apply(from a) {                                                                               \
            return expression;                                                                                         \
        }                                                                                                              \
        static constexpr StepFunction kFunction = mapped<name##Step, from, to>;                                        \
    };

inline uint32_t floatBits(float v) {
    uint32_t bits;
    memcpy(&bits, &v, sizeof bits);
    return bits;
}
inline float floatOf(uint32_t bits) {
    float v;
    memcpy(&v, &bits, sizeof v);
    return v;
}
/// To the nearest, ties to even; a NaN stays one.
inline uint16_t bfloatOf(float v) {
    const uint32_t bits = floatBits(v);
    const uint32_t rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16, quiet = (bits >> 16) | 0x40u;
    return static_cast<uint16_t>((bits & 0x7FFFFFFFu) > 0x7F800000u ? quiet : rounded);
}

/// Cut toward zero and held in range; NaN is 0.
template <class T>
inline T held(float v, float low, T lowest, float high, T highest) {
    if (v != v) return 0;
    return v <= low ? lowest : v >= high ? highest : static_cast<T>(v);
}

TD_MAP(LogicalNot, uint8_t, uint8_t, a == 0)
TD_MAP(IsNan, float, uint8_t, a != a)
TD_MAP(IsInf, float, uint8_t, (floatBits(a) & 0x7FFFFFFFu) == 0x7F800000u)
TD_MAP(IsFinite, float, uint8_t, (floatBits(a) & 0x7F800000u) != 0x7F800000u)
TD_MAP(FromDouble, double, float, static_cast<float>(a))
TD_MAP(FromInt32, int32_t, float, static_cast<float>(a))
TD_MAP(FromInt64, int64_t, float, static_cast<float>(a))
TD_MAP(FromUint8, uint8_t, float, static_cast<float>(a))
TD_MAP(FromBfloat, uint16_t, float, floatOf(static_cast<uint32_t>(a) << 16))
TD_MAP(ToDouble, float, double, static_cast<double>(a))
TD_MAP(ToInt32, float, int32_t, held<int32_t>(a, -2147483648.0f, INT32_MIN, 2147483648.0f, INT32_MAX))
TD_MAP(ToInt64, float, int64_t, held<int64_t>(a, -9223372036854775808.0f, INT64_MIN, 9223372036854775808.0f, INT64_MAX))
TD_MAP(ToUint8, float, uint8_t, held<uint8_t>(a, 0.0f, 0, 255.0f, 255))
TD_MAP(ToBool, float, uint8_t, a != 0.0f)
TD_MAP(ToBfloat, float, uint16_t, bfloatOf(a))

void whereStep(const Step& step, int64_t n) {
    const uint8_t* condition = operand<uint8_t>(step, 0);
    const float *a = operand<float>(step, 1), *b = operand<float>(step, 2);
    float* y = static_cast<float*>(step.y);
    const int64_t strideC = !step.isScalar[0], strideA = !step.isScalar[1], strideB = !step.isScalar[2];
    if (strideC + strideA + strideB == 3) {
        for (int64_t i = 0; i < n; ++i)
            y[i] = condition[i] ? a[i] : b[i];
        return;
    }
    for (int64_t i = 0; i < n; ++i)
        y[i] = condition[i * strideC] ? a[i * strideA] : b[i * strideB];
}

} // namespace

#define TD_ENTRY(name) name##Step::kFunction,
extern const StepFunction kByteSteps[] = {TD_COMPARE_STEPS(TD_ENTRY) TD_TEST_STEPS(TD_ENTRY) TD_LOGIC_STEPS(TD_ENTRY)
                                              TD_CAST_STEPS(TD_ENTRY) whereStep};

} // namespace td::simd::TD_SIMD_ISA
