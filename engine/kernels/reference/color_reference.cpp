#include "engine/kernels/reference/reals.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace td::kernels {

namespace {
using Color = std::array<double, 3>;

Color hsvOf(const Color& rgb) {
    const auto [red, green, blue] = rgb;
    const double value = std::max({red, green, blue}), range = value - std::min({red, green, blue});
    double hue = 0;
    if (range > 0) {
        if (red == value)
            hue = (green - blue) / (6 * range);
        else
            hue = green == value ? (blue - red) / (6 * range) + 2.0 / 6 : (red - green) / (6 * range) + 4.0 / 6;
    }
    return {hue < 0 ? hue + 1 : hue, value > 0 ? range / value : 0, value};
}

Color rgbOf(const Color& hsv) {
    const auto [hue, saturation, value] = hsv;
    const auto of = [&, grey = 1 - saturation, s = saturation, v = value](double ramp) {
        return (grey + s * std::clamp(ramp, 0.0, 1.0)) * v;
    };
    const double at = hue * 6;
    return {of(std::fabs(at - 3) - 1), of(2 - std::fabs(at - 2)), of(2 - std::fabs(at - 4))};
}

template <Color (*convert)(const Color&)>
void eachColor(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    onReals(x.dtype, [&]<class T>(T) {
        for (int64_t i = 0; i < x.elements(); i += 3) {
            const T* from = x.as<T>() + i;
            const Color made =
                convert({static_cast<double>(from[0]), static_cast<double>(from[1]), static_cast<double>(from[2])});
            for (size_t c = 0; c < made.size(); ++c)
                y.as<T>()[i + static_cast<int64_t>(c)] = static_cast<T>(made[c]);
        }
    });
}
} // namespace

void registerColorReference(KernelRegistry& registry);
void registerColorReference(KernelRegistry& registry) {
    addReference(registry, "rgb_to_hsv", eachColor<hsvOf>);
    addReference(registry, "hsv_to_rgb", eachColor<rgbOf>);
}

} // namespace td::kernels
