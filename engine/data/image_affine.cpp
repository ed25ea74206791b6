#include "engine/data/image_affine.h"

#include "engine/data/convert.h"

#include <algorithm>
#include <cmath>

namespace td::data {
namespace {

constexpr std::string_view kFillModes[] = {"constant", "nearest", "wrap", "reflect"};

/// A place beyond 0 … length-1 as the place within that stands for it; for Constant as it is.
float inside(float at, int64_t length, FillMode mode) {
    const auto n = static_cast<float>(length);
    const float last = n - 1;
    if (mode == FillMode::Constant || (at >= 0 && at <= last)) return at;
    if (mode == FillMode::Wrap && last > 0) at -= n * (at < 0 ? -(std::trunc(-at / last) + 1) : std::trunc(at / last));
    if (mode == FillMode::Reflect) { // of abcddcba, again and again
        if (at < 0) at = -1 - at;
        at -= 2 * n * std::trunc(at / (2 * n));
        if (at >= n) at = 2 * n - 1 - at;
    }
    return std::clamp(at, 0.0f, last);
}

/// One picture of floats, read anywhere.
struct Picture {
    const float* pixels;
    int64_t height, width, channels;
    AffineOptions options;

    [[nodiscard]] float at(float y, float x, int64_t c) const {
        const bool isInside = y >= 0 && y < static_cast<float>(height) && x >= 0 && x < static_cast<float>(width);
        if (!isInside) return static_cast<float>(options.fillValue);
        return pixels[(static_cast<int64_t>(y) * width + static_cast<int64_t>(x)) * channels + c];
    }
    [[nodiscard]] float between(float y, float x, int64_t c) const {
        if (options.interpolation == Interpolation::Nearest) return at(std::round(y), std::round(x), c);
        const float top = std::floor(y), left = std::floor(x), down = y - top, right = x - left;
        const float above = (1 - right) * at(top, left, c) + right * at(top, left + 1, c);
        const float below = (1 - right) * at(top + 1, left, c) + right * at(top + 1, left + 1, c);
        return (1 - down) * above + down * below;
    }
    void transform(const float* m, float* out) const {
        for (int64_t v = 0; v < height; ++v)
            for (int64_t u = 0; u < width; ++u, out += channels) {
                const auto fu = static_cast<float>(u), fv = static_cast<float>(v);
                const float k = m[6] * fu + m[7] * fv + 1;
                const float x = (m[0] * fu + m[1] * fv + m[2]) / k, y = (m[3] * fu + m[4] * fv + m[5]) / k;
                if (k == 0 || !std::isfinite(x) || !std::isfinite(y)) {
                    std::fill_n(out, channels, static_cast<float>(options.fillValue));
                    continue;
                }
                const float inX = inside(x, width, options.fillMode), inY = inside(y, height, options.fillMode);
                for (int64_t c = 0; c < channels; ++c)
                    out[c] = between(inY, inX, c);
            }
    }
};

/// How many pictures of which size lie in one example (H,W,C) or (C,H,W).
struct Layout {
    int64_t pictures, height, width, channels;
    static Layout of(const Extents& example, bool isChannelsFirst) {
        return isChannelsFirst ? Layout{example[0], example[1], example[2], 1}
                               : Layout{1, example[0], example[1], example[2]};
    }
};

/// One example of any element type.
void transformExample(const Layout& layout, DType dtype, const AffineOptions& options, const float* matrix,
                      const std::byte* in, std::byte* out) {
    const int64_t elements = layout.height * layout.width * layout.channels;
    const auto bytes = elements * static_cast<int64_t>(elementBytes(dtype));
    std::vector<float> pixels(static_cast<size_t>(elements)), made(pixels.size());
    for (int64_t i = 0; i < layout.pictures; ++i) {
        convert(dtype, in + i * bytes, DType::F32, reinterpret_cast<std::byte*>(pixels.data()), elements);
        Picture{pixels.data(), layout.height, layout.width, layout.channels, options}.transform(matrix, made.data());
        convert(DType::F32, reinterpret_cast<const std::byte*>(made.data()), dtype, out + i * bytes, elements);
    }
}

std::optional<Error> whyNot(const TensorType& type, const AffineOptions& options) {
    const bool isKnown =
        options.interpolation == Interpolation::Nearest || options.interpolation == Interpolation::Bilinear;
    if (!isKnown)
        return Error{
            ErrorCode::InvalidArgument,
            {{"interpolation", std::string(name(options.interpolation))}, {"expected", "nearest or bilinear"}}};
    if (type.dtype == DType::Bool)
        return Error{ErrorCode::TypeMismatch, {{"images", toString(type)}, {"expected", "numbers"}}};
    return std::nullopt;
}

} // namespace

std::optional<FillMode> fillModeNamed(std::string_view name) {
    const auto* at = std::ranges::find(kFillModes, name);
    if (at == std::end(kFillModes)) return std::nullopt;
    return static_cast<FillMode>(at - std::begin(kFillModes));
}

Result<Tensor> affineTransform(const Tensor& images, const Tensor& transform, const AffineOptions& options) {
    if (const auto problem = whyNot(images.type(), options)) return failure(*problem);
    const int64_t batch = images.rank() == 4 ? images.extents()[0] : 1;
    const int64_t transforms = transform.rank() == 2 ? transform.extents()[0] : 1;
    const bool fits = (images.rank() == 3 || images.rank() == 4) && (transform.rank() == 1 || transform.rank() == 2) &&
                      transform.extents().back() == 8 && (transforms == 1 || transforms == batch) &&
                      transform.dtype() != DType::Bool;
    if (!fits)
        return failure(ErrorCode::InvalidArgument,
                       {{"images", toString(images.type())},
                        {"transform", toString(transform.type())},
                        {"expected", "a picture (H,W,C) or several (B,H,W,C); 8 numbers, once or for each"}});
    auto made = Tensor::create(images.dtype(), images.extents(), Fill::Unset);
    if (!made || made->elements() == 0) return made;
    std::vector<float> matrices(static_cast<size_t>(transform.elements()));
    convert(transform.dtype(), transform.bytes(), DType::F32, reinterpret_cast<std::byte*>(matrices.data()),
            transform.elements());
    const Extents example(images.extents().end() - 3, images.extents().end());
    const auto layout = Layout::of(example, options.isChannelsFirst);
    const auto bytes = static_cast<int64_t>(images.sizeBytes()) / batch;
    for (int64_t i = 0; i < batch; ++i)
        transformExample(layout, images.dtype(), options, matrices.data() + (transforms == 1 ? 0 : i * 8),
                         images.bytes() + i * bytes, made->bytes() + i * bytes);
    return made;
}

Map affineTransform(const AffineMatrix& transform, const AffineOptions& options) {
    return {
        "affine_transform", [=](const Column& input) -> Result<BoundMap> {
            auto problem = whyNot(input.type, options);
            if (!problem && input.type.shape.rank() != 3)
                problem = Error{ErrorCode::ShapeMismatch,
                                {{"found", toString(input.type)}, {"expected", "pictures (height, width, channels)"}}};
            if (problem) {
                problem->facts.insert(problem->facts.begin(), {{"map", "affine_transform"}, {"column", input.name}});
                return failure(*problem);
            }
            const auto layout = Layout::of(*input.type.shape.extents(), options.isChannelsFirst);
            return BoundMap{input, [=, dtype = input.type.dtype](const std::byte* in, std::byte* out, RowPlace) {
                                transformExample(layout, dtype, options, transform.data(), in, out);
                                return true;
                            }};
        }};
}

} // namespace td::data
