#include "engine/tensor/shape.h"

#include <gtest/gtest.h>

namespace td {
namespace {

const Dim kB = Dim::symbol("B"), kT = Dim::symbol("T");

TEST(Shape, textReadsBack) {
    for (const Shape& shape :
         {Shape{}, Shape{3}, Shape{kB, 28, 28, 1}, Shape{floorDiv(kT - 1, 2) + 1, kB * kT}, Shape{0}}) {
        const auto read = Shape::parse(shape.toString());
        ASSERT_TRUE(read) << shape.toString();
        EXPECT_EQ(*read, shape);
    }
    EXPECT_EQ((Shape{kB, 784}).toString(), "(B,784)");
    for (const char* text : {"", "3", "(3", "(3,)", "(,3)", "(3,,4)", "((3)", "(a b)"})
        EXPECT_FALSE(Shape::parse(text)) << text;
}

TEST(Shape, negativeAxesCountFromTheEnd) {
    const Shape shape = {2, 3, kB};
    EXPECT_EQ(shape[-1], kB);
    EXPECT_EQ(shape[-3], Dim(2));
    EXPECT_EQ(normalizedAxis(-1, 3).value(), 2);
    const auto outside = normalizedAxis(3, 3);
    ASSERT_FALSE(outside);
    EXPECT_EQ(outside.error().fact("axis"), "3");
    EXPECT_EQ(outside.error().fact("rank"), "3");
    EXPECT_FALSE(normalizedAxis(0, 0));
}

TEST(Shape, elementsAndExtents) {
    EXPECT_EQ((Shape{kB, 4}).elements(), kB * 4);
    EXPECT_TRUE(Shape{}.elements().is(1));
    EXPECT_FALSE((Shape{kB, 4}).extents());
    EXPECT_EQ((Shape{kB, 4}).bound({{"B", 0}}).extents(), (Extents{0, 4}));
    EXPECT_EQ(stridesOf(Extents{2, 3, 4}), (Extents{12, 4, 1}));
    EXPECT_EQ(elementsOf(Extents{}), 1);
    EXPECT_EQ(elementsOf(Extents{3, 0}), 0);
}

TEST(Shape, broadcastingIsNumpys) {
    EXPECT_EQ(broadcast({2, 1, 4}, {3, 1}).value(), (Shape{2, 3, 4}));
    EXPECT_EQ(broadcast({}, {5}).value(), (Shape{5}));
    EXPECT_EQ(broadcast({0, 3}, {1, 3}).value(), (Shape{0, 3}));
    EXPECT_EQ(broadcast({kB, 1}, {kB, 7}).value(), (Shape{kB, 7}));
    EXPECT_EQ(broadcast({1, 7}, {kB, 1}).value(), (Shape{kB, 7}));
    const auto wrong = broadcast({2, 3}, {kB, 3});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, ErrorCode::ShapeMismatch);
    EXPECT_EQ(wrong.error().fact("left"), "(2,3)");
    EXPECT_EQ(wrong.error().fact("right"), "(B,3)");
    EXPECT_FALSE(broadcast({2}, {0}));
}

} // namespace
} // namespace td
