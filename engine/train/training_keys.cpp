#include "engine/train/training_keys.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace td::train {

using nn::Json;

namespace {
/// Null where there is no such key, or its value is null.
const Json* given(const Json& training, const char* key) {
    const auto found = training.find(key);
    return found == training.end() || found->is_null() ? nullptr : &*found;
}

std::optional<int64_t> classIndex(const std::string& key, const std::vector<std::string>& classes, int64_t count) {
    const auto named = std::find(classes.begin(), classes.end(), key);
    if (named != classes.end()) return named - classes.begin();
    int64_t index = 0;
    const auto [end, problem] = std::from_chars(key.data(), key.data() + key.size(), index);
    const bool isWhole = problem == std::errc() && end == key.data() + key.size();
    return isWhole && index >= 0 && (count == 0 || index < count) ? std::optional(index) : std::nullopt;
}

/// "a class: setosa, versicolor, or its number, 0 … 1"
std::string classesText(const std::vector<std::string>& classes, int64_t count) {
    constexpr size_t kShown = 20;
    std::string names;
    for (size_t i = 0; i < std::min(kShown, classes.size()); ++i)
        names.append(names.empty() ? "a class: " : ", ").append(classes[i]);
    if (classes.size() > kShown) names.append(", …");
    std::string numbers = "the number of a class, ";
    if (count > 0)
        numbers.append("0 … ").append(std::to_string(count - 1));
    else
        numbers.append("from 0");
    return names.empty() ? numbers : names.append("; or ").append(numbers);
}
} // namespace

tl::unexpected<Error> badKey(const std::string& key, const Json& value, const std::string& expected) {
    return failure(ErrorCode::InvalidArgument,
                   {{"key", "training." + key}, {"value", value.dump()}, {"expected", expected}});
}

Result<int64_t> wholeNumber(const Json& training, const char* key, int64_t standard, int64_t least) {
    const Json* const value = given(training, key);
    if (!value) return standard;
    if (!value->is_number_integer() || value->get<int64_t>() < least)
        return badKey(key, *value, std::string("a whole number of at least ").append(std::to_string(least)));
    return value->get<int64_t>();
}

Result<bool> flag(const Json& training, const char* key, bool standard) {
    const Json* const value = given(training, key);
    if (!value) return standard;
    if (!value->is_boolean()) return badKey(key, *value, "true or false");
    return value->get<bool>();
}

Result<std::string> textIn(const Json& training, const char* key) {
    const Json* const value = given(training, key);
    if (!value) return std::string();
    if (!value->is_string()) return badKey(key, *value, "a text");
    return value->get<std::string>();
}

Result<uint64_t> seedIn(const Json& training) {
    const Json* const value = given(training, "seed");
    if (!value) return uint64_t{0};
    const bool isFine = value->is_number_unsigned() || (value->is_number_integer() && value->get<int64_t>() >= 0);
    if (!isFine) return badKey("seed", *value, "a whole number of at least 0");
    return value->get<uint64_t>();
}

Result<double> validationSplitIn(const Json& training) {
    const Json* const value = given(training, "validation_split");
    if (!value) return 0.0;
    if (!value->is_number() || !(value->get<double>() >= 0) || value->get<double>() >= 1)
        return badKey("validation_split", *value, "a fraction from 0 up to 1");
    return value->get<double>();
}

Result<std::map<int64_t, double>> classWeightsIn(const Json& training, const std::vector<std::string>& classes,
                                                 int64_t count) {
    std::map<int64_t, double> weights;
    const Json* const value = given(training, "class_weight");
    if (!value) return weights;
    if (!value->is_object()) return badKey("class_weight", *value, "a weight for each class, by its name or number");
    for (const auto& [name, weight] : value->items()) {
        const auto index = classIndex(name, classes, count);
        if (!index) return badKey("class_weight", Json(name), classesText(classes, count));
        if (!weight.is_number() || !std::isfinite(weight.get<double>()) || weight.get<double>() < 0)
            return badKey("class_weight." + name, weight, "a number of at least 0");
        if (!weights.emplace(*index, weight.get<double>()).second)
            return badKey("class_weight", Json(name), "each class once, by its name or its number");
    }
    return weights;
}

} // namespace td::train
