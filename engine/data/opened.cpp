#include "engine/data/opened.h"

#include "engine/data/statistics.h"

#include <algorithm>

namespace td::data {

std::vector<std::string> numberedClasses(std::span<const int32_t> values) {
    std::vector<std::string> names;
    const int32_t largest = values.empty() ? -1 : *std::ranges::max_element(values);
    for (int32_t i = 0; i <= std::min(largest, 1 << 20); ++i)
        names.push_back(std::to_string(i));
    return names;
}

FoundColumn foundClasses(const std::string& name, const std::vector<std::string>& classes,
                         std::span<const int32_t> values) {
    FoundColumn found{name, "category", "label", 0, 0, 0, 0, 0, {}};
    for (const std::string& each : classes)
        found.classes.emplace_back(each, 0);
    for (const int32_t value : values)
        if (value >= 0 && static_cast<size_t>(value) < found.classes.size())
            ++found.classes[static_cast<size_t>(value)].second;
    return found;
}

FoundColumn foundNumbers(const std::string& name, const std::string& kind, const Tensor& values) {
    const Statistics all = statisticsOf(values);
    return {name, kind, "feature", all.notFinite, all.min, all.max, all.mean, all.deviation(), {}};
}

Result<Tensor> classTensor(std::span<const int32_t> values) {
    auto tensor = Tensor::create(DType::I32, {static_cast<int64_t>(values.size())}, Fill::Unset);
    if (tensor) std::ranges::copy(values, tensor->as<int32_t>().begin());
    return tensor;
}

} // namespace td::data
