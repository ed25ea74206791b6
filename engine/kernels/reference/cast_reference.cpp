#include "engine/kernels/reference/reference.h"

#include "engine/base/float16.h"
#include "engine/tensor/element_cast.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

namespace td::kernels {

namespace {
/// A float that rounds on to fewer bits as the double itself would: inexact results get an odd last bit.
float roundedToOdd(double value) {
    const auto nearest = static_cast<float>(value);
    const bool isExact = static_cast<double>(nearest) == value || !std::isfinite(nearest);
    if (isExact || (std::bit_cast<uint32_t>(nearest) & 1u) != 0) return nearest;
    return std::nextafter(nearest, value > static_cast<double>(nearest) ? std::numeric_limits<float>::infinity()
                                                                        : -std::numeric_limits<float>::infinity());
}

template <class T, class From>
T converted(From value) {
    if constexpr (std::is_same_v<T, bool>)
        return value != From{};
    else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<T>)
        return fromReal<T>(static_cast<double>(value));
    else
        return static_cast<T>(value);
}

template <class From>
void store(const TensorView& y, int64_t i, From value) {
    if (y.dtype == DType::F16)
        y.as<uint16_t>()[i] = floatToHalf(roundedToOdd(static_cast<double>(value)));
    else if (y.dtype == DType::BF16)
        y.as<uint16_t>()[i] = floatToBfloat16(roundedToOdd(static_cast<double>(value)));
    else
        dispatch(y.dtype, [&]<class T>(T) { y.as<T>()[i] = converted<T>(value); });
}

void cast(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const int64_t count = y.elements();
    if (x.dtype == y.dtype) {
        std::memcpy(y.data, x.data, static_cast<size_t>(count) * elementBytes(y.dtype));
    } else if (x.dtype == DType::F16 || x.dtype == DType::BF16) {
        for (int64_t i = 0; i < count; ++i)
            store(y, i,
                  x.dtype == DType::F16 ? halfToFloat(x.as<uint16_t>()[i]) : bfloat16ToFloat(x.as<uint16_t>()[i]));
    } else {
        dispatch(x.dtype, [&]<class From>(From) {
            for (int64_t i = 0; i < count; ++i)
                store(y, i, x.as<From>()[i]);
        });
    }
}
} // namespace

void registerCastReference(KernelRegistry& registry);
void registerCastReference(KernelRegistry& registry) {
    addReference(registry, "cast", cast);
}

} // namespace td::kernels
