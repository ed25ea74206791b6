#include "engine/kernels/reference/activation.h"

#include "engine/kernels/reference/elementwise.h"

namespace td::kernels {

namespace {
template <class T>
T geluSlope(T x) {
    const T below = std::erfc(x * static_cast<T>(-1 / std::numbers::sqrt2)) / 2;
    return below + x * std::exp(x * x / -2) * static_cast<T>(std::numbers::inv_sqrtpi / std::numbers::sqrt2);
}

template <class T>
T approximateGeluSlope(T x) {
    const T t = std::tanh(geluAngle(x));
    const T slope =
        static_cast<T>(std::numbers::sqrt2 * std::numbers::inv_sqrtpi) * (1 + static_cast<T>(3 * 0.044715) * x * x);
    return (1 + t) / 2 + x * (1 - t * t) * slope / 2;
}

template <class T>
T siluSlope(T x) {
    const T s = sigmoid(x);
    return s * (1 + x * (1 - s));
}

void registerHot(KernelRegistry& registry) {
    addReference(registry, "relu", [](const ReferenceCall& c) { eachUnary(c, [](auto x) { return relu(x); }); });
    addReference(registry, "relu6", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return relu6(x); }); });
    addReference(registry, "tanh", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return std::tanh(x); }); });
    addReference(registry, "sigmoid", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return sigmoid(x); }); });
    addReference(registry, "silu", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return silu(x); }); });
    addReference(registry, "gelu", [](const ReferenceCall& c) {
        const bool isApproximate = c.attributes.flag("approximate");
        eachReal(c, [=](auto x) { return isApproximate ? approximateGelu(x) : gelu(x); });
    });
}

void registerHotGradients(KernelRegistry& registry) {
    addReference(registry, "relu_grad", [](const ReferenceCall& c) {
        eachRealPair(c, [](auto dy, auto y) { return y > 0 ? dy : decltype(dy){}; });
    });
    addReference(registry, "relu6_grad", [](const ReferenceCall& c) {
        eachRealPair(c, [](auto dy, auto y) { return y > 0 && y < 6 ? dy : decltype(dy){}; });
    });
    addReference(registry, "tanh_grad",
                 [](const ReferenceCall& c) { eachRealPair(c, [](auto dy, auto y) { return dy * (1 - y * y); }); });
    addReference(registry, "sigmoid_grad",
                 [](const ReferenceCall& c) { eachRealPair(c, [](auto dy, auto y) { return dy * y * (1 - y); }); });
    addReference(registry, "silu_grad",
                 [](const ReferenceCall& c) { eachRealPair(c, [](auto dy, auto x) { return dy * siluSlope(x); }); });
    addReference(registry, "gelu_grad", [](const ReferenceCall& c) {
        const bool isApproximate = c.attributes.flag("approximate");
        eachRealPair(c, [=](auto dy, auto x) { return dy * (isApproximate ? approximateGeluSlope(x) : geluSlope(x)); });
    });
}

/// y[i] = function(x[i], attribute), the attribute in the element type.
template <class F>
void withParameter(const ReferenceCall& c, std::string_view attribute, F function) {
    const double parameter = c.attributes.real(attribute);
    eachReal(c, [=](auto x) { return function(x, static_cast<decltype(x)>(parameter)); });
}

void registerUnits(KernelRegistry& registry) {
    addReference(registry, "leaky_relu", [](const ReferenceCall& c) {
        withParameter(c, "negative_slope", [](auto x, auto slope) { return x > 0 ? x : slope * x; });
    });
    addReference(registry, "prelu", [](const ReferenceCall& c) {
        eachRealPair(c, [](auto x, auto alpha) { return x > 0 ? x : alpha * x; });
    });
    addReference(registry, "elu", [](const ReferenceCall& c) {
        withParameter(c, "alpha", [](auto x, auto alpha) { return x > 0 ? x : alpha * std::expm1(x); });
    });
    addReference(registry, "celu", [](const ReferenceCall& c) {
        withParameter(c, "alpha", [](auto x, auto alpha) { return x > 0 ? x : alpha * std::expm1(x / alpha); });
    });
    addReference(registry, "selu", [](const ReferenceCall& c) {
        eachReal(c, [](auto x) {
            using T = decltype(x);
            constexpr auto kAlpha = static_cast<T>(1.6732632423543772848170429916717);
            constexpr auto kScale = static_cast<T>(1.0507009873554804934193349852946);
            return kScale * (x > 0 ? x : kAlpha * std::expm1(x));
        });
    });
}

void registerSmooth(KernelRegistry& registry) {
    addReference(registry, "softplus", [](const ReferenceCall& c) { eachReal(c, [](auto x) { return softplus(x); }); });
    addReference(registry, "log_sigmoid",
                 [](const ReferenceCall& c) { eachReal(c, [](auto x) { return -softplus(-x); }); });
    addReference(registry, "mish",
                 [](const ReferenceCall& c) { eachReal(c, [](auto x) { return x * std::tanh(softplus(x)); }); });
    addReference(registry, "softsign",
                 [](const ReferenceCall& c) { eachReal(c, [](auto x) { return x / (1 + std::fabs(x)); }); });
    addReference(registry, "squareplus", [](const ReferenceCall& c) {
        withParameter(c, "b", [](auto x, auto b) { return (x + std::sqrt(x * x + b)) / 2; });
    });
    addReference(registry, "tanh_shrink",
                 [](const ReferenceCall& c) { eachReal(c, [](auto x) { return x - std::tanh(x); }); });
}

void registerPieces(KernelRegistry& registry) {
    addReference(registry, "hard_sigmoid",
                 [](const ReferenceCall& c) { eachReal(c, [](auto x) { return relu6(x + 3) / 6; }); });
    addReference(registry, "hard_silu",
                 [](const ReferenceCall& c) { eachReal(c, [](auto x) { return x * (relu6(x + 3) / 6); }); });
    addReference(registry, "hard_tanh", [](const ReferenceCall& c) {
        eachReal(c, [](auto x) { return x > 1 ? decltype(x){1} : x < -1 ? decltype(x){-1} : x; });
    });
    addReference(registry, "threshold", [](const ReferenceCall& c) {
        const double threshold = c.attributes.real("threshold"), value = c.attributes.real("value");
        eachReal(c, [=](auto x) {
            using T = decltype(x);
            return x > static_cast<T>(threshold) ? x : static_cast<T>(value);
        });
    });
    addReference(registry, "hard_shrink", [](const ReferenceCall& c) {
        withParameter(c, "threshold", [](auto x, auto t) { return std::fabs(x) > t ? x : decltype(x){}; });
    });
    addReference(registry, "soft_shrink", [](const ReferenceCall& c) {
        withParameter(c, "threshold", [](auto x, auto t) { return relu(x - t) - relu(-x - t); });
    });
    addReference(registry, "sparse_plus", [](const ReferenceCall& c) {
        eachReal(c, [](auto x) { return x <= -1 ? decltype(x){} : x < 1 ? (x + 1) * (x + 1) / 4 : x; });
    });
    addReference(registry, "sparse_sigmoid", [](const ReferenceCall& c) {
        eachReal(c, [](auto x) { return x <= -1 ? decltype(x){} : x < 1 ? (x + 1) / 2 : decltype(x){1}; });
    });
}
} // namespace

void registerActivationReference(KernelRegistry& registry);
void registerActivationReference(KernelRegistry& registry) {
    registerHot(registry);
    registerHotGradients(registry);
    registerUnits(registry);
    registerSmooth(registry);
    registerPieces(registry);
}

} // namespace td::kernels
