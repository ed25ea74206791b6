#include "engine/runlog/tensor_wire.h"

namespace td::runlog {

uint32_t tensorValueField(DType dtype) {
    switch (dtype) {
    case DType::Float:
        return 5;
    case DType::Double:
        return 6;
    case DType::String:
        return 8;
    case DType::Complex64:
        return 9;
    case DType::Int64:
        return 10;
    case DType::Bool:
        return 11;
    case DType::Complex128:
        return 12;
    case DType::Half:
    case DType::BFloat16:
        return 13;
    case DType::UInt32:
        return 16;
    case DType::UInt64:
        return 17;
    case DType::Float8E5M2:
    case DType::Float8E4M3FN:
    case DType::Float8E4M3FNUZ:
    case DType::Float8E4M3B11FNUZ:
    case DType::Float8E5M2FNUZ:
        return 18;
    default:
        return isInIntVal(dtype) ? 7 : 0;
    }
}

Bytes joined(Bytes before, Bytes more, std::string& memory) {
    const bool isThere =
        !memory.empty() && before.data() == asBytes(memory).data(); // then many pieces are no more work
    if (!isThere) memory = asText(before);
    memory += asText(more);
    return asBytes(memory);
}

bool decodeTensorShape(Bytes message, std::vector<int64_t>& shape) {
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

} // namespace td::runlog
