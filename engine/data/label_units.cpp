#include "engine/data/label_units.h"

#include "engine/data/spec.h"

#include <algorithm>
#include <optional>

namespace td::data {

namespace {
std::vector<double> numbersIn(const Json& entry, const char* key) {
    std::vector<double> numbers;
    for (const Json& number : entry.value(key, Json::array()))
        numbers.push_back(number.is_number() ? number.get<double>() : 0);
    return numbers;
}

double numberIn(const Json& entry, const char* key, double standard) {
    const Json value = entry.value(key, Json(standard));
    return value.is_number() ? value.get<double>() : standard;
}

/// What the labels are called in examples: a series has one, the target.
std::vector<std::string> labelsOf(const Spec& spec) {
    return spec.kind == "series" ? std::vector<std::string>{"target"} : spec.labels;
}
} // namespace

Result<LabelUnits> LabelUnits::of(std::string_view preparation) {
    Problems ignored;
    const auto spec = readSpec(preparation, {}, "preparation", ignored);
    if (!spec) return failure(spec.error());
    LabelUnits units;
    for (const std::string& label : labelsOf(*spec)) {
        auto& steps = units.m_labels.emplace_back();
        for (const Json& entry : spec->preprocess.value_or(Json::array())) {
            if (!entry.is_object() || entry.value("column", Json()) != label) continue;
            const Json map = entry.value("map", Json());
            const double scale = numberIn(entry, "scale", 1);
            if (map == "rescale" && scale != 0)
                steps.push_back({{1 / scale}, {-numberIn(entry, "offset", 0) / scale}});
            else if (map == "standardize" && !numbersIn(entry, "mean").empty())
                steps.push_back({numbersIn(entry, "deviation"), numbersIn(entry, "mean")});
            else if (map != "cast" && map != "reshape") { // there is no way back
                steps.clear();
                break;
            }
        }
        std::ranges::reverse(steps);
    }
    return units;
}

double LabelUnits::undone(size_t label, size_t element, double value) const {
    if (!changes(label)) return value;
    for (const Step& step : m_labels[label]) {
        if (step.factors.empty() || step.shifts.empty()) continue;
        value = value * step.factors[element % step.factors.size()] + step.shifts[element % step.shifts.size()];
    }
    return value;
}

} // namespace td::data
