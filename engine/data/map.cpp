#include "engine/data/map.h"

#include "engine/data/categorical.h"
#include "engine/data/convert.h"
#include "engine/data/random.h"
#include "engine/tensor/dtype_dispatch.h"

#include <cstring>

namespace td::data {
namespace {

tl::unexpected<Error> refused(ErrorCode code, std::string_view map, const Column& column, std::string expected) {
    return failure(code, {{"map", std::string(map)},
                          {"column", column.name},
                          {"found", toString(column.type)},
                          {"expected", std::move(expected)}});
}

/// y[i] = x[i] * scale[i % n] + offset[i % n]; whole numbers of 64 bits and doubles are scaled in double.
struct Affine {
    std::vector<double> scale, offset;

    template <class T, class Wide>
    void run(const T* x, float* y, int64_t count) const {
        if (scale.size() == 1) {
            const auto a = static_cast<Wide>(scale[0]), b = static_cast<Wide>(offset[0]);
            for (int64_t i = 0; i < count; ++i)
                y[i] = static_cast<float>(static_cast<Wide>(x[i]) * a + b);
            return;
        }
        for (int64_t i = 0; i < count;)
            for (size_t k = 0; k < scale.size(); ++k, ++i)
                y[i] = static_cast<float>(static_cast<double>(x[i]) * scale[k] + offset[k]);
    }
    void run(DType from, const std::byte* in, std::byte* out, int64_t count) const {
        auto* y = reinterpret_cast<float*>(out);
        if (from == DType::F16 || from == DType::BF16) {
            convert(from, in, DType::F32, out, count);
            return run<float, float>(y, y, count);
        }
        dispatch(from, [&]<class T>(T) {
            using Wide =
                std::conditional_t<(sizeof(T) > 4) || std::is_same_v<T, int32_t> || std::is_same_v<T, uint32_t>, double,
                                   float>;
            run<T, Wide>(reinterpret_cast<const T*>(in), y, count);
        });
    }
};

BoundMap boundAffine(const Column& input, Affine affine) {
    Column output = input;
    output.type.dtype = DType::F32;
    output.classes.clear();
    return {std::move(output), [affine = std::move(affine), from = input.type.dtype,
                                count = exampleElements(input)](const std::byte* in, std::byte* out, RowPlace) {
                affine.run(from, in, out, count);
                return true;
            }};
}

Result<BoundMap> boundOneHot(const Column& input, int64_t classes) {
    if (classes == 0) classes = static_cast<int64_t>(input.classes.size());
    if (!isInteger(input.type.dtype)) return refused(ErrorCode::TypeMismatch, "one_hot", input, "class indices");
    if (classes < 1) return refused(ErrorCode::InvalidArgument, "one_hot", input, "a number of classes");
    if (classes > kClassLimit) return refused(ErrorCode::TooLarge, "one_hot", input, "at most 2^24 classes");
    Column output = input;
    output.type.dtype = DType::F32;
    Shape& shape = output.type.shape;
    if (shape.rank() > 0 && shape[-1].is(1)) shape.erase(shape.rank() - 1);
    shape.append(classes);
    return BoundMap{std::move(output), [from = input.type.dtype, count = exampleElements(input),
                                        classes](const std::byte* in, std::byte* out, RowPlace) {
                        return writeCategorical(from, in, count, classes, reinterpret_cast<float*>(out)) < 0;
                    }};
}

} // namespace

Map rescale(double scale, double offset) {
    return {"rescale", [=](const Column& input) -> Result<BoundMap> {
                return boundAffine(input, {{scale}, {offset}});
            }};
}

Map standardize(std::vector<double> means, std::vector<double> deviations) {
    return {"standardize",
            [means = std::move(means), deviations = std::move(deviations)](const Column& input) -> Result<BoundMap> {
                const Shape& shape = input.type.shape;
                const bool fits =
                    means.size() == 1 || (shape.rank() > 0 && shape[-1].is(static_cast<int64_t>(means.size())));
                if (means.empty() || means.size() != deviations.size() || !fits)
                    return refused(ErrorCode::ShapeMismatch, "standardize", input,
                                   "as many means and deviations as the last axis has elements, or one");
                Affine affine;
                for (size_t i = 0; i < means.size(); ++i) {
                    affine.scale.push_back(deviations[i] == 0 ? 0 : 1 / deviations[i]);
                    affine.offset.push_back(deviations[i] == 0 ? 0 : -means[i] / deviations[i]);
                }
                return boundAffine(input, std::move(affine));
            }};
}

Map oneHot(int64_t classes) {
    return {"one_hot", [=](const Column& input) { return boundOneHot(input, classes); }};
}

Map cast(DType to) {
    return {"cast", [=](const Column& input) -> Result<BoundMap> {
                Column output = input;
                output.type.dtype = to;
                return BoundMap{std::move(output), [from = input.type.dtype, to, count = exampleElements(input)](
                                                       const std::byte* in, std::byte* out, RowPlace) {
                                    convert(from, in, to, out, count);
                                    return true;
                                }};
            }};
}

Map reshape(Extents example) {
    return {"reshape", [example = std::move(example)](const Column& input) -> Result<BoundMap> {
                for (const int64_t extent : example)
                    if (extent < 0) return refused(ErrorCode::InvalidArgument, "reshape", input, "sizes of at least 0");
                if (elementsOf(example) != exampleElements(input))
                    return refused(ErrorCode::ShapeMismatch, "reshape", input, toString(example));
                Column output = input;
                output.type.shape = Shape::of(example);
                if (example.empty() || std::cmp_not_equal(example.back(), output.parts.size())) output.parts.clear();
                return BoundMap{std::move(output),
                                [bytes = exampleBytes(input)](const std::byte* in, std::byte* out, RowPlace) {
                                    std::memcpy(out, in, bytes);
                                    return true;
                                }};
            }};
}

Map gaussianNoise(double deviation, uint64_t seed) {
    return {"gaussian_noise", [=](const Column& input) -> Result<BoundMap> {
                Column output = input;
                output.type.dtype = DType::F32;
                return BoundMap{std::move(output), [=, from = input.type.dtype, count = exampleElements(input)](
                                                       const std::byte* in, std::byte* out, RowPlace place) {
                                    convert(from, in, DType::F32, out, count);
                                    auto* y = reinterpret_cast<float*>(out);
                                    const uint64_t key = mixed(mixed(seed, static_cast<uint64_t>(place.epoch)),
                                                               static_cast<uint64_t>(place.row));
                                    for (int64_t i = 0; i < count; ++i)
                                        y[i] += static_cast<float>(deviation) * normalOf(key, static_cast<uint64_t>(i));
                                    return true;
                                }};
            }};
}

} // namespace td::data
