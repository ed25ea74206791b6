#include "engine/kernels/reference/elementwise.h"

#include <cmath>

namespace td::kernels {

namespace {
void registerExponentials(KernelRegistry& registry) {
    addReference(registry, "exp", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::exp(x); }); });
    addReference(registry, "expm1", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::expm1(x); }); });
    addReference(registry, "log", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::log(x); }); });
    addReference(registry, "log1p", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::log1p(x); }); });
    addReference(registry, "sqrt", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::sqrt(x); }); });
    addReference(registry, "rsqrt",
                 [](const ReferenceCall& c) { eachReal(c, [](auto x) { return 1 / std::sqrt(x); }); });
    addReference(registry, "reciprocal", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return 1 / x; }); });
    addReference(registry, "square",
                 [](const ReferenceCall& c) { eachUnary(c, [](auto x) { return wrapped(x, x, std::multiplies()); }); });
}

void registerTrigonometry(KernelRegistry& registry) {
    addReference(registry, "sin", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::sin(x); }); });
    addReference(registry, "cos", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::cos(x); }); });
    addReference(registry, "tan", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::tan(x); }); });
    addReference(registry, "asin", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::asin(x); }); });
    addReference(registry, "acos", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::acos(x); }); });
    addReference(registry, "atan", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::atan(x); }); });
    addReference(registry, "sinh", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::sinh(x); }); });
    addReference(registry, "cosh", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::cosh(x); }); });
    addReference(registry, "asinh", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::asinh(x); }); });
    addReference(registry, "acosh", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::acosh(x); }); });
    addReference(registry, "atanh", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::atanh(x); }); });
    addReference(registry, "erf", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::erf(x); }); });
    addReference(registry, "erfc", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::erfc(x); }); });
}

template <class T>
T signOf(T x) {
    if (x != x) return x;
    return static_cast<T>((x > T{} ? 1 : 0) - (x < T{} ? 1 : 0));
}

/// Halves to the even neighbour, whatever rounding the processor is set to.
template <class T>
T roundedToEven(T x) {
    const T down = std::floor(x), half = x - down;
    if (half != T{0.5}) return std::round(x);
    return std::fmod(down, T{2}) == 0 ? down : down + 1;
}

void registerSteps(KernelRegistry& registry) {
    addReference(registry, "neg", [](const ReferenceCall& c) {
        eachUnary(c, [](auto x) {
            if constexpr (std::is_floating_point_v<decltype(x)>)
                return -x;
            else
                return uint64_t{0} - static_cast<uint64_t>(x);
        });
    });
    addReference(registry, "abs", [](const ReferenceCall& c) {
        eachUnary(c, [](auto x) {
            if constexpr (std::is_floating_point_v<decltype(x)>)
                return std::fabs(x);
            else
                return x < decltype(x){} ? uint64_t{0} - static_cast<uint64_t>(x) : static_cast<uint64_t>(x);
        });
    });
    addReference(registry, "sign", [](const ReferenceCall& c) { eachUnary(c, [](auto x) { return signOf(x); }); });
    addReference(registry, "floor", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::floor(x); }); });
    addReference(registry, "ceil", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::ceil(x); }); });
    addReference(registry, "round",
                 [](const ReferenceCall& c) { eachReal(c, [](auto x) { return roundedToEven(x); }); });
}

template <class F>
void eachTest(const ReferenceCall& call, F function) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    for (int64_t i = 0; i < y.elements(); ++i)
        y.as<bool>()[i] = x.dtype == DType::F64 ? function(x.as<double>()[i]) : function(x.as<float>()[i]);
}
} // namespace

void registerElementaryReference(KernelRegistry& registry);
void registerElementaryReference(KernelRegistry& registry) {
    registerExponentials(registry);
    registerTrigonometry(registry);
    registerSteps(registry);
    addReference(registry, "is_nan", [](const ReferenceCall& c) { eachTest(c, [](auto x) { return std::isnan(x); }); });
    addReference(registry, "is_inf", [](const ReferenceCall& c) { eachTest(c, [](auto x) { return std::isinf(x); }); });
    addReference(registry, "is_finite",
                 [](const ReferenceCall& c) { eachTest(c, [](auto x) { return std::isfinite(x); }); });
}

} // namespace td::kernels
