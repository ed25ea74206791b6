#pragma once

#include <limits>
#include <optional>
#include <string_view>

namespace td::simd {

/// Activations that only bound their argument: what a kernel can do while it writes.
struct Bounds {
    float low = -std::numeric_limits<float>::infinity(), high = std::numeric_limits<float>::infinity();
};

/// Nothing for other activations.
[[nodiscard]] inline std::optional<Bounds> boundsOf(std::string_view activation) {
    if (activation == "linear") return Bounds{};
    if (activation == "relu") return Bounds{.low = 0};
    if (activation == "relu6") return Bounds{.low = 0, .high = 6};
    return std::nullopt;
}

} // namespace td::simd
