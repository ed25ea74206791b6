#include "engine/data/image.h"

#include "engine/data/image_decoders.h"
#include "engine/data/problem.h"
#include "engine/data/resampling.h"

#include <algorithm>

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

} // namespace

Result<Tensor> decodeImage(std::string_view bytes, const std::string& file) {
    if (bytes.empty()) return failure(fileError(ErrorCode::InvalidArgument, "EmptyFile", file));
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return decodePng(bytes, file);
    if (bytes.starts_with("\xFF\xD8\xFF")) return decodeJpeg(bytes, file);
    return failure(fileError(ErrorCode::Unsupported, "UnknownFormat", file, {{"expected", "PNG or JPEG"}}));
}

Result<Tensor> fittedImage(const Tensor& image, const ResizeOptions& size, int64_t channels) {
    const int64_t height = image.extents()[0], width = image.extents()[1], from = image.extents()[2];
    if (channels != 1 && channels != 3)
        return failure(ErrorCode::InvalidArgument,
                       {{"channels", std::to_string(channels)}, {"expected", "1 or 3 channels"}});
    const auto resampling = Resampling::create(height, width, channels, size);
    if (!resampling) return failure(resampling.error());
    auto fitted = Tensor::create(DType::U8, {size.height, size.width, channels}, Fill::Unset);
    if (!fitted) return fitted;
    const auto* pixels = image.as<uint8_t>().data();
    uint8_t* out = fitted->as<uint8_t>().data();
    resampling->run(
        [&](int64_t y, int64_t first, int64_t count, float* row) {
            for (int64_t x = first; x < first + count; ++x, row += channels)
                pixelAs(pixels + (y * width + x) * from, from, channels, row);
        },
        [&](int64_t, std::span<const float> row) {
            for (const float value : row)
                *out++ = static_cast<uint8_t>(std::clamp(value + 0.5f, 0.0f, 255.0f));
        });
    return fitted;
}

} // namespace td::data
