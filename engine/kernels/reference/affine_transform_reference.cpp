#include "engine/kernels/reference/reals.h"

#include <array>
#include <cmath>
#include <string_view>

namespace td::kernels {

namespace {
constexpr int64_t kOutside = -1;

/// Index `at` of an axis of `size` cells brought inside it; kOutside where the mode is constant.
int64_t heldInside(int64_t at, int64_t size, std::string_view mode) {
    if (at >= 0 && at < size) return at;
    const auto modulo = [](int64_t a, int64_t b) { return (a % b + b) % b; };
    if (mode == "constant") return kOutside;
    if (mode == "nearest") return at < 0 ? 0 : size - 1;
    if (mode == "wrap") return modulo(at, size);
    if (mode == "mirror") return size == 1 ? 0 : std::abs(modulo(at + size - 1, 2 * size - 2) - (size - 1));
    const int64_t turn = modulo(at, 2 * size);
    return turn < size ? turn : 2 * size - 1 - turn;
}

struct Place {
    double x = 0, y = 0;
    /// False where a denominator is 0, or a coordinate too far to be told from its neighbours.
    bool isSome = false;
};

template <class T>
Place placeOf(const T* transform, int64_t column, int64_t row) {
    constexpr double kFar = 1e9;
    std::array<double, 8> t{};
    for (size_t i = 0; i < t.size(); ++i)
        t[i] = static_cast<double>(transform[i]);
    const auto x = static_cast<double>(column), y = static_cast<double>(row);
    const double k = t[6] * x + t[7] * y + 1;
    Place place{(t[0] * x + t[1] * y + t[2]) / k, (t[3] * x + t[4] * y + t[5]) / k, true};
    place.isSome = k != 0 && std::fabs(place.x) < kFar && std::fabs(place.y) < kFar;
    return place;
}

/// A cell (its row and column, or kOutside) and its share of what is read.
struct Tap {
    int64_t cell = kOutside;
    double weight = 0;
};

/// Of one picture: what `place` reads.
std::array<Tap, 4> tapsOf(const Place& place, int64_t height, int64_t width, std::string_view mode, bool isNearest) {
    const double top = isNearest ? std::round(place.y) : std::floor(place.y);
    const double left = isNearest ? std::round(place.x) : std::floor(place.x);
    const double below = isNearest ? 0 : place.y - top, right = isNearest ? 0 : place.x - left;
    std::array<Tap, 4> taps;
    for (size_t i = 0; i < taps.size(); ++i) {
        const bool isBelow = i >= 2, isRight = i % 2 == 1;
        const int64_t row = heldInside(static_cast<int64_t>(top) + (isBelow ? 1 : 0), height, mode);
        const int64_t column = heldInside(static_cast<int64_t>(left) + (isRight ? 1 : 0), width, mode);
        taps[i].weight = (isBelow ? below : 1 - below) * (isRight ? right : 1 - right);
        if (row != kOutside && column != kOutside) taps[i].cell = row * width + column;
    }
    return taps;
}

/// Calls `function(pixel of y, pixel of x or kOutside, weight)`, pixels counting through all pictures of this shape.
template <class F>
void eachTap(const Extents& shape, const TensorView& transforms, const graph::Attributes& attributes, F function) {
    const int64_t height = shape[1], width = shape[2], pixels = height * width;
    const bool isShared = transforms.elements() == 8, isNearest = attributes.text("interpolation") == "nearest";
    onReals(transforms.dtype, [&]<class T>(T) {
        for (int64_t i = 0; i < shape[0] * pixels; ++i) {
            const int64_t picture = i / pixels;
            const Place place =
                placeOf(transforms.as<T>() + (isShared ? 0 : picture * 8), i % width, i / width % height);
            if (!place.isSome) {
                function(i, kOutside, 1.0);
                continue;
            }
            for (const Tap& tap : tapsOf(place, height, width, attributes.text("fill_mode"), isNearest))
                if (tap.weight != 0)
                    function(i, tap.cell == kOutside ? kOutside : picture * pixels + tap.cell, tap.weight);
        }
    });
}

template <class T>
void forward(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const int64_t channels = y.extents[3];
    const double fill = call.attributes.real("fill_value");
    Sums total(static_cast<size_t>(y.elements()));
    eachTap(y.extents, call.inputs[1], call.attributes, [&](int64_t to, int64_t from, double weight) {
        for (int64_t c = 0; c < channels; ++c)
            total[static_cast<size_t>(to * channels + c)] +=
                weight * (from == kOutside ? fill : static_cast<double>(x.as<T>()[from * channels + c]));
    });
    writeSums<T>(total, y);
}

template <class T>
void backward(const ReferenceCall& call) {
    const TensorView &dy = call.inputs[0], &dx = call.outputs[0];
    const int64_t channels = dy.extents[3];
    Sums total(static_cast<size_t>(dx.elements()));
    eachTap(dx.extents, call.inputs[1], call.attributes, [&](int64_t from, int64_t to, double weight) {
        for (int64_t c = 0; to != kOutside && c < channels; ++c)
            total[static_cast<size_t>(to * channels + c)] +=
                weight * static_cast<double>(dy.as<T>()[from * channels + c]);
    });
    writeSums<T>(total, dx);
}
} // namespace

void registerAffineTransformReference(KernelRegistry& registry);
void registerAffineTransformReference(KernelRegistry& registry) {
    addReference(registry, "affine_transform", [](const ReferenceCall& call) {
        onReals(call.inputs[0].dtype, [&]<class T>(T) { forward<T>(call); });
    });
    addReference(registry, "affine_transform_grad", [](const ReferenceCall& call) {
        onReals(call.inputs[0].dtype, [&]<class T>(T) { backward<T>(call); });
    });
}

} // namespace td::kernels
