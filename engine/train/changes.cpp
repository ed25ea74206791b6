#include "engine/train/changes.h"

#include "engine/base/nearest.h"

#include <algorithm>

namespace td::train {

namespace {
using nn::Json;

/// The next step of a path: a key of an object, the number of a list's entry, or an entry's "name".
Json* partOf(Json& json, const std::string& step) {
    if (json.is_null()) json = Json::object(); // a key that is new; whether it is known is looked at later
    if (json.is_string() && step == "config") json = {{"class_name", json}, {"config", Json::object()}};
    if (json.is_object()) return &json[step];
    if (!json.is_array()) return nullptr;
    for (size_t i = 0; i < json.size(); ++i) {
        const bool isNamed = json[i].is_object() && json[i].value("name", Json()) == step;
        if (isNamed || std::to_string(i) == step) return &json[i];
    }
    return nullptr;
}

bool hasName(const Json& json) {
    return json.is_object() && json.contains("name") && json["name"].is_string();
}

/// What a path may go on with.
std::vector<std::string> partNames(const Json& json) {
    std::vector<std::string> names;
    if (json.is_object())
        for (const auto& [key, part] : json.items())
            names.push_back(key);
    if (json.is_array())
        for (const auto& [key, part] : json.items())
            names.push_back(hasName(part) ? part["name"].get<std::string>() : key);
    return names;
}

tl::unexpected<Error> noSuchPart(const std::string& path, const std::string& part, const std::string& nearest) {
    const Fact expected{"expected", "a key, a number or a name that is known there"};
    if (nearest.empty()) return failure(ErrorCode::NotFound, {{"set", path}, {"part", part}, expected});
    return failure(ErrorCode::NotFound, {{"set", path}, {"part", part}, {"nearest", nearest}, expected});
}

/// Whether a change is what brought a key that nothing reads: in its path or in its value.
bool brings(const Change& change, const std::string& key) {
    return ("." + change.first + ".").find("." + key + ".") != std::string::npos ||
           change.second.find("\"" + key + "\"") != std::string::npos;
}
} // namespace

Result<void> setByPath(Json& document, const std::string& path, const std::string& value) {
    Json* at = &document;
    for (size_t begin = 0; begin <= path.size();) {
        const size_t end = std::min(path.find('.', begin), path.size());
        const std::string step = path.substr(begin, end - begin);
        Json* const next = step.empty() ? nullptr : partOf(*at, step);
        if (!next) return noSuchPart(path, step, nearestName(step, partNames(*at)));
        at = next;
        begin = end + 1;
    }
    const Json parsed = Json::parse(value, nullptr, false);
    *at = parsed.is_discarded() ? Json(value) : parsed;
    return {};
}

Result<void> applyChanges(Json& file, std::span<const Change> changes) {
    // A file of Keras' keeps what it knows at its top, and takes how it is trained.
    const bool isOurs = file.is_object() && file.contains("format");
    auto known = partNames(file);
    known.emplace_back("training");
    for (const auto& [path, value] : changes) {
        const std::string first = path.substr(0, path.find('.'));
        if (!isOurs && std::find(known.begin(), known.end(), first) == known.end())
            return noSuchPart(path, first, nearestName(first, known));
        TD_TRY(setByPath(file, path, value));
    }
    return {};
}

Result<void> checkChanges(std::span<const Change> changes, const std::vector<nn::UnknownKey>& unknown) {
    for (const auto& key : unknown)
        for (const auto& change : changes)
            if (key.precision.empty() && brings(change, key.key)) return noSuchPart(change.first, key.key, key.nearest);
    return {};
}

} // namespace td::train
