#include "engine/train/unknown_keys.h"

#include "engine/train/callbacks/callbacks.h"
#include "engine/train/catalogues.h"

#include <algorithm>

namespace td::train {

namespace {
using nn::Json;
using nn::UnknownKey;

const std::vector<std::string>& knownKeys() {
    static const std::vector<std::string> kKnown = {"optimizer",
                                                    "loss",
                                                    "loss_weights",
                                                    "metrics",
                                                    "weighted_metrics",
                                                    "callbacks",
                                                    "frozen",
                                                    "epochs",
                                                    "batch_size",
                                                    "steps_per_epoch",
                                                    "shuffle",
                                                    "validation_split",
                                                    "validate_every",
                                                    "class_weight",
                                                    "seed",
                                                    "recompute",
                                                    "data",
                                                    "classes",
                                                    "preparation",
                                                    "preprocess", // what a run adds
                                                    "run_eagerly",
                                                    "steps_per_execution",
                                                    "jit_compile",
                                                    "auto_scale_loss"}; // what Keras' compile_config has besides
    return kKnown;
}

class Search {
public:
    void training(const Json& json) {
        for (const auto& [key, value] : json.items())
            if (std::find(knownKeys().begin(), knownKeys().end(), key) == knownKeys().end())
                m_found.push_back(nn::unknownKey("training.", key, knownKeys()));
        const Json none;
        const auto part = [&](const char* key) -> const Json& { return json.contains(key) ? json[key] : none; };
        optimizer(part("optimizer"));
        each(part("loss"), "training.loss",
             [&](const Json& spec, const std::string& path) { object(builtins().losses, spec, path); });
        for (const char* key : {"metrics", "weighted_metrics"})
            each(part(key), std::string("training.") + key, [&](const Json& spec, const std::string& path) {
                object(builtins().metrics, spec, path) || object(builtins().losses, spec, path);
            });
        each(part("callbacks"), "training.callbacks",
             [&](const Json& spec, const std::string& path) { object(builtinCallbacks(), spec, path); });
    }

    std::vector<UnknownKey> found() && { return std::move(m_found); }

private:
    void optimizer(const Json& spec) {
        object(builtins().optimizers, spec, "training.optimizer");
        const auto read = nn::readSpec(spec);
        if (read && read->config.contains("learning_rate"))
            object(builtins().schedules, read->config["learning_rate"], "training.optimizer.config.learning_rate");
    }

    /// One thing, a list of them, or some by output; lists in lists too.
    template <class Visit>
    void each(const Json& json, const std::string& path, Visit visit) {
        const bool isOne = !json.is_array() && (!json.is_object() || json.contains("class_name"));
        if (isOne) return visit(json, path);
        size_t i = 0;
        for (const auto& [key, entry] : json.items())
            each(entry, path + "." + (json.is_array() ? std::to_string(i++) : key), visit);
    }

    /// False where there is no such name, which whoever makes the thing says.
    template <class Def>
    bool object(const nn::Catalogue<Def>& catalogue, const Json& json, const std::string& path) {
        const auto spec = nn::readSpec(json);
        const Def* def = spec && !spec->name.empty() ? catalogue.find(spec->name) : nullptr;
        if (!def) return false;
        if (const auto config = nn::Config::complete(def->parameters, spec->config)) {
            const auto own = nn::unknownArguments(*config, def->parameters, path + ".config.");
            m_found.insert(m_found.end(), own.begin(), own.end());
        }
        return true;
    }

    std::vector<UnknownKey> m_found;
};
} // namespace

std::vector<UnknownKey> unknownTrainingKeys(const Json& training) {
    Search search;
    if (training.is_object()) search.training(training);
    return std::move(search).found();
}

std::vector<UnknownKey> unknownKeys(const nn::Model& model) {
    auto found = nn::unknownKeys(model);
    const auto training = unknownTrainingKeys(model.extra.value("training", Json()));
    found.insert(found.end(), training.begin(), training.end());
    return found;
}

} // namespace td::train
