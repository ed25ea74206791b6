#include "engine/train/arguments.h"

namespace td::train {

namespace {
std::string listed(double low, double high) {
    return Json(low).dump() + " to " + Json(high).dump();
}
} // namespace

tl::unexpected<Error> badArgument(const Config& config, std::string_view name, std::string expected) {
    return failure(ErrorCode::InvalidArgument,
                   {{"argument", std::string(name)},
                    {"value", config.json(name).dump(-1, ' ', false, Json::error_handler_t::replace)},
                    {"expected", std::move(expected)}});
}

Result<void> needWithin(const Config& config, std::string_view name, double low, double high) {
    if (config.isNull(name)) return {};
    double value = 0;
    if (nn::readNumber(config.json(name), value) && value >= low && value <= high) return {};
    return badArgument(config, name, listed(low, high));
}

Result<void> needAbove(const Config& config, std::string_view name, double low, Bound bound) {
    if (config.isNull(name)) return {};
    double value = 0;
    const bool isNumber = nn::readNumber(config.json(name), value);
    if (isNumber && (bound == Bound::Included ? value >= low : value > low)) return {};
    return badArgument(config, name, (bound == Bound::Included ? "at least " : "above ") + Json(low).dump());
}

Result<std::vector<double>> numbersOf(const Config& config, std::string_view name) {
    const Json& given = config.json(name);
    std::vector<double> found;
    if (given.is_null()) return found;
    const Json list = given.is_array() ? given : Json::array({given});
    for (const Json& each : list) {
        double value = 0;
        if (!nn::readNumber(each, value)) return badArgument(config, name, "a number or a list of numbers");
        found.push_back(value);
    }
    return found;
}

std::vector<double> numbers(const Config& config, std::string_view name) {
    return numbersOf(config, name).value_or(std::vector<double>{});
}

std::vector<int64_t> integers(const Config& config, std::string_view name) {
    std::vector<int64_t> found;
    for (const double value : numbers(config, name))
        found.push_back(static_cast<int64_t>(value));
    return found;
}

std::vector<Parameter> joined(std::vector<Parameter> own, std::vector<Parameter> common) {
    for (Parameter& parameter : common)
        own.push_back(std::move(parameter));
    return own;
}

} // namespace td::train
