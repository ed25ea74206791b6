#include "views/plot_present/line_raster.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace td::plot {
namespace {

constexpr uint32_t kWhite = 0xffffffff;

struct Picture {
    int width, height;
    std::vector<uint32_t> pixels = std::vector<uint32_t>(size_t(width) * size_t(height), kWhite);

    /// How black a pixel is, 0 … 1.
    [[nodiscard]] double ink(int x, int y) const {
        return 1 - (pixels[size_t(y) * size_t(width) + size_t(x)] & 0xff) / 255.0;
    }
    [[nodiscard]] double columnInk(int x) const {
        double sum = 0;
        for (int y = 0; y < height; ++y)
            sum += ink(x, y);
        return sum;
    }
    [[nodiscard]] double rowInk(int y) const {
        double sum = 0;
        for (int x = 0; x < width; ++x)
            sum += ink(x, y);
        return sum;
    }
    void draw(const std::vector<Vertex>& points, InkStyle style = {}) {
        Polylines lines{points, {0}, {}, true};
        const PixelMap map{
            {ScaleKind::Linear, {0, double(width)}, 1}, {ScaleKind::Linear, {0, double(height)}, 1}, width, height};
        const StyledInk styled{inkOf(lines, map), std::move(style)};
        const std::vector<uint32_t> white(size_t(height), kWhite);
        rasterize({&styled, 1}, white, {pixels.data(), width, width, height}, {0, width});
    }
};

TEST(LineRaster, aLevelLineIsOnePixelThick) {
    Picture picture{50, 20};
    picture.draw({{0, 10.5}, {50, 10.5}});
    for (int x = 0; x < 50; ++x) {
        EXPECT_NEAR(picture.ink(x, 9), 1, .01);
        EXPECT_NEAR(picture.columnInk(x), 1, .02);
    }
}

TEST(LineRaster, aLineBetweenRowsIsSharedByThem) {
    Picture picture{50, 20};
    picture.draw({{0, 10.25}, {50, 10.25}});
    EXPECT_NEAR(picture.ink(20, 9), .75, .02);
    EXPECT_NEAR(picture.ink(20, 10), .25, .02);
}

TEST(LineRaster, aSlopedLineCoversItsExactArea) {
    for (const double slope : {.1, .5, 1.0, 3.0, 8.0}) {
        Picture picture{40, 400};
        picture.draw({{0, 40}, {40, 40 + 40 * slope}});
        EXPECT_NEAR(picture.columnInk(20), std::sqrt(1 + slope * slope), .06 * std::sqrt(1 + slope * slope)) << slope;
    }
}

TEST(LineRaster, aSteepLineIsOnePixelWide) {
    Picture picture{40, 400};
    picture.draw({{10, 0}, {30, 400}});
    EXPECT_NEAR(picture.rowInk(200), std::sqrt(1 + 1 / 400.0), .05);
}

TEST(LineRaster, aSpikeWithinAColumnStaysVisible) {
    Picture picture{40, 100};
    picture.draw({{0, 10}, {20.4, 10}, {20.5, 90}, {20.6, 10}, {40, 10}});
    for (int y = 12; y < 89; ++y)
        EXPECT_NEAR(picture.ink(20, y), 1, .01) << y;
    EXPECT_NEAR(picture.columnInk(5), 1, .02);
}

TEST(LineRaster, opacityIsOfTheWholeLine) {
    Picture picture{40, 100};
    picture.draw({{0, 10}, {20.1, 90}, {20.2, 10}, {20.3, 90}, {20.4, 10}, {40, 10}}, {0, .25, 1, {}, 0});
    EXPECT_NEAR(picture.ink(20, 50), .25, .02);
}

TEST(LineRaster, dashesFollowTheirPattern) {
    Picture picture{90, 20};
    picture.draw({{0, 10.5}, {90, 10.5}}, {0, 1, 1, {6, 3}, 0});
    for (int x = 0; x < 90; ++x)
        EXPECT_NEAR(picture.columnInk(x), x % 9 < 6 ? 1 : 0, .02) << x;
}

TEST(LineRaster, partsMakeTheSamePictureAsTheWhole) {
    Picture whole{203, 61}, parts{203, 61};
    std::vector<Vertex> points;
    for (int i = 0; i < 900; ++i)
        points.push_back({i * .23, 30 + 25 * std::sin(i * .7) * std::sin(i * .01)});
    const InkStyle style{0, .6, 1.5, {6, 3}, 2};
    whole.draw(points, style);
    const PixelMap map{{ScaleKind::Linear, {0, 203}, 1}, {ScaleKind::Linear, {0, 61}, 1}, 203, 61};
    const StyledInk styled{inkOf({points, {0}, {}, true}, map), style};
    const std::vector<uint32_t> white(61, kWhite);
    for (const ColumnSpan span : {ColumnSpan{128, 203}, ColumnSpan{0, 64}, ColumnSpan{64, 128}})
        rasterize({&styled, 1}, white, {parts.pixels.data(), 203, 203, 61}, span);
    EXPECT_EQ(parts.pixels, whole.pixels);
}

TEST(LineRaster, linesDrawnOneAfterTheOtherMakeTheSamePictureAsTogether) {
    Picture together{203, 61}, oneByOne{203, 61};
    const PixelMap map{{ScaleKind::Linear, {0, 203}, 1}, {ScaleKind::Linear, {0, 61}, 1}, 203, 61};
    std::vector<StyledInk> lines;
    for (int line = 0; line < 9; ++line) {
        std::vector<Vertex> points;
        const double step = line % 2 ? .21 : 2.7; // every second one crowds its columns, and covers what is below
        for (int i = 0; i * step < 203; ++i)
            points.push_back({i * step, 30 + 4.0 * line + 15 * std::sin(i * 2.3 + line)});
        const double opacity = line % 3 ? 1 : .3;
        lines.push_back({inkOf({points, {0}, {}, true}, map), {0x203050u * unsigned(line), opacity, 1.5, {}, 0}});
    }
    const std::vector<uint32_t> white(61, kWhite);
    rasterize(lines, white, {together.pixels.data(), 203, 203, 61}, {0, 203});
    for (const StyledInk& line : lines)
        rasterize({&line, 1}, {}, {oneByOne.pixels.data(), 203, 203, 61}, {0, 203});
    EXPECT_EQ(oneByOne.pixels, together.pixels);
}

TEST(LineRaster, staysInsideThePicture) {
    Picture picture{33, 17};
    picture.draw({{-1e9, -1e12}, {5, 1e15}, {6, -1e300}, {7, 8}, {1e12, 1e18}, {1e13, 3}});
    picture.draw({{3, 5}});
    EXPECT_NEAR(picture.columnInk(3) + picture.columnInk(2), 1, .3);
}

} // namespace
} // namespace td::plot
