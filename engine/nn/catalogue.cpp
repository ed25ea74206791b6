#include "engine/nn/catalogue.h"

#include <cctype>

namespace td::nn {

std::string snakeCase(std::string_view className) {
    // Keras' two rules: a border before a capital that is followed by small letters, and one between a small letter or digit and a capital.
    std::string snake;
    for (size_t i = 0; i < className.size(); ++i) {
        const char c = className[i];
        const bool isUpper = std::isupper(static_cast<unsigned char>(c)) != 0;
        const bool followsWord = i > 0 && std::isupper(static_cast<unsigned char>(className[i - 1])) == 0;
        const bool startsWord =
            i > 0 && i + 1 < className.size() && std::islower(static_cast<unsigned char>(className[i + 1])) != 0;
        if (isUpper && (followsWord || startsWord) && !snake.empty() && snake.back() != '_') snake += '_';
        snake += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return snake;
}

Result<Spec> readSpec(const Json& json) {
    if (json.is_null()) return Spec{};
    if (json.is_string()) return Spec{json.get<std::string>(), Json::object()};
    if (!json.is_object() || !json.contains("class_name") || !json["class_name"].is_string())
        return failure(ErrorCode::InvalidArgument,
                       {{"value", json.dump()}, {"expected", "a name or {\"class_name\", \"config\"}"}});
    const auto className = json["class_name"].get<std::string>();
    const Json config = json.value("config", Json::object());
    if (className == "function" && config.is_string()) return Spec{config.get<std::string>(), Json::object()};
    if (!config.is_object() && !config.is_null())
        return failure(ErrorCode::InvalidArgument,
                       {{"value", json.dump()}, {"expected", "\"config\" to be an object"}});
    return Spec{className, config.is_null() ? Json::object() : config};
}

} // namespace td::nn
