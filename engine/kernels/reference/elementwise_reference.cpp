#include "engine/kernels/reference/elementwise.h"
#include "engine/tensor/element_cast.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>

namespace td::kernels {

namespace {
template <class T>
T quotient(T a, T b) {
    if constexpr (std::is_integral_v<T>) {
        if (b == 0) return 0;
        if constexpr (std::is_signed_v<T>)
            if (b == -1) return static_cast<T>(uint64_t{0} - static_cast<uint64_t>(a)); // the least / -1 overflows
    }
    return static_cast<T>(a / b);
}

template <class T>
T flooredQuotient(T a, T b) {
    if constexpr (std::is_integral_v<T>) {
        if (b == 0) return 0;
        const T q = quotient(a, b);
        if constexpr (std::is_signed_v<T>)
            if (b != -1 && a % b != 0 && (a < 0) != (b < 0)) return static_cast<T>(q - 1);
        return q;
    } else {
        return std::floor(a / b);
    }
}

template <class T>
T modulo(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
        const T rest = std::fmod(a, b);
        return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
    } else {
        if (b == 0) return 0;
        if constexpr (std::is_signed_v<T>) {
            if (b == -1) return 0;
            const T rest = static_cast<T>(a % b);
            return rest != 0 && (rest < 0) != (b < 0) ? static_cast<T>(rest + b) : rest;
        }
        return static_cast<T>(a % b);
    }
}

/// By squaring; 1/a^n is 0 for all integers but 1 and -1.
template <class T>
T power(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
        return std::pow(a, b);
    } else {
        if constexpr (std::is_signed_v<T>)
            if (b < 0) return a == 1 ? 1 : a == -1 ? static_cast<T>(b % 2 == 0 ? 1 : -1) : 0;
        uint64_t result = 1, base = static_cast<uint64_t>(a);
        for (auto left = static_cast<uint64_t>(b); left > 0; left >>= 1, base *= base)
            if (left & 1) result *= base;
        return static_cast<T>(result);
    }
}

void registerArithmetic(KernelRegistry& registry) {
    addReference(registry, "add", [](const ReferenceCall& call) {
        eachBinary(call, [](auto a, auto b) { return wrapped(a, b, std::plus()); });
    });
    addReference(registry, "sub", [](const ReferenceCall& call) {
        eachBinary(call, [](auto a, auto b) { return wrapped(a, b, std::minus()); });
    });
    addReference(registry, "mul", [](const ReferenceCall& call) {
        eachBinary(call, [](auto a, auto b) { return wrapped(a, b, std::multiplies()); });
    });
    addReference(registry, "squared_difference", [](const ReferenceCall& call) {
        eachBinary(call,
                   [](auto a, auto b) { return wrapped(a, b, [](auto p, auto q) { return (p - q) * (p - q); }); });
    });
    addReference(registry, "div",
                 [](const ReferenceCall& call) { eachBinary(call, [](auto a, auto b) { return quotient(a, b); }); });
    addReference(registry, "floor_div", [](const ReferenceCall& call) {
        eachBinary(call, [](auto a, auto b) { return flooredQuotient(a, b); });
    });
    addReference(registry, "mod",
                 [](const ReferenceCall& call) { eachBinary(call, [](auto a, auto b) { return modulo(a, b); }); });
    addReference(registry, "pow",
                 [](const ReferenceCall& call) { eachBinary(call, [](auto a, auto b) { return power(a, b); }); });
    addReference(registry, "atan2", [](const ReferenceCall& call) {
        eachRealPair(call, [](auto a, auto b) { return std::atan2(a, b); });
    });
}

/// Integers are compared with integers: those on the inner side of the bounds.
template <class T>
T clipped(T x, double low, double high) {
    if constexpr (std::is_integral_v<T>) {
        const T least = fromReal<T>(std::ceil(low)), most = fromReal<T>(std::floor(high));
        return x > most || most < least ? most : std::max(x, least);
    } else {
        const auto value = static_cast<double>(x);
        if (value > high) return static_cast<T>(high);
        return value < low ? static_cast<T>(std::min(low, high)) : x;
    }
}

