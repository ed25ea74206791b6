#include "engine/runlog/tensor_decode.h"

#include "engine/base/float16.h"
#include "engine/runlog/float8.h"
#include "engine/runlog/tensor_wire.h"

#include <limits>

namespace td::runlog {
namespace {

/// Bytes of one entry of a *_val field where it has a fixed width on the wire; 0 for varints.
size_t fixedWidth(uint32_t field) {
    if (field == 5 || field == 9) return 4;
    if (field == 6 || field == 12) return 8;
    return 0;
}

void appendVarint(std::string& bytes, DType dtype, uint64_t v) {
    if (dtype == DType::Bool) v = v != 0;
    const uint32_t width = elementBytes(dtype); // little endian: the low bytes are the number
    bytes.append(reinterpret_cast<const char*>(&v), width);
}

bool appendPacked(std::string& bytes, DType dtype, uint32_t field, Bytes packed) {
    if (const size_t width = fixedWidth(field); width != 0) {
        bytes.append(asText(packed.first(packed.size() - packed.size() % width)));
        return packed.size() % width == 0;
    }
    WireCursor cursor(packed);
    for (uint64_t v = 0; !cursor.atEnd();) {
        if (!cursor.varint(v)) return false;
        appendVarint(bytes, dtype, v);
    }
    return true;
}

bool appendValue(Tensor& tensor, const WireField& f) {
    const DType dtype = tensor.dtype;
    if (dtype == DType::String) {
        if (f.type != WireType::Bytes) return true;
        tensor.strings.emplace_back(f.asText());
        return true;
    }
    if (isFloat8(dtype)) { // a string of bytes, one an element
        if (f.type == WireType::Bytes) tensor.bytes = asText(f.bytes);
        return true;
    }
    if (f.type == WireType::Bytes) return appendPacked(tensor.bytes, dtype, f.number, f.bytes);
    if (const size_t width = fixedWidth(f.number); width != 0) {
        if (f.type != (width == 4 ? WireType::Fixed32 : WireType::Fixed64)) return true;
        tensor.bytes.append(reinterpret_cast<const char*>(&f.varint), width);
    } else if (f.type == WireType::Varint) {
        appendVarint(tensor.bytes, dtype, f.varint);
    }
    return true;
}

/// The number of elements of a shape, or nothing where it is negative or above what an address can count.
std::optional<uint64_t> elements(const std::vector<int64_t>& shape) {
    uint64_t n = 1;
    for (const int64_t d : shape) {
        if (d < 0) return std::nullopt;
        if (d != 0 && n > std::numeric_limits<uint64_t>::max() / 16 / static_cast<uint64_t>(d)) return std::nullopt;
        n *= static_cast<uint64_t>(d);
    }
    return n;
}

Error corrupt(const char* expected) {
    return {ErrorCode::Corrupt, {{"message", "TensorProto"}, {"expected", expected}}};
}

/// Repeats the last element until there are `wanted`; zeros where there is none.
Result<void> fill(Tensor& tensor, uint64_t have, uint64_t wanted) {
    const uint64_t width = tensor.dtype == DType::String ? sizeof(std::string) : elementBytes(tensor.dtype);
    if (wanted > kLargestFilledTensorBytes / width)
        return failure(ErrorCode::TooLarge, {{"message", "TensorProto"}, {"elements", std::to_string(wanted)}});
    if (tensor.dtype == DType::String) {
        const std::string last = have > 0 ? tensor.strings.back() : std::string();
        if (wanted * last.size() > kLargestFilledTensorBytes)
            return failure(ErrorCode::TooLarge, {{"message", "TensorProto"}, {"elements", std::to_string(wanted)}});
        tensor.strings.resize(wanted, last);
        return {};
    }
    const std::string last = have > 0 ? tensor.bytes.substr((have - 1) * width, width) : std::string(width, '\0');
    tensor.bytes.resize(std::min(have, wanted) * width);
    tensor.bytes.reserve(wanted * width);
    for (uint64_t i = have; i < wanted; ++i)
        tensor.bytes += last;
    return {};
}

/// Makes the elements fit the shape and says whether they did.
Result<bool> fitToShape(Tensor& tensor, bool fromContent) {
    const auto wanted = elements(tensor.shape);
    if (!wanted) return failure(corrupt("a shape that can be counted"));
    const uint64_t width = elementBytes(tensor.dtype);
    const uint64_t have = tensor.dtype == DType::String ? tensor.strings.size() : tensor.bytes.size() / width;
    if (have == *wanted) return true;
    if (fromContent) return failure(corrupt("as many elements as the shape counts"));
    TD_TRY(fill(tensor, have, *wanted));
    return have == 1;
}

struct RawTensor {
    uint64_t typeNumber = 0;
    Bytes content;
    std::vector<int64_t> shape;
};

Result<RawTensor> readHead(Bytes message) {
    RawTensor raw;
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);) {
        if (f.number == 1 && f.type == WireType::Varint) raw.typeNumber = f.varint;
        if (f.number == 2 && f.type == WireType::Bytes && !decodeTensorShape(f.bytes, raw.shape))
            return failure(corrupt("a TensorShapeProto"));
        if (f.number == 4 && f.type == WireType::Bytes) raw.content = f.bytes;
    }
    if (cursor.failed()) return failure(corrupt("a protobuf message"));
    return raw;
}

} // namespace

