#pragma once

#include <stdint.h>

/// What one instruction of an elementwise program can be. Plain C: sources for one instruction set include it.
namespace td::simd {

/// One vector operand in, floats out. Parameters in `Step::p`: leaky_relu slope; elu, celu alpha; threshold threshold,
/// value; hard_shrink, soft_shrink threshold; squareplus b; clip min, max.
// clang-format off
#define TD_UNARY_STEPS(X) \
    X(Copy) X(Neg) X(Abs) X(Sign) X(Exp) X(Expm1) X(Log) X(Log1p) X(Sqrt) X(Rsqrt) X(Square) X(Reciprocal) X(Tanh) \
    X(Erf) X(Floor) X(Ceil) X(Round) X(Sigmoid) X(Relu) X(Relu6) X(LeakyRelu) X(Elu) X(Selu) X(Celu) X(Gelu) \
    X(GeluTanh) X(Silu) X(Mish) X(Softplus) X(Softsign) X(HardSigmoid) X(HardSilu) X(HardTanh) X(LogSigmoid) \
    X(Threshold) X(HardShrink) X(SoftShrink) X(TanhShrink) X(Squareplus) X(Clip)

/// The same through the C library, a lane at a time: rarely hot.
#define TD_SCALAR_STEPS(X) \
    X(Sin) X(Cos) X(Tan) X(Asin) X(Acos) X(Atan) X(Sinh) X(Cosh) X(Asinh) X(Acosh) X(Atanh) X(Erfc)

/// Two operands in, floats out.
#define TD_BINARY_STEPS(X) \
    X(Add) X(Sub) X(Mul) X(Div) X(Minimum) X(Maximum) X(SquaredDifference) X(Prelu) X(ReluGrad) X(Relu6Grad) \
    X(TanhGrad) X(SigmoidGrad) X(GeluGrad) X(GeluTanhGrad) X(SiluGrad) X(SigmoidCrossEntropy)

#define TD_SCALAR_BINARY_STEPS(X) X(Pow) X(Atan2)

/// Floats in, booleans (one byte, 0 or 1) out.
#define TD_COMPARE_STEPS(X) X(Equal) X(NotEqual) X(Less) X(LessEqual) X(Greater) X(GreaterEqual)
#define TD_TEST_STEPS(X) X(IsNan) X(IsInf) X(IsFinite)
/// Booleans in and out; LogicalNot takes one.
#define TD_LOGIC_STEPS(X) X(LogicalAnd) X(LogicalOr) X(LogicalXor) X(LogicalNot)
/// Element types other than float32 on one side.
#define TD_CAST_STEPS(X) \
    X(FromDouble) X(FromInt32) X(FromInt64) X(FromUint8) X(FromBfloat) X(ToDouble) X(ToInt32) X(ToInt64) X(ToUint8) \
    X(ToBool) X(ToBfloat)

enum class StepCode : uint8_t {
#define TD_NAME(name) name,
    TD_UNARY_STEPS(TD_NAME) TD_SCALAR_STEPS(TD_NAME) TD_BINARY_STEPS(TD_NAME) TD_SCALAR_BINARY_STEPS(TD_NAME)
    TD_COMPARE_STEPS(TD_NAME) TD_TEST_STEPS(TD_NAME) TD_LOGIC_STEPS(TD_NAME) TD_CAST_STEPS(TD_NAME)
    Where, ///< condition (booleans), a, b
    Count
#undef TD_NAME
};
// clang-format on
inline constexpr int kStepCodes = static_cast<int>(StepCode::Count);

/// One instruction over one block: y[i] = f(x0[i], x1[i], x2[i]). A scalar operand is one element, used for all i.
/// `y` may be one of the operands of the same element size.
struct Step {
    void* y;
    const void* x[3];
    bool isScalar[3];
    const float* p;
};
using StepFunction = void (*)(const Step& step, int64_t n);

/// Functions by StepCode, of which each array holds a run in the order of the enumeration.
struct StepTable {
    const StepFunction *unary, *scalar, *binary, *scalarBinary, *bytes;
};

} // namespace td::simd
