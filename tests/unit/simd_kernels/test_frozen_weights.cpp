#include "tests/unit/simd_kernels/kernel_case.h"

#include <cmath>
#include <gtest/gtest.h>

namespace td::kernels {
namespace {

/// y = activation(conv(x, w) + bias) under weights that never change.
KernelCase convolution(Extents x, Extents w, std::string activation, bool hasBias, graph::Attributes attributes = {}) {
    const auto fanIn = static_cast<double>(elementsOf(w) / w.back());
    attributes.set("activation", activation);
    const int64_t filters = w.back();
    KernelCase test{"conv", attributes, {normals(std::move(x), 1), normals(std::move(w), 2, 3 / std::sqrt(fanIn))}};
    test.inputs.push_back(hasBias ? std::optional(normals({filters}, 3)) : std::nullopt);
    test.frozen = 1;
    return test;
}

void expectTaken(const KernelCase& test) {
    EXPECT_TRUE(runOwn(test, {}).has_value()) << "not what this kernel is for";
    expectSameAsReference(test);
}

TEST(SimdFewPixels, windowsPaddingStridesAndGaps) {
    const graph::Attributes same{{"padding", std::string("same")}};
    const graph::Attributes strided{{"padding", std::string("same")}, {"strides", graph::Ints{2, 2}}};
    const graph::Attributes gaps{{"padding", std::string("same")}, {"dilations", graph::Ints{2, 1}}};
    for (const char* activation : {"linear", "relu", "relu6"})
        expectTaken(convolution({1, 4, 4, 160}, {3, 3, 160, 192}, activation, true, same));
    expectTaken(convolution({1, 9, 8, 128}, {3, 3, 128, 250}, "relu", false, strided));
    expectTaken(convolution({1, 4, 6, 160}, {3, 3, 160, 192}, "linear", true, gaps));
    expectTaken(convolution({1, 4, 5, 513}, {1, 1, 513, 530}, "linear", true));
    expectTaken(convolution({1, 5, 7, 130}, {3, 3, 130, 251}, "relu", true)); // 15 rows, one lane empty
}

TEST(SimdFewPixels, imagesAndOtherRanks) {
    const graph::Attributes same{{"padding", std::string("same")}};
    expectTaken(convolution({2, 4, 4, 160}, {3, 3, 160, 192}, "relu", true, same));
    expectTaken(convolution({3, 3, 3, 170}, {3, 3, 170, 190}, "linear", true, same)); // 27 rows over two blocks
    expectTaken(convolution({2, 11, 300}, {3, 300, 301}, "relu", true, same));
    expectTaken(convolution({1, 2, 3, 4, 100}, {3, 3, 3, 100, 110}, "linear", true, same));
}

TEST(SimdFewPixels, othersAreLeftToOtherKernels) {
    const graph::Attributes same{{"padding", std::string("same")}};
    KernelCase changing = convolution({1, 4, 4, 160}, {3, 3, 160, 192}, "relu", true, same);
    changing.frozen = {};
    EXPECT_FALSE(runOwn(changing, {}));
    EXPECT_FALSE(runOwn(convolution({1, 4, 4, 160}, {3, 3, 160, 192}, "silu", true, same), {}));
    EXPECT_FALSE(runOwn(convolution({1, 8, 8, 160}, {3, 3, 160, 192}, "relu", true, same), {})); // 64 pixels
    EXPECT_FALSE(runOwn(convolution({1, 4, 4, 16}, {3, 3, 16, 16}, "relu", true, same), {}));
}

KernelCase denseRow(int64_t depth, int64_t units, std::string activation, bool hasBias) {
    KernelCase test{
        "dense", {{"activation", std::move(activation)}}, {normals({1, depth}, 1), normals({depth, units}, 2, 0.1)}};
    test.inputs.push_back(hasBias ? std::optional(normals({units}, 3)) : std::nullopt);
    test.frozen = 1;
    return test;
}

TEST(SimdOneRow, everyWidth) {
    for (const int64_t units : {128, 1000, 131, 8, 257})
        expectTaken(denseRow(64 * 1024 / units + 1, units, "relu", units != 131));
    expectTaken(denseRow(1280, 1000, "linear", true));
    expectTaken(denseRow(300, 300, "relu6", false));
    KernelCase twoRows = denseRow(512, 512, "relu", true);
    twoRows.inputs[0] = normals({2, 512}, 1);
    EXPECT_FALSE(runOwn(twoRows, {}));
    EXPECT_FALSE(runOwn(denseRow(512, 512, "tanh", true), {}));
}

} // namespace
} // namespace td::kernels
