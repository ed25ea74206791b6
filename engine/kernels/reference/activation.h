#pragma once

#include <cmath>
#include <numbers>
#include <string_view>

/// Activation functions of one real number, in its own precision.
namespace td::kernels {

/// NaN stays NaN.
template <class T>
T relu(T x) {
    return x <= 0 ? T{0} : x;
}
template <class T>
T relu6(T x) {
    return x > 6 ? T{6} : relu(x);
}
template <class T>
T sigmoid(T x) {
    return 1 / (1 + std::exp(-x));
}
/// x P(N(0,1) < x); by erfc, which keeps its digits far left of 0.
template <class T>
T gelu(T x) {
    return x * std::erfc(x * static_cast<T>(-1 / std::numbers::sqrt2)) / 2;
}
/// The argument of tanh in gelu's approximation.
template <class T>
T geluAngle(T x) {
    return static_cast<T>(std::numbers::sqrt2 * std::numbers::inv_sqrtpi) * (x + static_cast<T>(0.044715) * x * x * x);
}
template <class T>
T approximateGelu(T x) {
    return x * (1 + std::tanh(geluAngle(x))) / 2;
}
template <class T>
T silu(T x) {
    return x * sigmoid(x);
}
template <class T>
T softplus(T x) {
    return std::log1p(std::exp(-std::fabs(x))) + relu(x);
}

/// What dense and conv end with; the names were checked when the node was made.
template <class T>
T activated(T z, std::string_view activation) {
    if (activation == "relu") return relu(z);
    if (activation == "relu6") return relu6(z);
    if (activation == "tanh") return std::tanh(z);
    if (activation == "sigmoid") return sigmoid(z);
    if (activation == "gelu") return gelu(z);
    if (activation == "silu") return silu(z);
    return z;
}

} // namespace td::kernels
