#include "engine/data/image.h"
#include "tests/unit/data/data_files.h"

namespace td::data {
namespace {

std::vector<int> pixels(const Tensor& image) {
    std::vector<int> values;
    for (const double value : valuesOf(image))
        values.push_back(static_cast<int>(value));
    return values;
}

Tensor grey(int64_t height, int64_t width, const std::vector<int>& values) {
    return Tensor::of<int>(DType::U8, {height, width, 1}, values);
}

TEST(Image, isResizedWithPixelCentresAtHalf) {
    // numpy, by the formula, rounded
    const auto larger = fittedImage(grey(2, 2, {0, 100, 200, 50}), {4, 4}, 1);
    ASSERT_TRUE(larger);
    EXPECT_EQ(pixels(*larger), (std::vector<int>{0, 25, 75, 100, 50, 59, 78, 88, 150, 128, 84, 63, 200, 163, 88, 50}));
    const Tensor ramp = grey(3, 4, {0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 220});
    EXPECT_EQ(pixels(*fittedImage(ramp, {2, 2}, 1)), (std::vector<int>{30, 70, 150, 190}));
    EXPECT_EQ(pixels(*fittedImage(ramp, {5, 6}, 1)),
              (std::vector<int>{0,   10,  23,  37,  50,  60,  32,  42,  55,  69,  82,  92,  80,  90,  103,
                                117, 130, 140, 128, 138, 151, 165, 178, 188, 160, 170, 183, 197, 210, 220}));
    EXPECT_EQ(*fittedImage(ramp, {3, 4}, 1), ramp);
    EXPECT_FALSE(fittedImage(ramp, {0, 4}, 1));
    EXPECT_FALSE(fittedImage(ramp, {4, 4}, 2));
}

TEST(Image, channelsAreBroughtToWhatIsAsked) {
    const Tensor colour = Tensor::of<int>(DType::U8, {1, 1, 3}, std::vector{200, 100, 50});
    EXPECT_EQ(pixels(*fittedImage(colour, {1, 1}, 1)), std::vector<int>{124}); // 0.299 * 200 + 0.587 * 100 + 0.114 * 50
    EXPECT_EQ(pixels(*fittedImage(grey(1, 1, {7}), {1, 1}, 3)), (std::vector<int>{7, 7, 7}));
    const Tensor clear = Tensor::of<int>(DType::U8, {1, 1, 4}, std::vector{10, 20, 30, 0});
    EXPECT_EQ(pixels(*fittedImage(clear, {1, 1}, 3)), (std::vector<int>{255, 255, 255}));
    const Tensor half = Tensor::of<int>(DType::U8, {1, 1, 2}, std::vector{0, 51});
    EXPECT_EQ(pixels(*fittedImage(half, {1, 1}, 1)), std::vector<int>{204});
}

} // namespace
} // namespace td::data
