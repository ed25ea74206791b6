#include "engine/runlog/event_decoder.h"

#include <bit>

namespace td::runlog {
namespace {

float halfToFloat(uint16_t h) {
    const uint32_t sign = static_cast<uint32_t>(h & 0x8000u) << 16;
    const uint32_t exponent = (h >> 10) & 31u, fraction = h & 1023u;
    if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000u | (fraction << 13));
    if (exponent == 0) { // zero and subnormals: fraction × 2^-24 is exact in float
        const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
        return std::bit_cast<float>(sign | std::bit_cast<uint32_t>(magnitude));
    }
    return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (fraction << 13));
}

uint64_t floatBits(float f) { return std::bit_cast<uint32_t>(f); }
uint64_t int32Bits(int32_t v) { return static_cast<uint32_t>(v); }

/// Element 0 of tensor_content.
uint64_t bitsFromContent(DType dtype, const uint8_t* p) {
    switch (dtype) {
    case DType::Float: return loadAs<uint32_t>(p);
    case DType::Double:
    case DType::Int64:
    case DType::UInt64: return loadAs<uint64_t>(p);
    case DType::Int32: return loadAs<uint32_t>(p);
    case DType::UInt32: return loadAs<uint32_t>(p);
    case DType::Int16: return int32Bits(loadAs<int16_t>(p));
    case DType::UInt16: return int32Bits(loadAs<uint16_t>(p));
    case DType::Int8: return int32Bits(static_cast<int8_t>(*p));
    case DType::UInt8: return int32Bits(*p);
    case DType::Bool: return int32Bits(*p != 0);
    case DType::Half: return floatBits(halfToFloat(loadAs<uint16_t>(p)));
    case DType::BFloat16: return static_cast<uint64_t>(loadAs<uint16_t>(p)) << 16;
    default: return 0;
    }
}

/// Element 0 given as a varint of one of the *_val fields.
uint64_t bitsFromVarint(DType dtype, uint64_t v) {
    switch (dtype) {
    case DType::Half: return floatBits(halfToFloat(static_cast<uint16_t>(v)));
    case DType::BFloat16: return (v & 0xFFFF) << 16;
    case DType::Int64:
    case DType::UInt64: return v;
    case DType::UInt32: return v & 0xFFFFFFFFull;
    case DType::Bool: return v != 0;
    default: return int32Bits(static_cast<int32_t>(v));
    }
}

/// Which *_val field of TensorProto holds this type.
uint32_t valueField(DType dtype) {
    switch (dtype) {
    case DType::Float: return 5;
    case DType::Double: return 6;
    case DType::Int32:
    case DType::Int16:
    case DType::Int8:
    case DType::UInt8:
    case DType::UInt16: return 7;
    case DType::Int64: return 10;
    case DType::Bool: return 11;
    case DType::Half:
    case DType::BFloat16: return 13;
    case DType::UInt32: return 16;
    case DType::UInt64: return 17;
    default: return 0;
    }
}

bool decodeShape(Bytes message, std::vector<int64_t>& shape) {
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);) {
        if (f.number != 2 || f.type != WireType::Bytes) continue;
        int64_t size = 0;
        WireCursor dim(f.bytes);
        for (WireField d; dim.next(d);)
            if (d.number == 1 && d.type == WireType::Varint) size = d.asInt64();
        if (dim.failed()) return false;
        shape.push_back(size);
    }
    return !cursor.failed();
}

/// The first element of a repeated number, packed or not.
bool firstElement(const WireField& f, DType dtype, uint64_t& bits) {
    const bool isFloat = dtype == DType::Float, isDouble = dtype == DType::Double;
    if (f.type == WireType::Bytes) {
        if (isFloat || isDouble) {
            const size_t n = isFloat ? 4 : 8;
            if (f.bytes.size() < n) return false;
            bits = bitsFromContent(dtype, f.bytes.data());
            return true;
        }
        uint64_t v = 0;
        WireCursor cursor(f.bytes);
        if (!cursor.varint(v)) return false;
        bits = bitsFromVarint(dtype, v);
        return true;
    }
    bits = isFloat || isDouble ? f.varint : bitsFromVarint(dtype, f.varint);
    return true;
}

} // namespace

bool decodeScalarTensor(Bytes tensor, ScalarBits& out) {
    Bytes content;
    WireField values;
    WireCursor cursor(tensor);
    for (WireField f; cursor.next(f);) {
        if (f.number == 1 && f.type == WireType::Varint) out.dtype = f.varint < 24 ? static_cast<DType>(f.varint) : DType::Invalid;
        else if (f.number == 2 && f.type == WireType::Bytes && !decodeShape(f.bytes, out.shape)) return false;
        else if (f.number == 4 && f.type == WireType::Bytes) content = f.bytes;
        else if (f.number >= 5 && f.number != 8 && values.number == 0) values = f;
    }
    const uint32_t field = valueField(out.dtype);
    if (cursor.failed() || field == 0) return false;
    for (const int64_t d : out.shape)
        if (d <= 0) return false;
    if (content.size() >= elementBytes(out.dtype)) {
        out.contentAt = content.data();
        out.bits = bitsFromContent(out.dtype, content.data());
        return true;
    }
    if (values.number == field) return firstElement(values, out.dtype, out.bits);
    out.bits = bitsFromVarint(out.dtype, 0); // no value at all stands for zero
    if (out.dtype == DType::Float || out.dtype == DType::Double) out.bits = 0;
    return content.empty() && values.number == 0;
}

} // namespace td::runlog
