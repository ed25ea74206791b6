#include "engine/tensor/tensor.h"

#include <cmath>
#include <gtest/gtest.h>

namespace td {
namespace {

TEST(Tensor, copiesShareAndClonesDoNot) {
    const Tensor first = Tensor::floats({2}, {1, 2});
    const Tensor same = first, other = first.clone();
    first.set(0, 9);
    EXPECT_EQ(same.at(0), 9);
    EXPECT_EQ(other.at(0), 1);
    EXPECT_FALSE(first == other);
}

TEST(Tensor, everyTypeHoldsItsNumbers) {
    for (int d = 0; d < kDTypes; ++d) {
        const auto dtype = static_cast<DType>(d);
        const Tensor tensor = Tensor::zeros(dtype, {3});
        EXPECT_EQ(tensor.sizeBytes(), 3 * elementBytes(dtype)) << name(dtype);
        tensor.set(1, 1);
        EXPECT_EQ(tensor.at(0), 0) << name(dtype);
        EXPECT_EQ(tensor.at(1), 1) << name(dtype);
        EXPECT_EQ(dtypeNamed(name(dtype)), dtype);
    }
    EXPECT_FALSE(dtypeNamed("float31"));
}

TEST(Tensor, halvesRoundToTheNearest) {
    const Tensor half = Tensor::scalar(DType::F16, 1.0 / 3), brain = Tensor::scalar(DType::BF16, 1.0 / 3);
    EXPECT_EQ(half.at(0), 0.333251953125);
    EXPECT_EQ(brain.at(0), 0.333984375);
    EXPECT_TRUE(std::isinf(Tensor::scalar(DType::F16, 70000).at(0)));
}

TEST(Tensor, sizesThatCannotBeAreRefused) {
    for (const Extents& extents : {Extents{-1}, Extents{int64_t{1} << 62, 8},
                                   Extents{int64_t{1} << 40, int64_t{1} << 40}, Extents{int64_t{1} << 45}}) {
        const auto made = Tensor::create(DType::F64, extents);
        ASSERT_FALSE(made) << toString(extents);
        EXPECT_EQ(made.error().code, ErrorCode::TooLarge);
        EXPECT_FALSE(made.error().fact("tensor").empty());
    }
}

TEST(Tensor, emptyOnesAreFine) {
    const Tensor none = Tensor::zeros(DType::I32, {0, 5});
    EXPECT_EQ(none.elements(), 0);
    EXPECT_NE(none.bytes(), nullptr);
    EXPECT_TRUE(none == none.clone());
    EXPECT_EQ(Tensor().elements(), 0);
}

TEST(Tensor, memoryIsAlignedAndGivenBack) {
    const size_t before = hostBufferBytes();
    {
        const Tensor small = Tensor::zeros(DType::U8, {1}), large = Tensor::zeros(DType::F32, {4 << 20});
        EXPECT_EQ(reinterpret_cast<uintptr_t>(small.bytes()) % kBufferAlignment, 0u);
        EXPECT_EQ(reinterpret_cast<uintptr_t>(large.bytes()) % kBufferAlignment, 0u);
        EXPECT_EQ(hostBufferBytes(), before + 1 + (16u << 20));
        EXPECT_EQ(large.at((4 << 20) - 1), 0);
    }
    EXPECT_EQ(hostBufferBytes(), before);
}

TEST(Tensor, reshapedOnesShareTheElements) {
    const Tensor flat = Tensor::ints({6}, {1, 2, 3, 4, 5, 6}), square = flat.reshaped({2, 3});
    EXPECT_EQ(square.extents(), (Extents{2, 3}));
    EXPECT_EQ(square.bytes(), flat.bytes());
    EXPECT_EQ(square.type(), (TensorType{DType::I32, {2, 3}}));
}

} // namespace
} // namespace td
