#include "engine/tensor/dtype.h"

#include <array>

namespace td {

namespace {
struct DTypeFacts {
    std::string_view name;
    size_t bytes;
};
/// In the order of the enumeration.
constexpr std::array<DTypeFacts, kDTypes> kFacts = {{{"float32", 4},
                                                     {"float64", 8},
                                                     {"float16", 2},
                                                     {"bfloat16", 2},
                                                     {"int8", 1},
                                                     {"int16", 2},
                                                     {"int32", 4},
                                                     {"int64", 8},
                                                     {"uint8", 1},
                                                     {"uint16", 2},
                                                     {"uint32", 4},
                                                     {"uint64", 8},
                                                     {"bool", 1}}};
} // namespace

size_t elementBytes(DType dtype) {
    return kFacts[static_cast<size_t>(dtype)].bytes;
}

std::string_view name(DType dtype) {
    return kFacts[static_cast<size_t>(dtype)].name;
}

std::optional<DType> dtypeNamed(std::string_view name) {
    for (size_t i = 0; i < kFacts.size(); ++i)
        if (kFacts[i].name == name) return static_cast<DType>(i);
    return std::nullopt;
}

} // namespace td
