#include "engine/data/image.h"
#include "engine/data/image_decoders.h"
#include "engine/data/problem.h"

#include <csetjmp>
#include <cstring>
#include <png.h>
#include <zlib.h>

namespace td::data {
namespace {

/// What libpng's callbacks see. It leaves by longjmp, so that nothing with a destructor may live between.
struct Reading {
    std::string_view left;
    const char* problem = nullptr;
    std::jmp_buf leave;
};

void readBytes(png_structp png, png_bytep into, size_t count) {
    auto* reading = static_cast<Reading*>(png_get_io_ptr(png));
    if (reading->left.size() < count) {
        reading->problem = "Truncated";
        png_error(png, "truncated");
    }
    std::memcpy(into, reading->left.data(), count);
    reading->left.remove_prefix(count);
}

[[noreturn]] void onError(png_structp png, png_const_charp) {
    auto* reading = static_cast<Reading*>(png_get_error_ptr(png));
    if (!reading->problem) reading->problem = "Damaged";
    std::longjmp(reading->leave, 1); // NOLINT(cert-err52-cpp): the only way out that libpng knows
}
void onWarning(png_structp, png_const_charp) {}

struct Png {
    Reading reading;
    png_structp png = nullptr;
    png_infop info = nullptr;
    uint32_t width = 0, height = 0;
    int channels = 0;
    ~Png() { png_destroy_read_struct(&png, &info, nullptr); }

    /// Width and height; false with `reading.problem` set.
    bool open(std::string_view bytes) {
        reading.left = bytes;
        png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reading, onError, onWarning);
        info = png ? png_create_info_struct(png) : nullptr;
        if (!info) return false;
        if (setjmp(reading.leave)) return false; // NOLINT(cert-err52-cpp)
        png_set_user_limits(png, 1u << 20, 1u << 20);
        png_set_chunk_malloc_max(png, 8u << 20);
        png_set_read_fn(png, &reading, readBytes);
        png_read_info(png, info);
        width = png_get_image_width(png, info);
        height = png_get_image_height(png, info);
        return true;
    }
    bool prepare() {
        if (setjmp(reading.leave)) return false; // NOLINT(cert-err52-cpp)
        png_set_expand(png);
        png_set_scale_16(png);
        png_set_interlace_handling(png);
        png_read_update_info(png, info);
        channels = png_get_channels(png, info);
        return png_get_bit_depth(png, info) == 8;
    }
    bool readRows(png_bytepp rows) {
        if (setjmp(reading.leave)) return false; // NOLINT(cert-err52-cpp)
        png_read_image(png, rows);
        png_read_end(png, nullptr);
        return true;
    }
};

/// Whether all whole chunks have the checksums they state. libpng would tell of damaged pixels before it looks.
bool hasGoodChecksums(std::string_view bytes) {
    const auto number = [&](size_t at) {
        uint32_t value = 0;
        for (size_t i = 0; i < 4; ++i)
            value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
        return value;
    };
    for (size_t at = 8; bytes.size() - at >= 12;) {
        const size_t size = number(at);
        if (size > bytes.size() - at - 12) return true; // cut off: another problem
        const auto* data = reinterpret_cast<const Bytef*>(bytes.data() + at + 4);
        if (crc32_z(0, data, size + 4) != number(at + 8 + size)) return false;
        at += 12 + size;
    }
    return true;
}

} // namespace

Result<Tensor> decodePng(std::string_view bytes, const std::string& file) {
    Png png;
    const auto bad = [&] {
        return failure(fileError(ErrorCode::Corrupt, png.reading.problem ? png.reading.problem : "Damaged", file));
    };
    if (!hasGoodChecksums(bytes)) return failure(fileError(ErrorCode::Corrupt, "ChecksumMismatch", file));
    if (!png.open(bytes)) return bad();
    if (static_cast<int64_t>(png.width) * png.height > kPixelLimit)
        return failure(fileError(ErrorCode::TooLarge, "TooLarge", file,
                                 {{"found", std::to_string(png.width) + "x" + std::to_string(png.height)},
                                  {"limit", std::to_string(kPixelLimit) + " pixels"}}));
    if (!png.prepare()) return bad();
    auto image = Tensor::create(DType::U8, {png.height, png.width, png.channels}, Fill::Unset);
    if (!image) return image;
    std::vector<png_bytep> rows(png.height);
    for (size_t y = 0; y < rows.size(); ++y)
        rows[y] = image->as<uint8_t>().data() + y * png.width * static_cast<size_t>(png.channels);
    if (!png.readRows(rows.data())) return bad();
    return image;
}

} // namespace td::data
