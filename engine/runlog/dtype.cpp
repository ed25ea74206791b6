#include "engine/runlog/dtype.h"

namespace td::runlog {

DType dtypeOf(uint64_t number) {
    constexpr uint64_t kReference = 100;
    if (number > kReference) number -= kReference;
    constexpr uint64_t kResource = 20, kVariant = 21;
    const bool known = number <= static_cast<uint64_t>(kLastDType) && number != kResource && number != kVariant;
    return known ? static_cast<DType>(number) : DType::Invalid;
}

uint32_t elementBytes(DType dtype) {
    switch (dtype) {
    case DType::UInt8:
    case DType::Int8:
    case DType::QInt8:
    case DType::QUInt8:
    case DType::Float8E5M2:
    case DType::Float8E4M3FN:
    case DType::Float8E4M3FNUZ:
    case DType::Float8E4M3B11FNUZ:
    case DType::Float8E5M2FNUZ:
    case DType::Int4:
    case DType::UInt4:
    case DType::Bool: return 1;
    case DType::QInt16:
    case DType::QUInt16:
    case DType::Int16:
    case DType::UInt16:
    case DType::BFloat16:
    case DType::Half: return 2;
    case DType::Float:
    case DType::Int32:
    case DType::QInt32:
    case DType::UInt32: return 4;
    case DType::Double:
    case DType::Int64:
    case DType::UInt64:
    case DType::Complex64: return 8;
    case DType::Complex128: return 16;
    case DType::String:
    case DType::Invalid: return 0;
    }
    return 0;
}

std::string_view name(DType dtype) {
    switch (dtype) {
    case DType::Float: return "float32";
    case DType::Double: return "float64";
    case DType::Int32: return "int32";
    case DType::UInt8: return "uint8";
    case DType::Int16: return "int16";
    case DType::Int8: return "int8";
    case DType::String: return "string";
    case DType::Complex64: return "complex64";
    case DType::Int64: return "int64";
    case DType::Bool: return "bool";
    case DType::BFloat16: return "bfloat16";
    case DType::UInt16: return "uint16";
    case DType::Complex128: return "complex128";
    case DType::Half: return "float16";
    case DType::UInt32: return "uint32";
    case DType::UInt64: return "uint64";
    case DType::QInt8: return "qint8";
    case DType::QUInt8: return "quint8";
    case DType::QInt32: return "qint32";
    case DType::QInt16: return "qint16";
    case DType::QUInt16: return "quint16";
    case DType::Float8E5M2: return "float8_e5m2";
    case DType::Float8E4M3FN: return "float8_e4m3fn";
    case DType::Float8E4M3FNUZ: return "float8_e4m3fnuz";
    case DType::Float8E4M3B11FNUZ: return "float8_e4m3b11fnuz";
    case DType::Float8E5M2FNUZ: return "float8_e5m2fnuz";
    case DType::Int4: return "int4";
    case DType::UInt4: return "uint4";
    case DType::Invalid: return "unknown";
    }
    return "unknown";
}

} // namespace td::runlog
