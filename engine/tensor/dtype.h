#pragma once

#include "engine/base/api.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace td {

/// Element types of tensors. Arithmetic runs in F32, F64 and the integers; F16 and BF16 are stored and cast.
enum class DType : uint8_t { F32, F64, F16, BF16, I8, I16, I32, I64, U8, U16, U32, U64, Bool };
inline constexpr int kDTypes = 13;

/// Bytes of one element; a Bool is one byte, 0 or 1.
[[nodiscard]] TD_API size_t elementBytes(DType dtype);
/// numpy's name: "float32", "bfloat16", "int64", "bool" …
[[nodiscard]] TD_API std::string_view name(DType dtype);
[[nodiscard]] TD_API std::optional<DType> dtypeNamed(std::string_view name);

[[nodiscard]] constexpr bool isFloating(DType d) {
    return d <= DType::BF16;
}
/// What gradients flow through: types that the kernels compute in.
[[nodiscard]] constexpr bool isDifferentiable(DType d) {
    return d == DType::F32 || d == DType::F64;
}
[[nodiscard]] constexpr bool isInteger(DType d) {
    return d >= DType::I8 && d <= DType::U64;
}

/// A set of element types, as an operation's schema states what it takes.
class DTypeSet {
public:
    constexpr DTypeSet() = default;
    constexpr DTypeSet(DType d)
        : m_bits(bit(d)) {}
    [[nodiscard]] constexpr bool has(DType d) const { return (m_bits & bit(d)) != 0; }
    [[nodiscard]] constexpr DTypeSet operator|(DTypeSet other) const { return DTypeSet(m_bits | other.m_bits, 0); }
    bool operator==(const DTypeSet&) const = default;

private:
    constexpr DTypeSet(uint32_t bits, int)
        : m_bits(bits) {}
    static constexpr uint32_t bit(DType d) { return 1u << static_cast<unsigned>(d); }
    uint32_t m_bits = 0;
};

[[nodiscard]] constexpr DTypeSet operator|(DType a, DType b) {
    return DTypeSet(a) | DTypeSet(b);
}

inline constexpr DTypeSet kReals = DType::F32 | DType::F64;         ///< differentiable
inline constexpr DTypeSet kStoredHalves = DType::F16 | DType::BF16; ///< storage and cast only
inline constexpr DTypeSet kIntegers =
    DType::I8 | DType::I16 | DTypeSet(DType::I32) | DType::I64 | DType::U8 | DType::U16 | DType::U32 | DType::U64;
inline constexpr DTypeSet kIndices = DType::I32 | DType::I64;
inline constexpr DTypeSet kNumbers = kReals | kIntegers;
inline constexpr DTypeSet kAllTypes = kNumbers | kStoredHalves | DType::Bool; ///< what moving bytes around needs

} // namespace td
