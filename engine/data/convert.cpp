#include "engine/data/convert.h"

#include "engine/base/float16.h"
#include "engine/tensor/dtype_dispatch.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>

namespace td::data {
namespace {

template <class To, class From>
To nearest(From value) {
    if constexpr (std::is_same_v<To, bool>) {
        return value != From{};
    } else if constexpr (std::is_floating_point_v<To> || std::is_same_v<From, bool>) {
        return static_cast<To>(value);
    } else if constexpr (std::is_floating_point_v<From>) {
        // 2^digits is exact in any floating type, where max() itself may round up to it.
        if (std::isnan(value)) return 0;
        if (value >= std::ldexp(From{1}, std::numeric_limits<To>::digits)) return std::numeric_limits<To>::max();
        if (value <= static_cast<From>(std::numeric_limits<To>::min())) return std::numeric_limits<To>::min();
        return static_cast<To>(value);
    } else {
        if (std::cmp_less(value, std::numeric_limits<To>::min())) return std::numeric_limits<To>::min();
        if (std::cmp_greater(value, std::numeric_limits<To>::max())) return std::numeric_limits<To>::max();
        return static_cast<To>(value);
    }
}

bool isHalf(DType dtype) {
    return dtype == DType::F16 || dtype == DType::BF16;
}

/// Through float, which holds every half exactly.
void convertHalves(DType from, const std::byte* in, DType to, std::byte* out, int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
        float value = 0;
        uint16_t bits = 0;
        if (isHalf(from)) {
            std::memcpy(&bits, in + i * 2, 2);
            value = from == DType::F16 ? halfToFloat(bits) : bfloat16ToFloat(bits);
        } else {
            convert(from, in + i * static_cast<int64_t>(elementBytes(from)), DType::F32,
                    reinterpret_cast<std::byte*>(&value), 1);
        }
        if (isHalf(to)) {
            bits = to == DType::F16 ? floatToHalf(value) : floatToBfloat16(value);
            std::memcpy(out + i * 2, &bits, 2);
        } else {
            convert(DType::F32, reinterpret_cast<const std::byte*>(&value), to,
                    out + i * static_cast<int64_t>(elementBytes(to)), 1);
        }
    }
}

} // namespace

void convert(DType from, const std::byte* in, DType to, std::byte* out, int64_t count) {
    if (from == to) {
        std::memcpy(out, in, static_cast<size_t>(count) * elementBytes(to));
        return;
    }
    if (isHalf(from) || isHalf(to)) return convertHalves(from, in, to, out, count);
    dispatch(from, [&]<class From>(From) {
        dispatch(to, [&]<class To>(To) {
            for (int64_t i = 0; i < count; ++i) { // columns of rows need not be aligned for their type
                From x;
                std::memcpy(&x, in + i * static_cast<int64_t>(sizeof x), sizeof x);
                const To y = nearest<To>(x);
                std::memcpy(out + i * static_cast<int64_t>(sizeof y), &y, sizeof y);
            }
        });
    });
}

} // namespace td::data
