#include "engine/data/image_resize.h"

#include "engine/data/convert.h"
#include "engine/data/resampling.h"

#include <cmath>

namespace td::data {
namespace {

/// One picture after another: axes of `images` by what they are for.
struct Layout {
    int64_t pictures, height, width, channels;
};
Result<Layout> layoutOf(const Extents& extents, bool isChannelsFirst) {
    const size_t rank = extents.size();
    if (rank != 3 && rank != 4)
        return failure(ErrorCode::InvalidArgument,
                       {{"images", toString(extents)}, {"expected", "a picture (H,W,C) or several (B,H,W,C)"}});
    const int64_t batch = rank == 4 ? extents[0] : 1;
    const int64_t a = extents[rank - 3], b = extents[rank - 2], c = extents[rank - 1];
    // Each channel is a picture of its own where channels come first.
    return isChannelsFirst ? Layout{batch * a, b, c, 1} : Layout{batch, a, b, c};
}

Extents resizedExtents(Extents extents, const ResizeOptions& options) {
    const size_t height = extents.size() - (options.isChannelsFirst ? 2 : 3);
    extents[height] = options.height;
    extents[height + 1] = options.width;
    return extents;
}

/// One picture, element by element as `from`, written as `to`.
class Picture {
public:
    Picture(const Resampling& resampling, const Layout& layout, const ResizeOptions& options, DType from, DType to)
        : m_resampling(resampling)
        , m_layout(layout)
        , m_rowElements(options.width * layout.channels)
        , m_from(from)
        , m_to(to) {
        convert(DType::F64, reinterpret_cast<const std::byte*>(&options.fillValue), from, m_fill, 1);
    }

    void resize(const std::byte* in, std::byte* out) const {
        if (m_resampling.isCopy() && m_from == m_to) return m_resampling.copy(in, out, elementBytes(m_from), m_fill);
        const auto bytes = static_cast<int64_t>(elementBytes(m_from));
        std::vector<float> rounded;
        m_resampling.run(
            [&](int64_t y, int64_t first, int64_t count, float* pixels) {
                const int64_t at = (y * m_layout.width + first) * m_layout.channels * bytes;
                convert(m_from, in + at, DType::F32, reinterpret_cast<std::byte*>(pixels), count * m_layout.channels);
            },
            [&](int64_t y, std::span<const float> row) {
                rounded.assign(row.begin(), row.end());
                if (!isFloating(m_to))
                    for (float& value : rounded)
                        value = std::nearbyint(value);
                convert(DType::F32, reinterpret_cast<const std::byte*>(rounded.data()), m_to,
                        out + y * m_rowElements * static_cast<int64_t>(elementBytes(m_to)), m_rowElements);
            });
    }

private:
    const Resampling& m_resampling;
    Layout m_layout;
    int64_t m_rowElements;
    DType m_from, m_to;
    std::byte m_fill[8]{};
};

Result<Tensor> resizedAs(const Tensor& images, const ResizeOptions& options, DType to) {
    const auto layout = layoutOf(images.extents(), options.isChannelsFirst);
    if (!layout) return failure(layout.error());
    if (images.dtype() == DType::Bool)
        return failure(ErrorCode::TypeMismatch, {{"images", toString(images.type())}, {"expected", "numbers"}});
    auto resampling = Resampling::create(layout->height, layout->width, layout->channels, options);
    if (!resampling) return failure(std::move(resampling).error());
    auto resized = Tensor::create(to, resizedExtents(images.extents(), options), Fill::Unset);
    if (!resized || resized->elements() == 0) return resized;
    const Picture picture(*resampling, *layout, options, images.dtype(), to);
    const auto pictures = static_cast<size_t>(layout->pictures);
    for (size_t i = 0; i < pictures; ++i)
        picture.resize(images.bytes() + i * (images.sizeBytes() / pictures),
                       resized->bytes() + i * (resized->sizeBytes() / pictures));
    return resized;
}

tl::unexpected<Error> refused(const Column& column, Error error) {
    error.facts.insert(error.facts.begin(), {{"map", "resize"}, {"column", column.name}});
    return failure(std::move(error));
}

Result<BoundMap> boundResize(const ResizeOptions& options, const Column& input) {
    const Extents extents = *input.type.shape.extents();
    if (extents.size() != 3)
        return refused(input, {ErrorCode::ShapeMismatch,
                               {{"found", toString(input.type)}, {"expected", "pictures (height, width, channels)"}}});
    if (input.type.dtype == DType::Bool) return refused(input, {ErrorCode::TypeMismatch, {{"expected", "numbers"}}});
    const auto found = layoutOf(extents, options.isChannelsFirst);
    if (!found) return refused(input, found.error());
    const Layout layout = *found;
    auto created = Resampling::create(layout.height, layout.width, layout.channels, options);
    if (!created) return refused(input, created.error());
    const auto resampling = std::make_shared<const Resampling>(*std::move(created));
    Column output = input;
    output.type.shape = Shape::of(resizedExtents(extents, options));
    const auto count = static_cast<size_t>(layout.pictures), each = std::max<size_t>(count, 1);
    const size_t from = exampleBytes(input) / each, to = exampleBytes(output) / each;
    BoundMap bound;
    bound.apply = [=, dtype = input.type.dtype](const std::byte* in, std::byte* out, RowPlace) {
        const Picture picture(*resampling, layout, options, dtype, dtype);
        for (size_t i = 0; i < count; ++i)
            picture.resize(in + i * from, out + i * to);
        return true;
    };
    bound.column = std::move(output);
    return bound;
}
} // namespace

Result<Tensor> resizeImages(const Tensor& images, const ResizeOptions& options) {
    return resizedAs(images, options, images.dtype());
}

Result<Tensor> smartResize(const Tensor& images, ResizeOptions options) {
    options.aspect = Aspect::Crop;
    return resizedAs(images, options, DType::F32);
}

Map resize(const ResizeOptions& options) {
    return {"resize", [options](const Column& input) { return boundResize(options, input); }};
}

} // namespace td::data
