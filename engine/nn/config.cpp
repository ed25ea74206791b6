#include "engine/nn/config.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace td::nn {

namespace {
const Json kNull = nullptr;

tl::unexpected<Error> wrongValue(const Parameter& parameter, const Json& value, std::string expected) {
    return failure(ErrorCode::InvalidArgument,
                   {{"argument", parameter.name}, {"value", value.dump()}, {"expected", std::move(expected)}});
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words)
        all += (all.empty() ? "" : ", ") + word;
    return all;
}

bool isWhole(const Json& json) {
    constexpr double kLargest = 9007199254740992; // beyond it not every whole number is a double
    if (!json.is_number_float()) return json.is_number_integer();
    const double value = json.get<double>();
    return std::abs(value) <= kLargest && value == std::trunc(value);
}

Result<Json> wholeNumber(const Parameter& parameter, const Json& value) {
    if (!isWhole(value)) return wrongValue(parameter, value, "a whole number");
    return Json(value.is_number_integer() ? value.get<int64_t>() : static_cast<int64_t>(value.get<double>()));
}

Result<Json> realNumber(const Parameter& parameter, const Json& value) {
    double number = 0;
    if (!readNumber(value, number)) return wrongValue(parameter, value, "a number");
    return Json(number);
}

Result<Json> choice(const Parameter& parameter, const Json& value) {
    if (!value.is_string()) return wrongValue(parameter, value, "a text");
    const auto& choices = parameter.choices;
    if (!choices.empty() && std::find(choices.begin(), choices.end(), value.get<std::string>()) == choices.end())
        return wrongValue(parameter, value, "one of " + joined(choices));
    return value;
}

Result<Json> sizeList(const Parameter& parameter, const Json& value) {
    const size_t count = parameter.count;
    if (isWhole(value)) {
        const Json one = wholeNumber(parameter, value).value();
        return Json(std::vector<int64_t>(std::max<size_t>(count, 1), one.get<int64_t>()));
    }
    const auto expected =
        count == 0 ? std::string("a list of whole numbers") : "a whole number or " + std::to_string(count) + " of them";
    if (!value.is_array() || (count != 0 && value.size() != count)) return wrongValue(parameter, value, expected);
    Json list = Json::array();
    for (const auto& entry : value) {
        if (!isWhole(entry)) return wrongValue(parameter, value, expected);
        list.push_back(*wholeNumber(parameter, entry));
    }
    return list;
}

Result<Json> checked(const Parameter& parameter, const Json& value) {
    if (parameter.kind == ParameterKind::Any) return value;
    if (value.is_null()) {
        const bool isFree = parameter.kind == ParameterKind::Any;
        if (isFree || (parameter.standard.is_null() && !parameter.isRequired)) return value;
        return wrongValue(parameter, value, "a value");
    }
    switch (parameter.kind) {
    case ParameterKind::Bool:
        if (!value.is_boolean()) return wrongValue(parameter, value, "true or false");
        return value;
    case ParameterKind::Int:
        return wholeNumber(parameter, value);
    case ParameterKind::Real:
        return realNumber(parameter, value);
    case ParameterKind::Text:
        return choice(parameter, value);
    case ParameterKind::Sizes:
        return sizeList(parameter, value);
    case ParameterKind::Object:
        if (!value.is_string() && !(value.is_object() && value.contains("class_name")))
            return wrongValue(parameter, value, "a name or {\"class_name\", \"config\"}");
        return value;
    case ParameterKind::Any:
        return value;
    }
    return value;
}
} // namespace

bool readNumber(const Json& json, double& into) {
    if (json.is_number()) {
        into = json.get<double>();
        return true;
    }
    if (json.is_object() && json.contains("config") && json["config"].is_object() && json["config"].contains("value"))
        return readNumber(json["config"]["value"], into);
    if (!json.is_string()) return false;
    const auto& text = json.get_ref<const std::string&>();
    if (text == "NaN")
        into = std::numeric_limits<double>::quiet_NaN();
    else if (text == "Infinity")
        into = std::numeric_limits<double>::infinity();
    else if (text == "-Infinity")
        into = -std::numeric_limits<double>::infinity();
    else
        return false;
    return true;
}

Result<Config> Config::complete(const std::vector<Parameter>& schema, const Json& given) {
    if (!given.is_object() && !given.is_null())
        return failure(ErrorCode::InvalidArgument,
                       {{"argument", "config"}, {"value", given.dump()}, {"expected", "an object of arguments"}});
    Config config;
    for (const auto& parameter : schema) {
        const bool isGiven = given.is_object() && given.contains(parameter.name);
        if (!isGiven && parameter.isRequired)
            return failure(ErrorCode::InvalidArgument,
                           {{"argument", parameter.name}, {"value", "missing"}, {"expected", parameter.about}});
        auto value = checked(parameter, isGiven ? given[parameter.name] : parameter.standard);
        if (!value) return failure(value.error());
        config.m_values[parameter.name] = std::move(*value);
    }
    if (given.is_object())
        for (const auto& [key, value] : given.items())
            if (!config.m_values.contains(key)) {
                config.m_values[key] = value;
                config.m_unknown.push_back(key);
            }
    return config;
}

bool Config::has(std::string_view name) const {
    return m_values.contains(name);
}

const Json& Config::json(std::string_view name) const {
    const auto found = m_values.find(name);
    return found == m_values.end() ? kNull : *found;
}

bool Config::flag(std::string_view name) const {
    const Json& value = json(name);
    return value.is_boolean() && value.get<bool>();
}

int64_t Config::integer(std::string_view name) const {
    const Json& value = json(name);
    return value.is_number() ? value.get<int64_t>() : 0;
}

double Config::real(std::string_view name) const {
    double number = 0;
    return readNumber(json(name), number) ? number : 0;
}

std::string Config::text(std::string_view name) const {
    const Json& value = json(name);
    return value.is_string() ? value.get<std::string>() : std::string();
}

std::vector<int64_t> Config::sizes(std::string_view name) const {
    std::vector<int64_t> list;
    for (const auto& entry : json(name))
        if (entry.is_number()) list.push_back(entry.get<int64_t>());
    return list;
}

Config Config::with(std::string_view name, Json value) const {
    Config changed = *this;
    changed.m_values[std::string(name)] = std::move(value);
    return changed;
}

} // namespace td::nn
