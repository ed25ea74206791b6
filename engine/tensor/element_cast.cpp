#include "engine/tensor/element_cast.h"

#include "engine/base/float16.h"
#include "engine/tensor/dtype_dispatch.h"

#include <cmath>
#include <cstring>

namespace td {

namespace {
template <class T>
T read(const std::byte* bytes) {
    T value{};
    std::memcpy(&value, bytes, sizeof value);
    return value;
}
} // namespace

double toReal(DType dtype, const std::byte* bytes) {
    if (dtype == DType::F16) return static_cast<double>(halfToFloat(read<uint16_t>(bytes)));
    if (dtype == DType::BF16) return static_cast<double>(bfloat16ToFloat(read<uint16_t>(bytes)));
    return dispatch(dtype, [&]<class T>(T) { return static_cast<double>(read<T>(bytes)); });
}

bool isRepresentable(double value, DType dtype) {
    if (isFloating(dtype)) return true;
    if (dtype == DType::Bool) return !std::isnan(value);
    if (std::trunc(value) != value) return false;
    return dispatch(dtype, [&]<class T>(T) {
        if constexpr (std::is_same_v<T, bool> || std::is_floating_point_v<T>)
            return false;
        else // one past the largest is a power of two, which a double is exactly
            return value >= static_cast<double>(std::numeric_limits<T>::min()) &&
                   value < std::ldexp(1.0, std::numeric_limits<T>::digits);
    });
}

NumberRange rangeOf(DType integer) {
    return dispatch(integer, []<class T>(T) {
        return NumberRange{static_cast<double>(std::numeric_limits<T>::lowest()),
                           static_cast<double>(std::numeric_limits<T>::max())};
    });
}

} // namespace td
