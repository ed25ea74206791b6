#include "engine/kernels/cpu/simd/elementwise_program.h"

#include <map>
#include <string>

namespace td::simd {

namespace {
struct Named {
    StepCode code;
    int operands;
    const char* first = "";  ///< attribute that gives the first parameter
    const char* second = ""; ///< … the second
};

const std::map<std::string_view, Named>& names() {
    using enum StepCode;
    static const std::map<std::string_view, Named> table = {
        {"identity", {Copy, 1}},
        {"stop_gradient", {Copy, 1}},
        {"neg", {Neg, 1}},
        {"abs", {Abs, 1}},
        {"sign", {Sign, 1}},
        {"exp", {Exp, 1}},
        {"expm1", {Expm1, 1}},
        {"log", {Log, 1}},
        {"log1p", {Log1p, 1}},
        {"sqrt", {Sqrt, 1}},
        {"rsqrt", {Rsqrt, 1}},
        {"square", {Square, 1}},
        {"reciprocal", {Reciprocal, 1}},
        {"tanh", {Tanh, 1}},
        {"erf", {Erf, 1}},
        {"floor", {Floor, 1}},
        {"ceil", {Ceil, 1}},
        {"round", {Round, 1}},
        {"sigmoid", {Sigmoid, 1}},
        {"relu", {Relu, 1}},
        {"relu6", {Relu6, 1}},
        {"leaky_relu", {LeakyRelu, 1, "negative_slope"}},
        {"elu", {Elu, 1, "alpha"}},
        {"selu", {Selu, 1}},
        {"celu", {Celu, 1, "alpha"}},
        {"gelu", {Gelu, 1}},
        {"silu", {Silu, 1}},
        {"mish", {Mish, 1}},
        {"softplus", {Softplus, 1}},
        {"softsign", {Softsign, 1}},
        {"hard_sigmoid", {HardSigmoid, 1}},
        {"hard_silu", {HardSilu, 1}},
        {"hard_tanh", {HardTanh, 1}},
        {"log_sigmoid", {LogSigmoid, 1}},
        {"threshold", {Threshold, 1, "threshold", "value"}},
        {"hard_shrink", {HardShrink, 1, "threshold"}},
        {"soft_shrink", {SoftShrink, 1, "threshold"}},
        {"tanh_shrink", {TanhShrink, 1}},
        {"squareplus", {Squareplus, 1, "b"}},
        {"clip", {Clip, 1, "min", "max"}},
        {"sin", {Sin, 1}},
        {"cos", {Cos, 1}},
        {"tan", {Tan, 1}},
        {"asin", {Asin, 1}},
        {"acos", {Acos, 1}},
        {"atan", {Atan, 1}},
        {"sinh", {Sinh, 1}},
        {"cosh", {Cosh, 1}},
        {"asinh", {Asinh, 1}},
        {"acosh", {Acosh, 1}},
        {"atanh", {Atanh, 1}},
        {"erfc", {Erfc, 1}},
        {"add", {Add, 2}},
        {"sub", {Sub, 2}},
        {"mul", {Mul, 2}},
        {"div", {Div, 2}},
        {"minimum", {Minimum, 2}},
        {"maximum", {Maximum, 2}},
        {"squared_difference", {SquaredDifference, 2}},
        {"prelu", {Prelu, 2}},
        {"relu_grad", {ReluGrad, 2}},
        {"relu6_grad", {Relu6Grad, 2}},
        {"tanh_grad", {TanhGrad, 2}},
        {"sigmoid_grad", {SigmoidGrad, 2}},
        {"gelu_grad", {GeluGrad, 2}},
        {"silu_grad", {SiluGrad, 2}},
        {"sigmoid_cross_entropy", {SigmoidCrossEntropy, 2}},
        {"pow", {Pow, 2}},
        {"atan2", {Atan2, 2}},
        {"equal", {Equal, 2}},
        {"not_equal", {NotEqual, 2}},
        {"less", {Less, 2}},
        {"less_equal", {LessEqual, 2}},
        {"greater", {Greater, 2}},
        {"greater_equal", {GreaterEqual, 2}},
        {"is_nan", {IsNan, 1}},
        {"is_inf", {IsInf, 1}},
        {"is_finite", {IsFinite, 1}},
        {"logical_and", {LogicalAnd, 2}},
        {"logical_or", {LogicalOr, 2}},
        {"logical_xor", {LogicalXor, 2}},
        {"logical_not", {LogicalNot, 1}},
        {"where", {Where, 3}},
    };
    return table;
}

std::optional<StepCode> castTo(DType to) {
    switch (to) {
    case DType::F32:
        return StepCode::Copy;
    case DType::F64:
        return StepCode::ToDouble;
    case DType::I32:
        return StepCode::ToInt32;
    case DType::I64:
        return StepCode::ToInt64;
    case DType::U8:
        return StepCode::ToUint8;
    case DType::Bool:
        return StepCode::ToBool;
    case DType::BF16:
        return StepCode::ToBfloat;
    default:
        return {};
    }
}

std::optional<StepCode> castFrom(DType from) {
    switch (from) {
    case DType::F64:
        return StepCode::FromDouble;
    case DType::I32:
        return StepCode::FromInt32;
    case DType::I64:
        return StepCode::FromInt64;
    case DType::U8:
    case DType::Bool:
        return StepCode::FromUint8;
    case DType::BF16:
        return StepCode::FromBfloat;
    default:
        return {};
    }
}

std::optional<StepKind> castStep(DType from, DType to) {
    const bool isOneSideFloat = from == DType::F32 || to == DType::F32;
    if (!isOneSideFloat) return {};
    const std::optional<StepCode> code = from == DType::F32 ? castTo(to) : castFrom(from);
    if (!code) return {};
    return StepKind{*code, 1, {}};
}

bool takes(StepCode code, DType dtype) {
    const bool isLogic = code >= StepCode::LogicalAnd && code <= StepCode::LogicalNot;
    return dtype == (isLogic || code == StepCode::Where ? DType::Bool : DType::F32);
}

StepCode approximated(StepCode code) {
    if (code == StepCode::Gelu) return StepCode::GeluTanh;
    return code == StepCode::GeluGrad ? StepCode::GeluTanhGrad : code;
}
} // namespace

std::optional<StepKind> stepFor(std::string_view op, const graph::Attributes& attributes, DType from) {
    if (op == "cast") return castStep(from, attributes.dtype("dtype"));
    const auto found = names().find(op);
    if (found == names().end() || !takes(found->second.code, from)) return {};
    const Named& named = found->second;
    StepKind kind{named.code, named.operands, {}};
    kind.parameters[0] = static_cast<float>(attributes.real(named.first));
    kind.parameters[1] = static_cast<float>(attributes.real(named.second));
    if (attributes.flag("approximate")) kind.code = approximated(kind.code);
    return kind;
}

std::vector<std::string_view> elementwiseNames() {
    std::vector<std::string_view> all = {"cast", "fused_elementwise"};
    for (const auto& [name, named] : names())
        all.push_back(name);
    return all;
}

double flopsOf(StepCode code) {
    using enum StepCode;
    switch (code) {
    case Exp:
    case Expm1:
    case Log:
    case Log1p:
    case Tanh:
    case Erf:
    case Sigmoid:
    case Elu:
    case Selu:
    case Celu:
    case Silu:
    case Softplus:
    case LogSigmoid:
    case SiluGrad:
    case TanhShrink:
        return 10;
    case Gelu:
    case GeluTanh:
    case GeluGrad:
    case GeluTanhGrad:
    case Mish:
        return 25;
    default:
        return code >= Sin && code <= Erfc ? 40 : 1;
    }
}

} // namespace td::simd
