#include "engine/data/resize_weights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace td::data {
namespace {

constexpr std::string_view kNames[] = {"nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area"};

float triangle(float x) {
    return std::max(0.0f, 1 - x);
}

float keysNear(float x) { // 0 … 1
    return (1.5f * x - 2.5f) * x * x + 1;
}
float keysFar(float x) { // 1 … 2
    return ((-0.5f * x + 2.5f) * x - 4) * x + 2;
}
float keys(float x) {
    return x >= 2 ? 0 : x >= 1 ? keysFar(x) : keysNear(x);
}

template <int kRadius>
float lanczos(float x) {
    constexpr float kPi = std::numbers::pi_v<float>;
    if (x > kRadius) return 0;
    if (x <= 1e-3f) return 1;
    return kRadius * std::sin(kPi * x) * std::sin(kPi * x / kRadius) / (kPi * kPi * x * x);
}

} // namespace

std::string_view name(Interpolation interpolation) {
    return kNames[static_cast<size_t>(interpolation)];
}

std::optional<Interpolation> interpolationNamed(std::string_view name) {
    const auto* at = std::ranges::find(kNames, name);
    if (at == std::end(kNames)) return std::nullopt;
    return static_cast<Interpolation>(at - std::begin(kNames));
}

AxisWeights::AxisWeights(Interpolation interpolation, bool antialias, int64_t from, int64_t to)
    : m_from(from)
    , m_to(to)
    , m_scale(static_cast<float>(from) / static_cast<float>(to)) {
    m_places.reserve(static_cast<size_t>(to));
    for (int64_t i = 0; i < to; ++i) {
        if (from == to || interpolation == Interpolation::Nearest)
            addNearest(i);
        else if (interpolation == Interpolation::Area)
            addArea(i);
        else if (interpolation == Interpolation::Lanczos3)
            addKernel(i, lanczos<3>, 3, antialias);
        else if (interpolation == Interpolation::Lanczos5)
            addKernel(i, lanczos<5>, 5, antialias);
        else if (interpolation == Interpolation::Bicubic)
            antialias ? addKernel(i, keys, 2, true) : addBicubic(i);
        else
            antialias ? addKernel(i, triangle, 1, true) : addBilinear(i);
    }
}

/// Divided by their sum, unless there is nothing to divide.
void AxisWeights::add(int64_t first, std::span<const float> weights) {
    const size_t offset = m_weights.size();
    float sum = 0;
    for (const float weight : weights)
        sum += weight;
    const bool isZero = std::abs(sum) < 1000 * std::numeric_limits<float>::min();
    for (const float weight : weights)
        m_weights.push_back(isZero ? 0 : weight * (1 / sum));
    m_places.push_back({first, offset, weights.size()});
}

void AxisWeights::addNearest(int64_t i) {
    const auto place = static_cast<int64_t>(std::floor((static_cast<float>(i) + 0.5f) * m_scale));
    add(m_from == m_to ? i : std::clamp<int64_t>(place, 0, m_from - 1), std::array{1.0f});
}

void AxisWeights::addBilinear(int64_t i) {
    const float at = (static_cast<float>(i) + 0.5f) * m_scale - 0.5f;
    const float low = std::floor(at);
    const auto first = static_cast<int64_t>(low);
    if (first < 0 || first + 1 >= m_from)
        add(std::clamp<int64_t>(first, 0, m_from - 1), std::array{1.0f});
    else
        add(first, std::array{1 - (at - low), at - low});
}

void AxisWeights::addBicubic(int64_t i) {
    constexpr float kSteps = 1024;
    const float at = (static_cast<float>(i) + 0.5f) * m_scale - 0.5f;
    const float low = std::floor(at);
    const float part = std::nearbyint((at - low) * kSteps) / kSteps;
    const float all[] = {keysFar(1 + part), keysNear(part), keysNear(1 - part), keysFar(2 - part)};
    const int64_t begin = static_cast<int64_t>(low) - 1;
    const int64_t first = std::clamp<int64_t>(begin, 0, m_from - 1), last = std::min(begin + 3, m_from - 1);
    add(first, std::span(all).subspan(static_cast<size_t>(first - begin), static_cast<size_t>(last - first + 1)));
}

void AxisWeights::addArea(int64_t i) {
    const float begin = static_cast<float>(i) * m_scale, end = static_cast<float>(i + 1) * m_scale;
    const auto first = std::min(static_cast<int64_t>(std::floor(begin)), m_from - 1);
    const auto last = std::clamp(static_cast<int64_t>(std::ceil(end)) - 1, first, m_from - 1);
    std::vector<float> covered;
    for (int64_t pixel = first; pixel <= last; ++pixel) {
        const auto left = static_cast<float>(pixel);
        covered.push_back(std::max(0.0f, std::min(left + 1, end) - std::max(left, begin)));
    }
    add(first, covered);
}

void AxisWeights::addKernel(int64_t i, float (*kernel)(float x), float radius, bool antialias) {
    const float inverse = 1 / (static_cast<float>(m_to) / static_cast<float>(m_from));
    const float stretch = antialias ? std::max(inverse, 1.0f) : 1.0f;
    const float centre = (static_cast<float>(i) + 0.5f) * inverse, reach = radius * stretch;
    const auto pixelAt = [&](float at) { return std::clamp<int64_t>(static_cast<int64_t>(at), 0, m_from - 1); };
    const int64_t first = pixelAt(std::ceil(centre - reach - 0.5f)), last = pixelAt(std::floor(centre + reach - 0.5f));
    std::vector<float> weights;
    for (int64_t pixel = first; pixel <= last; ++pixel)
        weights.push_back(kernel(std::abs((static_cast<float>(pixel) + 0.5f - centre) / stretch)));
    add(first, weights);
}

} // namespace td::data