Result<DecodedTensor> decodeTensor(Bytes message) {
    auto raw = readHead(message);
    if (!raw) return failure(raw.error());
    DecodedTensor out;
    out.tensor.dtype = dtypeOf(raw->typeNumber);
    out.tensor.shape = std::move(raw->shape);
    if (out.tensor.dtype == DType::Invalid)
        return failure(ErrorCode::Unsupported,
                       {{"message", "TensorProto"}, {"dtype", std::to_string(raw->typeNumber)}});
    const bool fromContent = !raw->content.empty() && out.tensor.dtype != DType::String;
    if (fromContent) {
        if (raw->content.size() % elementBytes(out.tensor.dtype) != 0)
            return failure(corrupt("whole elements in tensor_content"));
        out.tensor.bytes = asText(raw->content);
    } else {
        const uint32_t field = tensorValueField(out.tensor.dtype);
        WireCursor cursor(message);
        for (WireField f; cursor.next(f);)
            if (f.number == field && !appendValue(out.tensor, f)) return failure(corrupt("packed numbers"));
        out.tensor.bytes.resize(out.tensor.dtype == DType::String
                                    ? 0
                                    : out.tensor.bytes.size() / elementBytes(out.tensor.dtype) *
                                          elementBytes(out.tensor.dtype));
    }
    const auto fits = fitToShape(out.tensor, fromContent);
    if (!fits) return failure(fits.error());
    out.fillsShape = *fits;
    out.fromContent = fromContent;
    return out;
}

uint64_t Tensor::elementCount() const {
    if (dtype == DType::String) return strings.size();
    const uint32_t width = elementBytes(dtype);
    return width == 0 ? 0 : bytes.size() / width;
}

double Tensor::number(uint64_t i) const {
    if (i >= elementCount() || dtype == DType::String) return std::numeric_limits<double>::quiet_NaN();
    const uint8_t* p = reinterpret_cast<const uint8_t*>(bytes.data()) + i * elementBytes(dtype);
    switch (dtype) {
    case DType::Float:
    case DType::Complex64:
        return loadAs<float>(p);
    case DType::Double:
    case DType::Complex128:
        return loadAs<double>(p);
    case DType::Int64:
        return static_cast<double>(loadAs<int64_t>(p));
    case DType::UInt64:
        return static_cast<double>(loadAs<uint64_t>(p));
    case DType::Int32:
    case DType::QInt32:
        return loadAs<int32_t>(p);
    case DType::UInt32:
        return loadAs<uint32_t>(p);
    case DType::Int16:
    case DType::QInt16:
        return loadAs<int16_t>(p);
    case DType::UInt16:
    case DType::QUInt16:
        return loadAs<uint16_t>(p);
    case DType::Int8:
    case DType::QInt8:
        return static_cast<int8_t>(*p);
    case DType::UInt8:
    case DType::QUInt8:
        return *p;
    case DType::Int4:
        return signedNibble(*p);
    case DType::UInt4:
        return *p & 0xF;
    case DType::Bool:
        return *p != 0;
    case DType::Half:
        return halfToFloat(loadAs<uint16_t>(p));
    case DType::BFloat16:
        return bfloat16ToFloat(loadAs<uint16_t>(p));
    case DType::Float8E5M2:
    case DType::Float8E4M3FN:
    case DType::Float8E4M3FNUZ:
    case DType::Float8E4M3B11FNUZ:
    case DType::Float8E5M2FNUZ:
        return float8ToFloat(dtype, *p);
    default:
        return std::numeric_limits<double>::quiet_NaN();
    }
}

} // namespace td::runlog
