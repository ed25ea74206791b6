#include "engine/train/setup.h"

namespace td::train {

bool matches(std::string_view pattern, std::string_view name) {
    if (pattern.empty()) return name.empty();
    if (pattern[0] == '*')
        return matches(pattern.substr(1), name) || (!name.empty() && matches(pattern, name.substr(1)));
    return !name.empty() && (pattern[0] == '?' || pattern[0] == name[0]) && matches(pattern.substr(1), name.substr(1));
}

Result<Setup> setupFromJson(const Json& json) {
    Setup setup;
    if (json.is_null()) return setup;
    if (!json.is_object()) return failure(ErrorCode::InvalidArgument, {{"key", "training"}, {"expected", "an object"}});
    setup.optimizer = json.value("optimizer", setup.optimizer);
    setup.loss = json.value("loss", setup.loss);
    setup.lossWeights = json.value("loss_weights", setup.lossWeights);
    for (auto [key, into] :
         {std::pair{"metrics", &setup.metrics}, std::pair{"weighted_metrics", &setup.weightedMetrics}})
        if (json.contains(key) && !json[key].is_null())
            *into = json[key].is_array() || json[key].is_object() ? json[key] : Json::array({json[key]});
    const Json frozen = json.value("frozen", Json::array());
    if (!frozen.is_array())
        return failure(ErrorCode::InvalidArgument, {{"key", "frozen"}, {"expected", "a list of names or patterns"}});
    for (const auto& pattern : frozen) {
        if (!pattern.is_string())
            return failure(ErrorCode::InvalidArgument,
                           {{"key", "frozen"}, {"expected", "a list of names or patterns"}});
        setup.frozen.push_back(pattern.get<std::string>());
    }
    return setup;
}

Json setupToJson(const Setup& setup) {
    Json json = {{"optimizer", setup.optimizer}, {"loss", setup.loss}};
    if (!setup.lossWeights.is_null()) json["loss_weights"] = setup.lossWeights;
    if (!setup.metrics.empty()) json["metrics"] = setup.metrics;
    if (!setup.weightedMetrics.empty()) json["weighted_metrics"] = setup.weightedMetrics;
    if (!setup.frozen.empty()) json["frozen"] = setup.frozen;
    return json;
}

} // namespace td::train