void registerExtremes(KernelRegistry& registry) {
    addReference(registry, "minimum", [](const ReferenceCall& call) {
        eachBinary(call, [](auto a, auto b) { return a != a || a < b ? a : b; });
    });
    addReference(registry, "maximum", [](const ReferenceCall& call) {
        eachBinary(call, [](auto a, auto b) { return a != a || a > b ? a : b; });
    });
    addReference(registry, "clip", [](const ReferenceCall& call) {
        const double low = call.attributes.real("min"), high = call.attributes.real("max");
        eachUnary(call, [=](auto x) { return clipped(x, low, high); });
    });
}

template <class Compare>
void compared(const ReferenceCall& call) {
    dispatch(call.inputs[0].dtype, [&]<class T>(T) {
        eachPair<T, bool>(call.inputs[0], call.inputs[1], call.outputs[0], [](T a, T b) { return Compare()(a, b); });
    });
}

void registerComparisons(KernelRegistry& registry) {
    addReference(registry, "equal", compared<std::equal_to<>>);
    addReference(registry, "not_equal", compared<std::not_equal_to<>>);
    addReference(registry, "less", compared<std::less<>>);
    addReference(registry, "less_equal", compared<std::less_equal<>>);
    addReference(registry, "greater", compared<std::greater<>>);
    addReference(registry, "greater_equal", compared<std::greater_equal<>>);
    addReference(registry, "logical_and", compared<std::logical_and<>>);
    addReference(registry, "logical_or", compared<std::logical_or<>>);
    addReference(registry, "logical_xor", compared<std::not_equal_to<>>);
    addReference(registry, "logical_not",
                 [](const ReferenceCall& call) { eachUnary(call, [](auto x) { return x == decltype(x){}; }); });
}

template <class F>
void eachBits(const ReferenceCall& call, F function) {
    dispatch(call.inputs[0].dtype, [&]<class T>(T) {
        if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
            eachPair<T, T>(call.inputs[0], call.inputs[1], call.outputs[0], function);
    });
}

/// Whether some bit of a T stays when moved by b.
template <class T>
bool isShift(T b) {
    return b >= T{} && static_cast<uint64_t>(b) < sizeof(T) * 8;
}

void registerBits(KernelRegistry& registry) {
    addReference(registry, "bit_and", [](const ReferenceCall& call) { eachBits(call, std::bit_and()); });
    addReference(registry, "bit_or", [](const ReferenceCall& call) { eachBits(call, std::bit_or()); });
    addReference(registry, "bit_xor", [](const ReferenceCall& call) { eachBits(call, std::bit_xor()); });
    addReference(registry, "bit_not",
                 [](const ReferenceCall& call) { eachUnary(call, [](auto x) { return ~static_cast<uint64_t>(x); }); });
    addReference(registry, "shift_left", [](const ReferenceCall& call) {
        eachBits(call, [](auto a, auto b) { return isShift(b) ? static_cast<uint64_t>(a) << b : uint64_t{0}; });
    });
    addReference(registry, "shift_right", [](const ReferenceCall& call) {
        eachBits(call, [](auto a, auto b) { return isShift(b) ? a >> b : a < decltype(a){} ? -1 : 0; });
    });
}

void where(const ReferenceCall& call) {
    const TensorView &condition = call.inputs[0], &a = call.inputs[1], &b = call.inputs[2], &y = call.outputs[0];
    const auto* isFirst = condition.as<bool>();
    const size_t bytes = elementBytes(y.dtype);
    for (int64_t i = 0; i < y.elements(); ++i) {
        const TensorView& from = isFirst[broadcastIndex(i, y.extents, condition.extents)] ? a : b;
        const auto at = static_cast<size_t>(broadcastIndex(i, y.extents, from.extents));
        std::memcpy(y.data + static_cast<size_t>(i) * bytes, from.data + at * bytes, bytes);
    }
}
} // namespace

void registerElementwiseReference(KernelRegistry& registry);
void registerElementwiseReference(KernelRegistry& registry) {
    registerArithmetic(registry);
    registerExtremes(registry);
    registerComparisons(registry);
    registerBits(registry);
    addReference(registry, "where", where);
}

} // namespace td::kernels
