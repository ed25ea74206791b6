#include "tests/unit/simd_kernels/kernel_case.h"

#include "engine/kernels/cpu/simd/layouts.h"

#include <gtest/gtest.h>

namespace td::kernels {

TEST(SimdGather, rowsAndTheirGradient) {
    for (const int64_t axis : {0, 1, -1}) {
        const KernelCase test{"gather", {{"axis", axis}}, {normals({20, 6, 7}, 1), indices({3, 40}, 2, 6)}};
        expectSameAsReference(test);
    }
    expectSameAsReference({"gather", {}, {indices({100, 3}, 1, 9), indices({5000}, 2, 100)}});
    for (const int64_t width : {1, 16, 130})
        expectSameAsReference(
            {"gather_grad", {{"shape", Shape{300, width}}}, {normals({40, 50, width}, 1), indices({40, 50}, 2, 300)}});
}

TEST(SimdGather, indicesOutsideAreReported) {
    Tensor names = indices({4}, 1, 3);
    names.set(2, 7);
    expectSameAsReference({"gather", {}, {normals({5, 3}, 1), names}});
    expectSameAsReference({"gather_grad", {{"shape", Shape{5, 3}}}, {normals({4, 3}, 1), names}});
}

TEST(SimdCopies, transposes) {
    for (const graph::Ints& order : {graph::Ints{0, 1, 2, 3}, graph::Ints{0, 2, 1, 3}, graph::Ints{3, 2, 1, 0},
                                     graph::Ints{0, 3, 1, 2}, graph::Ints{1, 0, 3, 2}})
        expectSameAsReference({"transpose", {{"perm", order}}, {normals({3, 17, 5, 33}, 1)}});
    expectSameAsReference({"transpose", {{"perm", graph::Ints{1, 0}}}, {normals({700, 300}, 1)}});
    expectSameAsReference({"transpose", {{"perm", graph::Ints{1, 0}}}, {booleans({37, 18}, 1)}});
    expectSameAsReference({"transpose", {{"perm", graph::Ints{}}}, {normals({}, 1)}});
}

TEST(SimdCopies, slicesConcatenationsAndBroadcasts) {
    const Tensor x = normals({7, 8, 9}, 1);
    expectSameAsReference({"slice", {{"begin", graph::Ints{1, 2, 3}}, {"size", graph::Ints{2, -1, 4}}}, {x}});
    expectSameAsReference(
        {"slice",
         {{"begin", graph::Ints{6, 0, 8}}, {"size", graph::Ints{3, 4, 9}}, {"strides", graph::Ints{-2, 2, -1}}},
         {x}});
    for (const int64_t axis : {0, 1, 2, -1})
        expectSameAsReference({"concat", {{"axis", axis}}, {x, x, normals({7, 8, 9}, 2)}});
    expectSameAsReference({"concat", {{"axis", int64_t{1}}}, {normals({256, 128}, 1), normals({256, 13}, 2)}});
    expectSameAsReference({"broadcast_to", {{"shape", Shape{4, 7, 8, 9}}}, {normals({8, 1}, 1)}});
    expectSameAsReference({"broadcast_to", {{"shape", Shape{300, 700}}}, {normals({}, 1)}});
}

TEST(SimdRandom, dropoutAndUniformNumbersAreTheReferencesBits) {
    Tensor state = Tensor::zeros(DType::I64, {});
    state.as<int64_t>()[0] = (int64_t{7} << 32) + 5;
    for (const Extents& shape : {Extents{}, Extents{0}, Extents{63}, Extents{3, 100}, Extents{400, 1000}}) {
        const graph::Attributes rate{{"rate", 0.3}, {"seed", int64_t{-12345}}};
        expectSameAsReference({"dropout", rate, {normals(shape, 1), state}, false, 1e-7});
        const graph::Attributes range{
            {"shape", Shape::of(shape)}, {"seed", int64_t{1} << 40}, {"low", -2.0}, {"high", 3.0}};
        expectSameAsReference({"random_uniform", range, {state}, false, 1e-7});
    }
}

TEST(SimdLayouts, blockedAndBack) {
    const Tensor x = normals({3, 5, 7, 48}, 1);
    Tensor blocked = Tensor::zeros(DType::F32, x.extents()), back = Tensor::zeros(DType::F32, x.extents());
    ThreadPool pool(2);
    KernelCall call;
    call.pool = &pool;
    simd::nhwcToBlocked16(call, 2, x.extents(), x.as<float>().data(), blocked.as<float>().data());
    simd::blocked16ToNhwc(call, 2, x.extents(), blocked.as<float>().data(), back.as<float>().data());
    EXPECT_EQ(x, back);
    // image 1, pixel (2,3), channel 20 is in the second block of its image
    EXPECT_EQ(blocked.at(((1 * 3 + 1) * 35 + 2 * 7 + 3) * 16 + 4), x.at(((1 * 5 + 2) * 7 + 3) * 48 + 20));
}

TEST(SimdLayouts, sumsOfBlockedChannels) {
    for (const Extents& extents : {Extents{3, 5, 7, 48}, Extents{1, 1, 1, 16}, Extents{32, 16, 16, 32}})
        for (const graph::Ints& axes : {graph::Ints{0, 1, 2}, graph::Ints{-2, 0, 1}}) {
            KernelCase test{"sum", {{"axes", axes}}, {normals(extents, 1)}, true};
            test.variant = "own-blocked";
            ASSERT_TRUE(runOwn(test, allModes()[0]));
            expectSameAsReference(test);
        }
}

} // namespace td::kernels
