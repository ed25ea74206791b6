#include "tests/unit/ops/samples.h"

/// Pictures: colours, and places that are turned and moved.
namespace td::test {

namespace {
using graph::Attributes;

void addColors(SampleTable& table) {
    table.add("rgb_to_hsv", {table.reals({2, 3, 3}, 0.05, 1)});
    table.add("rgb_to_hsv", {table.reals({5, 3}, -1, 2)});
    table.add("hsv_to_rgb", {table.reals({4, 1, 3}, 0.02, 0.98)});
    table.add("hsv_to_rgb", {table.reals({6, 3}, -1, 2)});
    const Tensor corners =
        Tensor::of<double>(DType::F64, {8, 3},
                           std::vector<double>{0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 1});
    for (const char* op : {"rgb_to_hsv", "hsv_to_rgb"}) {
        table.add(op, {table.reals({1, 3}, 0.1, 0.9)});
        table.add(op, {table.reals({0, 3})});
        table.addCorner(op, {corners});
        table.reject(op, {f64({2, 4})});
        table.reject(op, {f64({})});
        table.reject(op, {f64({3, Dim::symbol("C")})});
    }
}

/// The transforms are float32, so that no derivative by them is asked for.
Tensor transforms(Extents extents, std::vector<float> values) {
    return Tensor::floats(std::move(extents), std::move(values));
}

void addTransforms(SampleTable& table) {
    const Tensor turn = transforms({8}, {0.8F, -0.6F, 1.3F, 0.6F, 0.8F, -0.7F, 0, 0});
    const Tensor two = transforms({2, 8}, {1.1F, 0.2F, -2.6F, -0.3F, 0.9F, 1.2F, 0.05F, -0.02F, //
                                           -1.5F, 0, 9.3F, 0, 2, -6.4F, 0, 0});
    for (const char* op : {"affine_transform", "affine_transform_grad"}) {
        for (const char* mode : {"constant", "nearest", "wrap", "mirror", "reflect"})
            for (const char* way : {"nearest", "bilinear"}) {
                const Attributes attributes = {{"fill_mode", std::string(mode)}, {"interpolation", std::string(way)}};
                table.add(op, {table.reals({1, 3, 4, 2}), turn}, attributes);
                table.add(op, {table.reals({2, 4, 3, 1}), two}, attributes);
                table.add(op, {table.reals({2, 1, 2, 1}), turn}, attributes);
            }
        table.add(op, {table.reals({0, 3, 4, 2}), turn});
        table.add(op, {table.reals({1, 0, 4, 2}), transforms({1, 8}, {1, 0, 0, 0, 1, 0, 0, 0})});
        table.reject(op, {f64({3, 4, 2}), f64({8})});
        table.reject(op, {f64({2, 3, 4, 2}), f64({6})});
        table.reject(op, {f64({2, 3, 4, 2}), f64({3, 8})});
        table.reject(op, {f64({2, 3, 4, 2}), f64({2, 1, 8})});
        table.reject(op, {f64({2, 3, 4, 2}), f64({8})}, {{"interpolation", std::string("bicubic")}},
                     ErrorCode::InvalidArgument);
        table.reject(op, {f64({2, 3, 4, 2}), f64({8})}, {{"fill_mode", std::string("edge")}},
                     ErrorCode::InvalidArgument);
    }
    // A denominator of 0 in one column, and places beyond all bounds.
    table.add("affine_transform", {table.reals({1, 3, 4, 1}), transforms({8}, {1, 0, 0, 0, 1, 0, -0.5F, 0})},
              {{"fill_value", 7}});
    table.add("affine_transform", {table.reals({1, 2, 2, 1}), transforms({8}, {1e30F, 0, 0, 0, 1, 0, 0, 0})},
              {{"fill_value", -1}, {"fill_mode", std::string("wrap")}});
}
} // namespace

void addImageSamples(SampleTable& table) {
    addColors(table);
    addTransforms(table);
}

} // namespace td::test
