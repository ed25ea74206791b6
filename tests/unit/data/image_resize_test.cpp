#include "engine/data/image_affine.h"
#include "engine/data/image_resize.h"
#include "engine/data/loader.h"
#include "tests/unit/data/data_files.h"

#include <cmath>

namespace td::data {
namespace {

constexpr Interpolation kAll[] = {Interpolation::Nearest,  Interpolation::Bilinear, Interpolation::Bicubic,
                                  Interpolation::Lanczos3, Interpolation::Lanczos5, Interpolation::Area};

TEST(ImageResize, everyInterpolationKeepsAPlainPicturePlain) {
    Tensor plain = Tensor::zeros(DType::F32, {7, 9, 2});
    for (int64_t i = 0; i < plain.elements(); ++i)
        plain.set(i, 3);
    for (const auto interpolation : kAll)
        for (const bool antialias : {false, true})
            for (const auto& [height, width] : {std::pair<int64_t, int64_t>{1, 1}, {3, 20}, {7, 9}, {40, 2}}) {
                const auto resized = resizeImages(plain, {height, width, interpolation, antialias});
                ASSERT_TRUE(resized) << describe(resized.error());
                EXPECT_EQ(resized->extents(), (Extents{height, width, 2}));
                for (const double value : valuesOf(*resized))
                    EXPECT_NEAR(value, 3, 1e-5) << name(interpolation);
            }
}

TEST(ImageResize, areasAreMeans) {
    const auto halved = resizeImages(counted({4, 4, 1}), {2, 2, Interpolation::Area});
    EXPECT_EQ(valuesOf(*halved), (std::vector<double>{2.5, 4.5, 10.5, 12.5}));
}

TEST(ImageResize, wholeNumbersAreRoundedAndStay) {
    const Tensor bytes = Tensor::of<int>(DType::U8, {1, 2, 1}, std::vector{0, 255});
    const auto wider = resizeImages(bytes, {1, 4, Interpolation::Bicubic});
    ASSERT_TRUE(wider);
    EXPECT_EQ(wider->dtype(), DType::U8);
    EXPECT_EQ(valuesOf(*wider).front(), 0); // below 0 before it was kept in its range
    EXPECT_EQ(valuesOf(*wider).back(), 255);
    const Tensor large = Tensor::of<int64_t>(DType::I64, {1, 1, 1}, std::vector<int64_t>{(int64_t{1} << 40) + 1});
    const auto copied = resizeImages(large, {2, 2, Interpolation::Nearest});
    ASSERT_TRUE(copied);
    EXPECT_EQ(copied->as<int64_t>()[3], (int64_t{1} << 40) + 1);
}

TEST(ImageResize, ratiosAreCroppedOrPadded) {
    const Tensor wide = counted({2, 6, 1});
    EXPECT_EQ(valuesOf(*resizeImages(wide, {2, 2, Interpolation::Nearest, false, Aspect::Crop})),
              (std::vector<double>{2, 3, 8, 9}));
    const auto padded = resizeImages(wide, {6, 6, Interpolation::Nearest, false, Aspect::Pad, -1});
    ASSERT_TRUE(padded);
    for (int64_t i = 0; i < 36; ++i)
        EXPECT_EQ(padded->at(i), i >= 12 && i < 24 ? static_cast<double>(i - 12) : -1) << i;
    EXPECT_EQ(valuesOf(*smartResize(wide, {2, 2, Interpolation::Nearest})), (std::vector<double>{2, 3, 8, 9}));
}

TEST(ImageResize, channelsMayComeFirst) {
    ResizeOptions options{4, 2, Interpolation::Bilinear};
    const Tensor last = counted({2, 3, 1});
    const auto one = resizeImages(last, options);
    options.isChannelsFirst = true;
    const auto first = resizeImages(last.reshaped({1, 2, 3}), options);
    ASSERT_TRUE(one && first);
    EXPECT_EQ(first->extents(), (Extents{1, 4, 2}));
    EXPECT_EQ(valuesOf(*one), valuesOf(*first));
}

TEST(ImageResize, whatCannotBeIsRefused) {
    const Tensor image = counted({2, 2, 1});
    for (const ResizeOptions& options :
         {ResizeOptions{0, 2}, ResizeOptions{2, -1}, ResizeOptions{kSideLimit + 1, 1}, ResizeOptions{1, INT64_MAX}}) {
        const auto refused = resizeImages(image, options);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
        EXPECT_FALSE(refused.error().fact("expected").empty());
    }
    EXPECT_EQ(resizeImages(counted({2, 2}), {2, 2}).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(resizeImages(counted({0, 2, 1}), {2, 2}).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(resizeImages(counted({2, 2, 1}, DType::Bool), {2, 2}).error().code, ErrorCode::TypeMismatch);
    EXPECT_EQ(resizeImages(counted({1, kSideLimit, 1}), {kSideLimit, 1, Interpolation::Nearest, false, Aspect::Pad})
                  .error()
                  .code,
              ErrorCode::InvalidArgument);
    EXPECT_EQ(resizeImages(counted({0, 2, 2, 1}), {3, 3})->extents(), (Extents{0, 3, 3, 1}));
}

TEST(ImageResize, isAMapOverPictures) {
    const Tensor images = counted({3, 2, 2, 1}, DType::U8);
    const auto data = Dataset::of(*MemorySource::create({{"x", {}, Role::Feature, {}, {}}}, {images}));
    const auto resized = data.map("x", resize({4, 4, Interpolation::Nearest}));
    ASSERT_TRUE(resized) << describe(resized.error());
    const Tensor found = all(*resized, "x");
    EXPECT_EQ(found.extents(), (Extents{3, 4, 4, 1}));
    EXPECT_EQ(valuesOf(found), valuesOf(*resizeImages(images, {4, 4, Interpolation::Nearest})));
    EXPECT_EQ(numbered(3).map("x", resize({4, 4})).error().code, ErrorCode::ShapeMismatch);
    const auto refused = data.map("x", resize({0, 4}));
    EXPECT_EQ(refused.error().fact("map"), "resize");
}

TEST(ImageAffine, identityShiftAndFill) {
    const Tensor image = counted({2, 3, 1});
    const auto apply = [&](std::vector<float> matrix, FillMode mode) {
        AffineOptions options;
        options.fillMode = mode;
        options.fillValue = -1;
        return valuesOf(*affineTransform(image, Tensor::floats({8}, std::move(matrix)), options));
    };
    EXPECT_EQ(apply({1, 0, 0, 0, 1, 0, 0, 0}, FillMode::Constant), valuesOf(image));
    const std::vector<float> shift{1, 0, 2, 0, 1, 0, 0, 0}; // each pixel is that two to its right
    EXPECT_EQ(apply(shift, FillMode::Constant), (std::vector<double>{2, -1, -1, 5, -1, -1}));
    EXPECT_EQ(apply(shift, FillMode::Nearest), (std::vector<double>{2, 2, 2, 5, 5, 5}));
    EXPECT_EQ(apply(shift, FillMode::Reflect), (std::vector<double>{2, 2, 1, 5, 5, 4}));
    EXPECT_EQ(apply(shift, FillMode::Wrap), (std::vector<double>{2, 0, 0, 5, 3, 3}));
    for (const auto mode : {FillMode::Constant, FillMode::Nearest, FillMode::Wrap, FillMode::Reflect})
        for (const float huge : {1e30f, -1e30f, INFINITY, NAN})
            EXPECT_EQ(apply({1, 0, huge, 0, 1, huge, 0, 0}, mode).size(), 6u);
    EXPECT_EQ(apply({1, 0, 0, 0, 1, 0, -1, 0}, FillMode::Nearest)[1], -1); // k is 0 there
}

TEST(ImageAffine, whatCannotBeIsRefused) {
    const Tensor image = counted({2, 3, 3, 1}), matrix = Tensor::zeros(DType::F32, {8});
    AffineOptions cubic;
    cubic.interpolation = Interpolation::Bicubic;
    EXPECT_EQ(affineTransform(image, matrix, cubic).error().fact("interpolation"), "bicubic");
    for (const Extents& extents : {Extents{7}, Extents{}, Extents{3, 8}, Extents{1, 1, 8}})
        EXPECT_EQ(affineTransform(image, Tensor::zeros(DType::F32, extents), {}).error().code,
                  ErrorCode::InvalidArgument);
    EXPECT_FALSE(affineTransform(counted({3, 3}), matrix, {}));
    EXPECT_TRUE(affineTransform(counted({0, 3, 3, 1}), matrix, {}));
    EXPECT_EQ(numbered(3).map("x", affineTransform(AffineMatrix{}, {})).error().fact("map"), "affine_transform");
}

} // namespace
} // namespace td::data
