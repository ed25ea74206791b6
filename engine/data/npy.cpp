#include "engine/data/npy.h"

#include "engine/data/npy_header.h"
#include "engine/data/text_encoding.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>

namespace td::data {
namespace {

std::optional<DType> typeOf(const NpyField& field) {
    struct Known {
        char kind;
        uint64_t width;
        DType dtype;
    };
    static constexpr Known kKnown[] = {{'f', 4, DType::F32}, {'f', 8, DType::F64}, {'f', 2, DType::F16},
                                       {'i', 1, DType::I8},  {'i', 2, DType::I16}, {'i', 4, DType::I32},
                                       {'i', 8, DType::I64}, {'u', 1, DType::U8},  {'u', 2, DType::U16},
                                       {'u', 4, DType::U32}, {'u', 8, DType::U64}, {'b', 1, DType::Bool}};
    for (const Known& known : kKnown)
        if (known.kind == field.kind && known.width == field.widthBytes) return known.dtype;
    return std::nullopt;
}

/// One field of the elements, which lie `stride` bytes apart from `offset` on.
struct Elements {
    std::string_view bytes;
    uint64_t stride, offset;
    const NpyHeader* header;

    /// Calls `function(const char*)` for each in row-major order, whatever the file's order.
    template <class F>
    void each(int64_t count, F&& function) const {
        const Extents& extents = header->extents;
        std::vector<uint64_t> steps(extents.size(), stride); // bytes from one index of an axis to the next
        for (size_t axis = 1; axis < extents.size(); ++axis)
            steps[axis] = steps[axis - 1] * static_cast<uint64_t>(extents[axis - 1]);
        std::vector<int64_t> at(extents.size());
        uint64_t place = offset;
        for (int64_t i = 0; i < count; ++i) {
            function(bytes.data() + place);
            place += header->isFortranOrder ? 0 : stride;
            for (size_t axis = extents.size(); header->isFortranOrder && axis-- > 0;) {
                place += steps[axis];
                if (++at[axis] < extents[axis]) break;
                place -= steps[axis] * static_cast<uint64_t>(extents[axis]);
                at[axis] = 0;
            }
        }
    }
};

Result<Tensor> numbersOf(const Elements& elements, const NpyField& field, DType dtype) {
    auto tensor = Tensor::create(dtype, elements.header->extents, Fill::Unset);
    if (!tensor) return tensor;
    const size_t width = elementBytes(dtype);
    const bool isSwapped = field.order == '>' && std::endian::native == std::endian::little;
    if (elements.stride == width && !isSwapped && !elements.header->isFortranOrder) {
        std::memcpy(tensor->bytes(), elements.bytes.data(), tensor->sizeBytes());
    } else {
        std::byte* to = tensor->bytes();
        elements.each(tensor->elements(), [&](const char* from) {
            std::memcpy(to, from, width);
            if (isSwapped) std::reverse(to, to + width);
            to += width;
        });
    }
    if (dtype == DType::Bool) // any other byte would be no bool at all
        for (int64_t i = 0; i < tensor->elements(); ++i)
            tensor->bytes()[i] = std::byte{tensor->bytes()[i] != std::byte{0}};
    return tensor;
}

std::string textAt(const char* at, const NpyField& field) {
    std::string text;
    if (field.kind == 'S') {
        text.assign(at, field.widthBytes);
        text.resize(text.find_last_not_of('\0') + 1);
        return toUtf8Lossy(text);
    }
    for (uint64_t i = 0; i < field.widthBytes; i += 4) {
        uint32_t point = 0;
        std::memcpy(&point, at + i, 4);
        if (field.order == '>') point = __builtin_bswap32(point);
        if (point == 0) break;
        appendUtf8(text, point);
    }
    return text;
}

Result<Tensor> textsOf(const Elements& elements, const NpyField& field, std::vector<std::string>& classes) {
    auto tensor = Tensor::create(DType::I32, elements.header->extents, Fill::Unset);
    if (!tensor) return tensor;
    std::map<std::string, int32_t> indices;
    elements.each(tensor->elements(), [&](const char* from) { indices[textAt(from, field)] = 0; });
    for (auto& [text, index] : indices) {
        index = static_cast<int32_t>(classes.size());
        classes.push_back(text);
    }
    int32_t* to = tensor->as<int32_t>().data();
    elements.each(tensor->elements(), [&](const char* from) { *to++ = indices[textAt(from, field)]; });
    return tensor;
}

void reportNotFinite(const NamedArray& array, const std::string& file, Problems& problems) {
    if (!isFloating(array.values.dtype())) return;
    int64_t infinite = 0, nan = 0;
    for (int64_t i = 0; i < array.values.elements(); ++i) {
        const double value = array.values.at(i);
        infinite += std::isinf(value) ? 1 : 0;
        nan += std::isnan(value) ? 1 : 0;
    }
    if (infinite + nan > 0)
        problems.add({ProblemKind::NotFinite, file, 0, 0, "finite numbers",
                      array.name + ": " + std::to_string(infinite) + " infinite, " + std::to_string(nan) + " NaN"});
}

/// The header's text and where the values begin.
Result<std::string_view> headerText(std::string_view bytes, const std::string& file, size_t& valuesAt) {
    if (!bytes.starts_with("\x93NUMPY") || bytes.size() < 10)
        return failure(fileError(ErrorCode::Corrupt, "BadMagic", file, {{"expected", "\\x93NUMPY"}}));
    const int version = bytes[6];
    if (version < 1 || version > 3)
        return failure(fileError(ErrorCode::Unsupported, "UnknownVersion", file, {{"found", std::to_string(version)}}));
    const size_t sizeBytes = version == 1 ? 2 : 4;
    size_t size = 0;
    for (size_t i = 0; i < sizeBytes && 8 + i < bytes.size(); ++i)
        size |= static_cast<size_t>(static_cast<uint8_t>(bytes[8 + i])) << (8 * i);
    valuesAt = 8 + sizeBytes + size;
    if (valuesAt > bytes.size())
        return failure(fileError(ErrorCode::Corrupt, "Truncated", file, {{"expected", "a whole header"}}));
    return bytes.substr(8 + sizeBytes, size);
}

/// Bytes of one element and of all. Errors: Unsupported, TooLarge, Truncated.
Result<uint64_t> checkedStride(const NpyHeader& header, std::string_view values, const std::string& file,
                               Problems& problems) {
    uint64_t stride = 0;
    for (const NpyField& field : header.fields) {
        if (field.kind == 'O')
            return failure(fileError(ErrorCode::Unsupported, "ObjectArray", file, {{"expected", "numbers or texts"}}));
        if (!typeOf(field) && ((field.kind != 'U' && field.kind != 'S') || field.widthBytes == 0))
            return failure(fileError(ErrorCode::Unsupported, "UnknownType", file,
                                     {{"found", std::string(1, field.kind) + std::to_string(field.widthBytes)}}));
        stride += field.widthBytes;
    }
    uint64_t size = stride;
    for (const int64_t extent : header.extents)
        if (__builtin_mul_overflow(size, static_cast<uint64_t>(extent), &size))
            return failure(fileError(ErrorCode::TooLarge, "TooLarge", file, {{"shape", toString(header.extents)}}));
    if (size > values.size())
        return failure(fileError(ErrorCode::Corrupt, "Truncated", file,
                                 {{"announced", std::to_string(size)}, {"present", std::to_string(values.size())}}));
    if (size < values.size())
        problems.add({ProblemKind::SurplusBytes, file, 0, 0, std::to_string(size), std::to_string(values.size())});
    return stride;
}

} // namespace

Result<std::vector<NamedArray>> readNpy(std::string_view bytes, const std::string& file, const std::string& name,
                                        Problems& problems) {
    size_t valuesAt = 0;
    auto text = headerText(bytes, file, valuesAt);
    if (!text) return failure(std::move(text).error());
    auto header = parseNpyHeader(*text);
    if (!header) {
        header.error().facts.insert(header.error().facts.begin(), {"file", file});
        return failure(std::move(header).error());
    }
    const std::string_view values = bytes.substr(valuesAt);
    auto stride = checkedStride(*header, values, file, problems);
    if (!stride) return failure(std::move(stride).error());
    std::vector<NamedArray> arrays;
    Elements elements{values, *stride, 0, &*header};
    for (const NpyField& field : header->fields) {
        NamedArray array{field.name.empty() ? name : field.name, {}, {}};
        const auto dtype = typeOf(field);
        auto read = dtype ? numbersOf(elements, field, *dtype) : textsOf(elements, field, array.classes);
        if (!read) return failure(std::move(read).error());
        array.values = *std::move(read);
        reportNotFinite(array, file, problems);
        arrays.push_back(std::move(array));
        elements.offset += field.widthBytes;
    }
    return arrays;
}

} // namespace td::data
