#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

namespace td::kernels {

/// One source cell and its share of a result.
struct Tap {
    int64_t from = 0;
    double weight = 1;
};

/// Keys' cubic with a = -0.5.
[[nodiscard]] inline double keysCubic(double distance) {
    const double d = std::fabs(distance);
    if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
    return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
}

/// Where cell `to` of `newSize` comes from when an axis of `size` cells is resized by the operation's `method`: centres
/// stand half a cell from the edge.
[[nodiscard]] inline std::vector<Tap> tapsOf(int64_t to, int64_t newSize, int64_t size, std::string_view method) {
    const double scale = static_cast<double>(size) / static_cast<double>(newSize);
    const double centre = (static_cast<double>(to) + 0.5) * scale;
    if (method == "nearest") return {{std::min(static_cast<int64_t>(std::floor(centre)), size - 1), 1}};
    const double place = centre - 0.5;
    const auto below = static_cast<int64_t>(std::floor(place));
    const double part = place - static_cast<double>(below);
    const auto held = [&](int64_t from) { return std::clamp<int64_t>(from, 0, size - 1); };
    if (method == "bilinear") return {{held(below), 1 - part}, {held(below + 1), part}};
    std::vector<Tap> taps;
    double total = 0;
    for (int64_t from = below - 1; from <= below + 2; ++from)
        if (from >= 0 && from < size) {
            taps.push_back({from, keysCubic(place - static_cast<double>(from))});
            total += taps.back().weight;
        }
    for (Tap& tap : taps)
        tap.weight /= total;
    return taps;
}

} // namespace td::kernels
