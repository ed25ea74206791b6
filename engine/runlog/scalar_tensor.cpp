#include "engine/runlog/event_decoder.h"

#include "engine/base/float16.h"
#include "engine/runlog/float8.h"
#include "engine/runlog/tensor_wire.h"

#include <bit>

namespace td::runlog {
namespace {

uint64_t floatBits(float f) { return std::bit_cast<uint32_t>(f); }
uint64_t int32Bits(int32_t v) { return static_cast<uint32_t>(v); }

/// Element 0 of tensor_content.
uint64_t bitsFromContent(DType dtype, const uint8_t* p) {
    switch (dtype) {
    case DType::Float: return loadAs<uint32_t>(p);
    case DType::Double:
    case DType::Int64:
    case DType::UInt64: return loadAs<uint64_t>(p);
    case DType::Int32:
    case DType::QInt32:
    case DType::UInt32: return loadAs<uint32_t>(p);
    case DType::Int16:
    case DType::QInt16: return int32Bits(loadAs<int16_t>(p));
    case DType::UInt16:
    case DType::QUInt16: return int32Bits(loadAs<uint16_t>(p));
    case DType::Int8:
    case DType::QInt8: return int32Bits(static_cast<int8_t>(*p));
    case DType::UInt8:
    case DType::QUInt8: return int32Bits(*p);
    case DType::Int4: return int32Bits(signedNibble(*p));
    case DType::UInt4: return *p & 0xF;
    case DType::Bool: return int32Bits(*p != 0);
    case DType::Half: return floatBits(halfToFloat(loadAs<uint16_t>(p)));
    case DType::BFloat16: return static_cast<uint64_t>(loadAs<uint16_t>(p)) << 16;
    default: return isFloat8(dtype) ? floatBits(float8ToFloat(dtype, *p)) : 0;
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
    case DType::Int4: return int32Bits(signedNibble(v));
    case DType::UInt4: return v & 0xF;
    default: return int32Bits(static_cast<int32_t>(v));
    }
}

/// The *_val field of a type that is a single real number; 0 for strings, complex numbers and unknown types.
uint32_t realValueField(DType dtype) {
    const bool isReal = dtype != DType::String && dtype != DType::Complex64 && dtype != DType::Complex128;
    return isReal ? tensorValueField(dtype) : 0;
}

/// The first element of a repeated number, packed or not.
bool firstElement(const WireField& f, DType dtype, uint64_t& bits) {
    const bool isFloat = dtype == DType::Float, isDouble = dtype == DType::Double;
    if (isFloat8(dtype)) {
        if (f.type != WireType::Bytes || f.bytes.empty()) return false;
        bits = bitsFromContent(dtype, f.bytes.data());
        return true;
    }
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
        if (f.number == 1 && f.type == WireType::Varint) out.typeNumber = f.varint;
        else if (f.number == 2 && f.type == WireType::Bytes && !decodeTensorShape(f.bytes, out.shape)) return false;
        else if (f.number == 4 && f.type == WireType::Bytes) content = f.bytes;
        else if (f.number >= 5 && f.number != 8 && values.number == 0) values = f;
    }
    out.dtype = dtypeOf(out.typeNumber);
    const uint32_t field = realValueField(out.dtype);
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
    if (out.dtype == DType::Float || out.dtype == DType::Double || isFloat8(out.dtype)) out.bits = 0;
    return content.empty() && values.number == 0;
}

} // namespace td::runlog
