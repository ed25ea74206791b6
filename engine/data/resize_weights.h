#pragma once

#include "engine/base/api.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace td::data {

/// How pixels between pixels are made, by Keras' names.
enum class Interpolation : uint8_t { Nearest, Bilinear, Bicubic, Lanczos3, Lanczos5, Area };
/// "nearest", "bilinear" …
[[nodiscard]] TD_API std::string_view name(Interpolation interpolation);
[[nodiscard]] TD_API std::optional<Interpolation> interpolationNamed(std::string_view name);

/// Which pixels of one axis each new pixel is the sum of, and with what weights; those beyond the ends are left out and
/// the rest divided by their sum.
///
/// Formula:  centre of pixel i at (i + 0.5) * from / to; nearest: the pixel it lies in; bilinear and bicubic (Keys,
///           a = -0.5, the place rounded to 1/1024 of a pixel): between the nearest 2 and 4; Lanczos: sinc windows of
///           radius 3 and 5; area: what the new pixel covers. With `antialias` the kernel (bilinear: a triangle) is
///           stretched by from / to where that is above 1; nearest and area know no such thing.
/// Numerics: float32, as TensorFlow computes places and weights.
/// Source:   tf.image.resize (half-pixel centres); Keys 1981; Lanczos: Duchon 1979.
class AxisWeights {
public:
    /// Of at least one pixel each.
    AxisWeights(Interpolation interpolation, bool antialias, int64_t from, int64_t to);
    struct Pixels {
        int64_t first = 0;
        std::span<const float> weights;
    };
    /// For pixel `i` of `to`; every place it names is below `from`.
    [[nodiscard]] Pixels at(int64_t i) const {
        const Place& place = m_places[static_cast<size_t>(i)];
        return {place.first, std::span(m_weights).subspan(place.offset, place.count)};
    }

private:
    struct Place {
        int64_t first;
        size_t offset, count;
    };
    void addNearest(int64_t i);
    void addBilinear(int64_t i);
    void addBicubic(int64_t i);
    void addArea(int64_t i);
    void addKernel(int64_t i, float (*kernel)(float x), float radius, bool antialias);
    void add(int64_t first, std::span<const float> weights);

    int64_t m_from, m_to;
    float m_scale; ///< old pixels a new one
    std::vector<Place> m_places;
    std::vector<float> m_weights;
};

} // namespace td::data
