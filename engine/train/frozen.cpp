#include "engine/train/frozen.h"

#include "engine/nn/catalogue.h"

#include <algorithm>

namespace td::train {

namespace {
std::vector<std::string> layersOf(const nn::Weights& weights) {
    std::vector<std::string> layers;
    for (const auto& weight : weights.all()) {
        const std::string layer = weight.path.substr(0, weight.path.rfind('/'));
        if (std::find(layers.begin(), layers.end(), layer) == layers.end()) layers.push_back(layer);
    }
    return layers;
}
} // namespace

bool isFrozenBy(std::string_view pattern, std::string_view path) {
    const std::string inside = std::string(pattern).append("/*"), older = nn::olderName(path);
    return matches(pattern, path) || matches(inside, path) || matches(pattern, older) || matches(inside, older);
}

Result<void> checkFrozen(const std::vector<std::string>& patterns, const nn::Weights& weights) {
    for (const auto& pattern : patterns) {
        const bool isMet = std::any_of(weights.all().begin(), weights.all().end(),
                                       [&](const auto& weight) { return isFrozenBy(pattern, weight.path); });
        if (!isMet) return failure(nn::unknownName("frozen", pattern, layersOf(weights)));
    }
    return {};
}

} // namespace td::train
