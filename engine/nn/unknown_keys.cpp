#include "engine/nn/unknown_keys.h"

#include "engine/base/nearest.h"
#include "engine/nn/model_reader.h"

#include <algorithm>
#include <array>

namespace td::nn {

namespace {
/// What Keras' get_config writes besides the arguments that it takes, of one version or another.
constexpr std::array<std::string_view, 15> kOfKeras = {
    "name",         "trainable",       "dtype",          "activity_regularizer", "autocast",   "batch_input_shape",
    "input_dtype",  "batch_shape",     "implementation", "quantization_config",  "time_major", "unroll",
    "synchronized", "registered_name", "build_config"};

/// The policy that a "dtype" names: a text, or {"class_name": "DTypePolicy", "config": {"name"}}.
std::string policyIn(const Json& dtype) {
    if (dtype.is_string()) return dtype.get<std::string>();
    const Json config = dtype.is_object() ? dtype.value("config", Json()) : Json();
    const Json name = config.is_object() ? config.value("name", Json()) : Json();
    return name.is_string() ? name.get<std::string>() : std::string();
}

/// Whether a layer is to compute with other numbers than it does.
bool isOtherPrecision(const std::string& policy) {
    const bool isReal = policy.starts_with("float") || policy.starts_with("bfloat") || policy.starts_with("mixed_");
    return isReal && policy != "float32";
}

std::vector<std::string> namesOf(const std::vector<Parameter>& parameters) {
    std::vector<std::string> names;
    for (const auto& parameter : parameters)
        names.push_back(parameter.name);
    return names;
}

class Search {
public:
    explicit Search(const Catalogues& catalogues)
        : m_catalogues(catalogues) {}

    void model(const Model& model, const std::string& path) {
        for (const auto& [key, value] : model.extra.items())
            if (key != "training") m_found.push_back(unknownKey(path, key, names(kModelKeys, "training")));
        std::vector<const Layer*> seen;
        for (const auto& call : model.calls) {
            const Layer& layer = *call.layer;
            const std::string own = path + "layers." + layer.name + ".";
            for (const auto& [key, value] : call.extra.items())
                m_found.push_back(ofEntry(layer, own, key));
            if (std::find(seen.begin(), seen.end(), &layer) != seen.end()) continue;
            seen.push_back(&layer);
            this->layer(layer, own);
        }
    }

    std::vector<UnknownKey> found() && { return std::move(m_found); }

private:
    template <class Keys>
    static std::vector<std::string> names(const Keys& keys, const char* more) {
        std::vector<std::string> names(keys.begin(), keys.end());
        names.emplace_back(more);
        return names;
    }

    void layer(const Layer& layer, const std::string& path) {
        const bool isPlain = !layer.model && !layer.block;
        if (layer.block) arguments(layer.config, layer.block->parameters, path + "config.");
        if (layer.model) model(*layer.model, path);
        if (isPlain) arguments(layer.config, layer.def->parameters, path + "config.");
        if (const auto policy = policyIn(layer.config.json("dtype")); isOtherPrecision(policy))
            m_found.push_back({path + "config.dtype", "dtype", "", policy});
    }

    void arguments(const Config& config, const std::vector<Parameter>& parameters, const std::string& path) {
        const auto own = unknownArguments(config, parameters, path);
        m_found.insert(m_found.end(), own.begin(), own.end());
        for (const auto& parameter : parameters)
            if (parameter.kind == ParameterKind::Object)
                object(config.json(parameter.name), path + parameter.name + ".config.");
    }

    /// What a layer is configured with, whatever its kind: an initializer, a layer that is wrapped …
    void object(const Json& json, const std::string& path) {
        const auto spec = readSpec(json);
        if (!spec || spec->name.empty() || spec->config.empty()) return;
        const auto from = [&](const auto& catalogue) {
            const auto* def = catalogue.find(spec->name);
            if (!def) return false;
            if (const auto config = Config::complete(def->parameters, spec->config))
                arguments(*config, def->parameters, path);
            return true;
        };
        from(m_catalogues.initializers) || from(m_catalogues.regularizers) || from(m_catalogues.constraints) ||
            from(m_catalogues.activations) || from(m_catalogues.layers);
    }

    /// A key beside "config" may be an argument that belongs into it.
    static UnknownKey ofEntry(const Layer& layer, const std::string& path, const std::string& key) {
        const auto& parameters = layer.block ? layer.block->parameters : layer.def->parameters;
        const auto own = namesOf(parameters);
        if (std::find(own.begin(), own.end(), key) != own.end()) return {path + key, key, "config." + key};
        return unknownKey(path, key, {kCallKeys.begin(), kCallKeys.end()});
    }

    const Catalogues& m_catalogues;
    std::vector<UnknownKey> m_found;
};
} // namespace

UnknownKey unknownKey(const std::string& path, const std::string& key, const std::vector<std::string>& known) {
    return {path + key, key, nearestName(key, known)};
}

std::vector<UnknownKey> unknownArguments(const Config& config, const std::vector<Parameter>& parameters,
                                         const std::string& path) {
    std::vector<UnknownKey> found;
    for (const auto& key : config.unknown()) {
        const bool isKnown = std::find(kOfKeras.begin(), kOfKeras.end(), key) != kOfKeras.end();
        if (!isKnown) found.push_back(unknownKey(path, key, namesOf(parameters)));
    }
    return found;
}

std::vector<UnknownKey> unknownKeys(const Model& model, const Catalogues& catalogues) {
    Search search(catalogues);
    search.model(model, "");
    return std::move(search).found();
}

} // namespace td::nn
