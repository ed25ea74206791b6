#include "engine/runlog/dtype.h"

namespace td::runlog {

uint32_t elementBytes(DType dtype) {
    switch (dtype) {
    case DType::UInt8:
    case DType::Int8:
    case DType::Bool: return 1;
    case DType::Int16:
    case DType::UInt16:
    case DType::BFloat16:
    case DType::Half: return 2;
    case DType::Float:
    case DType::Int32:
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
    case DType::Invalid: return "unknown";
    }
    return "unknown";
}

} // namespace td::runlog
