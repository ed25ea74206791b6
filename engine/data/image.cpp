#include "engine/data/image.h"

#include "engine/data/image_decoders.h"
#include "engine/data/problem.h"

#include <algorithm>
#include <cmath>

namespace td::data {
namespace {

/// One pixel as the wanted channels, 0 … 255.
void pixelAs(const uint8_t* pixel, int64_t channels, int64_t wanted, float* out) {
    const bool isGrey = channels <= 2;
    float rgb[3] = {static_cast<float>(pixel[0]), static_cast<float>(pixel[isGrey ? 0 : 1]),
                    static_cast<float>(pixel[isGrey ? 0 : 2])};
    if (channels == 2 || channels == 4) {
        const float alpha = static_cast<float>(pixel[channels - 1]) / 255.0f;
        for (float& value : rgb)
            value = value * alpha + 255.0f * (1 - alpha);
    }
    if (wanted == 1)
        out[0] = isGrey ? rgb[0] : 0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2];
    else
        std::copy_n(rgb, 3, out);
}

/// Which two pixels of an axis a new one lies between, and how near the second.
struct Between {
    int64_t low, high;
    float weight;
};
std::vector<Between> betweens(int64_t from, int64_t to) {
    std::vector<Between> places(static_cast<size_t>(to));
    for (int64_t i = 0; i < to; ++i) {
        const double at = (static_cast<double>(i) + 0.5) * static_cast<double>(from) / static_cast<double>(to) - 0.5;
        const auto low = static_cast<int64_t>(std::floor(at));
        places[static_cast<size_t>(i)] = {std::clamp<int64_t>(low, 0, from - 1),
                                          std::clamp<int64_t>(low + 1, 0, from - 1),
                                          static_cast<float>(at - static_cast<double>(low))};
    }
    return places;
}

} // namespace

Result<Tensor> decodeImage(std::string_view bytes, const std::string& file) {
    if (bytes.empty()) return failure(fileError(ErrorCode::InvalidArgument, "EmptyFile", file));
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return decodePng(bytes, file);
    if (bytes.starts_with("\xFF\xD8\xFF")) return decodeJpeg(bytes, file);
    return failure(fileError(ErrorCode::Unsupported, "UnknownFormat", file, {{"expected", "PNG or JPEG"}}));
}

Result<Tensor> fittedImage(const Tensor& image, int64_t height, int64_t width, int64_t channels) {
    const int64_t fromHeight = image.extents()[0], fromWidth = image.extents()[1], from = image.extents()[2];
    if (height < 1 || width < 1 || (channels != 1 && channels != 3) || fromHeight < 1 || fromWidth < 1)
        return failure(ErrorCode::InvalidArgument, {{"size", toString(Extents{height, width, channels})},
                                                    {"expected", "at least one pixel of 1 or 3 channels"}});
    auto fitted = Tensor::create(DType::U8, {height, width, channels}, Fill::Unset);
    if (!fitted) return fitted;
    const auto rows = betweens(fromHeight, height), columns = betweens(fromWidth, width);
    const auto* pixels = image.as<uint8_t>().data();
    uint8_t* out = fitted->as<uint8_t>().data();
    for (const Between& y : rows)
        for (const Between& x : columns) {
            float corner[4][3];
            pixelAs(pixels + (y.low * fromWidth + x.low) * from, from, channels, corner[0]);
            pixelAs(pixels + (y.low * fromWidth + x.high) * from, from, channels, corner[1]);
            pixelAs(pixels + (y.high * fromWidth + x.low) * from, from, channels, corner[2]);
            pixelAs(pixels + (y.high * fromWidth + x.high) * from, from, channels, corner[3]);
            for (int64_t c = 0; c < channels; ++c) {
                const float top = corner[0][c] + (corner[1][c] - corner[0][c]) * x.weight;
                const float bottom = corner[2][c] + (corner[3][c] - corner[2][c]) * x.weight;
                *out++ = static_cast<uint8_t>(std::clamp(top + (bottom - top) * y.weight + 0.5f, 0.0f, 255.0f));
            }
        }
    return fitted;
}

} // namespace td::data
