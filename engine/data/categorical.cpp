#include "engine/data/categorical.h"

#include "engine/data/convert.h"

#include <algorithm>

namespace td::data {
namespace {

int64_t indexAt(DType dtype, const std::byte* indices, int64_t i) {
    int64_t index = 0;
    convert(dtype, indices + i * static_cast<int64_t>(elementBytes(dtype)), DType::I64,
            reinterpret_cast<std::byte*>(&index), 1);
    return index;
}

} // namespace

int64_t writeCategorical(DType dtype, const std::byte* indices, int64_t count, int64_t classes, float* into) {
    std::fill_n(into, count * classes, 0.0f);
    for (int64_t i = 0; i < count; ++i) {
        const int64_t index = indexAt(dtype, indices, i);
        if (index < 0 || index >= classes) return i;
        into[i * classes + index] = 1;
    }
    return -1;
}

Result<Tensor> toCategorical(const Tensor& x, int64_t numClasses) {
    int64_t classes = numClasses;
    for (int64_t i = 0; numClasses == 0 && i < x.elements(); ++i)
        classes = std::max(classes, std::min(indexAt(x.dtype(), x.bytes(), i), kClassLimit) + 1);
    if (classes < 1)
        return failure(ErrorCode::InvalidArgument, {{"num_classes", std::to_string(numClasses)},
                                                    {"indices", std::to_string(x.elements())},
                                                    {"expected", "a number of classes, or an index of at least 0"}});
    if (classes > kClassLimit)
        return failure(ErrorCode::TooLarge,
                       {{"num_classes", std::to_string(classes)}, {"limit", std::to_string(kClassLimit)}});
    Extents extents = x.extents();
    if (extents.size() > 1 && extents.back() == 1) extents.pop_back();
    extents.push_back(classes);
    auto made = Tensor::create(DType::F32, std::move(extents), Fill::Unset);
    if (!made) return made;
    const int64_t wrong =
        writeCategorical(x.dtype(), x.bytes(), x.elements(), classes, reinterpret_cast<float*>(made->bytes()));
    if (wrong < 0) return made;
    return failure(ErrorCode::InvalidArgument, {{"place", std::to_string(wrong)},
                                                {"index", std::to_string(indexAt(x.dtype(), x.bytes(), wrong))},
                                                {"expected", "0 to " + std::to_string(classes - 1)}});
}

} // namespace td::data
