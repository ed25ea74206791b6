#include "engine/data/image.h"
#include "engine/data/image_decoders.h"
#include "engine/data/problem.h"

#include <csetjmp>
#include <cstdio>
#include <jpeglib.h>

namespace td::data {
namespace {

/// libjpeg leaves by longjmp; nothing with a destructor may live between.
struct Jpeg {
    jpeg_error_mgr errors{};
    std::jmp_buf leave;
    jpeg_decompress_struct info{};
    bool isOpen = false;

    Jpeg() {
        info.err = jpeg_std_error(&errors);
        info.client_data = this;
        errors.error_exit = [](j_common_ptr common) {
            std::longjmp(static_cast<Jpeg*>(common->client_data)->leave, 1); // NOLINT(cert-err52-cpp)
        };
        errors.output_message = [](j_common_ptr) {};
    }
    ~Jpeg() {
        if (isOpen) jpeg_destroy_decompress(&info);
    }
    Jpeg(const Jpeg&) = delete;
    Jpeg& operator=(const Jpeg&) = delete;

    bool open(std::string_view bytes) {
        if (setjmp(leave)) return false; // NOLINT(cert-err52-cpp)
        jpeg_create_decompress(&info);
        isOpen = true;
        jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
        return jpeg_read_header(&info, TRUE) == JPEG_HEADER_OK;
    }
    bool start() {
        if (setjmp(leave)) return false; // NOLINT(cert-err52-cpp)
        if (info.num_components == 4)
            info.out_color_space = JCS_CMYK;
        else if (info.num_components != 1)
            info.out_color_space = JCS_RGB;
        return jpeg_start_decompress(&info) == TRUE;
    }
    bool readRows(uint8_t* into) {
        if (setjmp(leave)) return false; // NOLINT(cert-err52-cpp)
        const size_t rowBytes = static_cast<size_t>(info.output_width) * static_cast<size_t>(info.output_components);
        while (info.output_scanline < info.output_height) {
            JSAMPROW row = into + info.output_scanline * rowBytes;
            jpeg_read_scanlines(&info, &row, 1);
        }
        return jpeg_finish_decompress(&info) == TRUE;
    }
};

/// What Adobe's programs write is inverted; so is all CMYK in JPEG that is met.
Result<Tensor> rgbOfCmyk(const Tensor& cmyk, bool isInverted) {
    const Extents& from = cmyk.extents();
    auto rgb = Tensor::create(DType::U8, {from[0], from[1], 3}, Fill::Unset);
    if (!rgb) return rgb;
    const auto in = cmyk.as<uint8_t>();
    const auto out = rgb->as<uint8_t>();
    for (size_t i = 0; i < out.size() / 3; ++i)
        for (size_t c = 0; c < 3; ++c) {
            const int ink = in[i * 4 + c], black = in[i * 4 + 3];
            out[i * 3 + c] = static_cast<uint8_t>(isInverted ? ink * black / 255 : (255 - ink) * (255 - black) / 255);
        }
    return rgb;
}

/// Source: EXIF 2.3, tag 0x0112: 5 to 8 exchange the axes.
Result<Tensor> oriented(const Tensor& image, int orientation) {
    if (orientation <= 1 || orientation > 8) return image;
    const int64_t height = image.extents()[0], width = image.extents()[1], channels = image.extents()[2];
    const bool isTurned = orientation >= 5;
    auto turned =
        Tensor::create(DType::U8, {isTurned ? width : height, isTurned ? height : width, channels}, Fill::Unset);
    if (!turned) return turned;
    const bool isFlippedX = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool isFlippedY = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    const auto in = image.as<uint8_t>();
    const auto out = turned->as<uint8_t>();
    size_t to = 0;
    for (int64_t y = 0; y < turned->extents()[0]; ++y)
        for (int64_t x = 0; x < turned->extents()[1]; ++x) {
            int64_t fromX = isTurned ? y : x, fromY = isTurned ? x : y;
            if (isFlippedX) fromX = width - 1 - fromX;
            if (isFlippedY) fromY = height - 1 - fromY;
            for (int64_t c = 0; c < channels; ++c)
                out[to++] = in[static_cast<size_t>((fromY * width + fromX) * channels + c)];
        }
    return turned;
}

} // namespace

int exifOrientation(std::string_view jpeg) {
    const size_t at = jpeg.substr(0, 65536).find(std::string_view("Exif\0\0", 6));
    if (at == std::string_view::npos) return 1;
    const std::string_view tiff = jpeg.substr(at + 6, 65536);
    if (tiff.size() < 14) return 1;
    const bool isBig = tiff[0] == 'M';
    const auto number = [&](size_t offset, size_t width) {
        uint32_t value = 0;
        for (size_t i = 0; i < width && offset + i < tiff.size(); ++i) {
            const uint32_t byte = static_cast<uint8_t>(tiff[offset + i]);
            value = isBig ? value << 8 | byte : value | byte << (8 * i);
        }
        return value;
    };
    const uint32_t directory = number(4, 4);
    if (directory > tiff.size() - 2) return 1;
    const uint32_t entries = number(directory, 2);
    for (uint32_t i = 0; i < entries && directory + 2 + 12 * (i + 1) <= tiff.size(); ++i)
        if (number(directory + 2 + 12 * i, 2) == 0x0112) return static_cast<int>(number(directory + 2 + 12 * i + 8, 2));
    return 1;
}

Result<Tensor> decodeJpeg(std::string_view bytes, const std::string& file) {
    Jpeg jpeg;
    // What is missing is filled with an end of the picture, and warned of; the damage that follows is no other one.
    const auto bad = [&] {
        return failure(fileError(ErrorCode::Corrupt, jpeg.errors.num_warnings > 0 ? "Truncated" : "Damaged", file));
    };
    if (!jpeg.open(bytes)) return bad();
    const int64_t width = jpeg.info.image_width, height = jpeg.info.image_height;
    if (width * height > kPixelLimit)
        return failure(fileError(ErrorCode::TooLarge, "TooLarge", file,
                                 {{"found", std::to_string(width) + "x" + std::to_string(height)},
                                  {"limit", std::to_string(kPixelLimit) + " pixels"}}));
    if (!jpeg.start()) return bad();
    auto image = Tensor::create(DType::U8, {height, width, jpeg.info.output_components}, Fill::Unset);
    if (!image) return image;
    if (!jpeg.readRows(image->as<uint8_t>().data())) return bad();
    if (jpeg.errors.num_warnings > 0) return bad();
    if (image->extents()[2] == 4) {
        image = rgbOfCmyk(*image, jpeg.info.saw_Adobe_marker == TRUE);
        if (!image) return image;
    }
    return oriented(*image, exifOrientation(bytes));
}

} // namespace td::data
