#include "engine/data/idx.h"

#include <algorithm>
#include <cstring>

namespace td::data {
namespace {

std::optional<DType> typeOf(uint8_t code) {
    switch (code) {
    case 0x08:
        return DType::U8;
    case 0x09:
        return DType::I8;
    case 0x0B:
        return DType::I16;
    case 0x0C:
        return DType::I32;
    case 0x0D:
        return DType::F32;
    case 0x0E:
        return DType::F64;
    default:
        return std::nullopt;
    }
}

std::string hex(std::string_view bytes) {
    std::string text = "0x";
    for (const char byte : bytes) {
        constexpr char kDigits[] = "0123456789ABCDEF";
        text += kDigits[static_cast<uint8_t>(byte) >> 4];
        text += kDigits[static_cast<uint8_t>(byte) & 15];
    }
    return text;
}

uint64_t bigEndian32(std::string_view bytes) {
    uint64_t value = 0;
    for (size_t i = 0; i < 4; ++i)
        value = value << 8 | static_cast<uint8_t>(bytes[i]);
    return value;
}

void copySwapped(std::string_view from, std::byte* to, size_t width) {
    std::memcpy(to, from.data(), from.size());
    if (width > 1)
        for (size_t i = 0; i + width <= from.size(); i += width)
            std::reverse(to + i, to + i + width);
}

} // namespace

Result<Tensor> readIdx(std::string_view bytes, const std::string& file, Problems& problems) {
    const auto bad = [&](ErrorCode code, std::string_view problem, std::vector<Fact> facts) {
        return failure(fileError(code, problem, file, std::move(facts)));
    };
    if (bytes.size() < 4 || bytes[0] != 0 || bytes[1] != 0)
        return bad(ErrorCode::Corrupt, "BadMagic",
                   {{"found", hex(bytes.substr(0, 4))}, {"expected", "0x0000 TYPE RANK"}});
    const auto dtype = typeOf(static_cast<uint8_t>(bytes[2]));
    if (!dtype) return bad(ErrorCode::Unsupported, "UnknownType", {{"found", hex(bytes.substr(2, 1))}});
    const auto rank = static_cast<size_t>(static_cast<uint8_t>(bytes[3]));
    if (bytes.size() < 4 + 4 * rank)
        return bad(ErrorCode::Corrupt, "Truncated", {{"expected", "a size for each axis"}});
    Extents extents;
    uint64_t size = elementBytes(*dtype);
    bool isTooLarge = false;
    for (size_t i = 0; i < rank; ++i) {
        extents.push_back(static_cast<int64_t>(bigEndian32(bytes.substr(4 + 4 * i, 4))));
        isTooLarge = __builtin_mul_overflow(size, static_cast<uint64_t>(extents.back()), &size) || isTooLarge;
    }
    if (isTooLarge) return bad(ErrorCode::TooLarge, "TooLarge", {{"shape", toString(extents)}});
    const std::string_view values = bytes.substr(4 + 4 * rank);
    if (values.size() < size) {
        const uint64_t rowBytes = rank > 0 && extents[0] > 0 ? size / static_cast<uint64_t>(extents[0]) : size;
        return bad(ErrorCode::Corrupt, "Truncated",
                   {{"announced", rank > 0 ? std::to_string(extents[0]) : "1"},
                    {"present", std::to_string(values.size() / std::max<uint64_t>(rowBytes, 1))}});
    }
    if (values.size() > size)
        problems.add({ProblemKind::SurplusBytes, file, 0, 0, std::to_string(size), std::to_string(values.size())});
    auto tensor = Tensor::create(*dtype, std::move(extents), Fill::Unset);
    if (!tensor) return tensor;
    copySwapped(values.substr(0, size), tensor->bytes(), elementBytes(*dtype));
    return tensor;
}

} // namespace td::data
