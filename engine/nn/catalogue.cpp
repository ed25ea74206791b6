#include "engine/nn/catalogue.h"

#include "engine/base/nearest.h"

#include <cctype>

namespace td::nn {

std::string snakeCase(std::string_view className) {
    std::string word;
    for (const char c : className)
        if (static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_')
            word += c;
    // Keras' rules: a border before a capital that a small letter follows or that follows one; a digit makes none.
    const auto isSmall = [&](size_t at) {
        return at < word.size() && std::islower(static_cast<unsigned char>(word[at])) != 0;
    };
    std::string snake;
    for (size_t i = 0; i < word.size(); ++i) {
        const auto c = static_cast<unsigned char>(word[i]);
        if (i > 0 && std::isupper(c) != 0 && (isSmall(i + 1) || isSmall(i - 1))) snake += '_';
        snake += static_cast<char>(std::tolower(c));
    }
    return snake;
}

std::string olderName(std::string_view name) {
    std::string older;
    for (size_t i = 0; i < name.size(); ++i) {
        const bool isOfSize = name[i] == 'd' && i >= 2 && name[i - 1] >= '1' && name[i - 1] <= '3' &&
                              std::isalpha(static_cast<unsigned char>(name[i - 2])) != 0;
        const bool endsWord = i + 1 == name.size() || name[i + 1] == '_' || name[i + 1] == '/';
        if (isOfSize && endsWord) older += '_';
        older += name[i];
    }
    return older;
}

std::string shownName(const ObjectDef& def) {
    std::string plain;
    for (const char c : def.className)
        plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto& aliases = def.aliases;
    return std::find(aliases.begin(), aliases.end(), plain) != aliases.end() ? plain : snakeCase(def.className);
}

Error unknownName(std::string_view kind, std::string_view name, const std::vector<std::string>& known) {
    constexpr size_t kReadable = 60;
    Error error(ErrorCode::NotFound, {{std::string(kind), std::string(name)}});
    if (auto nearest = nearestName(name, known); !nearest.empty())
        error.facts.push_back({"nearest", std::move(nearest)});
    std::string all;
    for (const auto& each : known)
        all.append(all.empty() ? "one of " : ", ").append(each);
    const bool isReadable = !known.empty() && known.size() <= kReadable;
    error.facts.push_back({"expected", isReadable ? all : "a name of the catalogue"});
    return error;
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
