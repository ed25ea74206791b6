// What bad/EXPECTED.md says of images/. GIF is not read: it is refused by name like other unknown formats.
#include "engine/data/image.h"
#include "tests/unit/data/data_files.h"

#include <chrono>

namespace td::data {
namespace {

Result<Tensor> decode(const std::string& name) {
    return decodeImage(bytesOf("bad/images/" + name), name);
}
std::string refusal(const std::string& name) {
    const auto image = decode(name);
    return image ? "decoded" : std::string(image.error().fact("problem"));
}
double at(const Tensor& image, int64_t y, int64_t x, int64_t channel) {
    return image.at((y * image.extents()[1] + x) * image.extents()[2] + channel);
}

TEST(BadImages, damagedOnesAreRefusedByName) {
    EXPECT_EQ(refusal("truncated.png"), "Truncated");
    EXPECT_EQ(refusal("truncated.jpg"), "Truncated");
    EXPECT_EQ(refusal("bad_crc.png"), "ChecksumMismatch");
    EXPECT_EQ(refusal("zero_bytes.png"), "EmptyFile");
    EXPECT_EQ(refusal("text_named_jpg.jpg"), "UnknownFormat");
    EXPECT_EQ(refusal("animated.gif"), "UnknownFormat");
}

TEST(BadImages, hugeOnesAreRefusedByTheirHeader) {
    const size_t before = hostBufferBytes();
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(refusal("huge_dimensions.png"), "TooLarge");
    EXPECT_EQ(refusal("zip_bomb.png"), "TooLarge");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
    EXPECT_EQ(hostBufferBytes(), before);
}

TEST(BadImages, whatIsPlacedOtherwiseIsShownRight) {
    const Tensor plain = *decode("ok_reference.png");
    EXPECT_EQ(plain.extents(), (Extents{32, 32, 3}));
    EXPECT_LT(at(plain, 0, 0, 0), at(plain, 0, 31, 0));
    EXPECT_LT(at(plain, 0, 0, 1), at(plain, 31, 0, 1));
    const Tensor cmyk = *decode("cmyk.jpg");
    EXPECT_EQ(cmyk.extents()[2], 3);
    EXPECT_LT(at(cmyk, 16, 1, 0) + 100, at(cmyk, 16, 30, 0));
    const Tensor deep = *decode("gray16.png");
    EXPECT_EQ(deep.extents()[2], 1);
    EXPECT_EQ(at(deep, 0, 0, 0), 0);
    EXPECT_EQ(at(deep, 0, deep.extents()[1] - 1, 0), 247); // 63488 / 257
    EXPECT_EQ(decode("palette.png")->extents()[2], 3);
    EXPECT_EQ(decode("palette_transparent.png")->extents()[2], 4);
    EXPECT_EQ(decode("rgba.png")->extents()[2], 4);
    EXPECT_EQ(decode("gray_alpha.png")->extents()[2], 2);
    for (const double value : valuesOf(*decode("bilevel.png")))
        EXPECT_TRUE(value == 0 || value == 255);
    EXPECT_EQ(decode("one_pixel.png")->extents(), (Extents{1, 1, 3}));
    EXPECT_EQ(decode("jpeg_named_png.png")->extents(), (Extents{32, 32, 3}));
    EXPECT_EQ(decode("exif_rotated.jpg")->extents(), (Extents{48, 24, 3})); // 24 wide, 48 high, as it is looked at
}

TEST(BadImages, aFolderOfThemIsUsedAsFarAsItGoes) {
    const auto mixed = load(dataFile("bad/images/mixed_sizes"));
    ASSERT_TRUE(mixed) << describe(mixed.error());
    EXPECT_EQ(mixed->kind, "images");
    EXPECT_EQ(mixed->train.rows(), 3);
    EXPECT_EQ(mixed->train.columns()[1].classes, (std::vector<std::string>{"a", "b", "empty_class"}));
    EXPECT_EQ(mixed->train.columns()[0].type, (TensorType{DType::F32, {32, 32, 3}}));
    EXPECT_EQ(textOf(mixed->problems), "empty-class, mixed-sizes, mixed-channels");
    EXPECT_EQ(valuesOf(all(mixed->train, "label")), (std::vector<double>{0, 0, 1}));
}

} // namespace
} // namespace td::data
