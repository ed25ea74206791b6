#include "tests/unit/simd_kernels/kernel_case.h"

#include <gtest/gtest.h>

namespace td::kernels {

namespace {
struct Sizes {
    Extents x;
    int64_t height, width;
};
/// Channels narrower than a vector, as wide and wider; larger, smaller, the same, one pixel; enough for two threads.
const std::vector<Sizes> kSizes = {{{1, 1, 1, 1}, 1, 1},     {{2, 3, 4, 3}, 6, 8},   {{2, 5, 7, 1}, 3, 2},
                                   {{1, 1, 1, 2}, 40, 30},   {{2, 4, 5, 8}, 8, 9},   {{1, 9, 9, 17}, 4, 21},
                                   {{3, 6, 6, 32}, 6, 6},    {{1, 50, 40, 1}, 1, 1}, {{2, 32, 32, 20}, 64, 64},
                                   {{4, 64, 48, 4}, 33, 100}};
} // namespace

TEST(SimdResize, forwardAndGradientFollowTheReference) {
    for (const Sizes& s : kSizes)
        for (const char* method : {"nearest", "bilinear", "bicubic"}) {
            const std::string name = method;
            expectSameAsReference(
                {"resize", {{"size", graph::Ints{s.height, s.width}}, {"method", name}}, {normals(s.x, 1)}});
            const Tensor dy = normals({s.x[0], s.height, s.width, s.x[3]}, 2);
            expectSameAsReference({"resize_grad", {{"shape", Shape::of(s.x)}, {"method", name}}, {dy}});
        }
}

/// Corners outside take the nearest cell, and a copy is to the bit.
TEST(SimdResize, nearestCopiesEachCell) {
    const Tensor x = normals({1, 2, 3, 4}, 3);
    const auto y = runOwn({"resize", {{"size", graph::Ints{4, 6}}, {"method", std::string("nearest")}}, {x}}, {});
    ASSERT_TRUE(y);
    for (int64_t i = 0; i < (*y)[0].elements(); ++i) {
        const int64_t channel = i % 4, column = i / 4 % 6, row = i / 24;
        EXPECT_EQ((*y)[0].at(i), x.at((row / 2 * 3 + column / 2) * 4 + channel)) << i;
    }
}

} // namespace td::kernels
