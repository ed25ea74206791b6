#include "engine/nn/model_json.h"

#include "engine/base/file.h"
#include "engine/base/text_place.h"
#include "engine/nn/model_reader.h"

namespace td::nn {

namespace {
tl::unexpected<Error> unusable(std::string where, std::string expected) {
    return failure(ErrorCode::InvalidArgument, {{"where", std::move(where)}, {"expected", std::move(expected)}});
}

Error inFile(Error error, const std::filesystem::path& path) {
    error.facts.insert(error.facts.begin(), {"file", path.string()});
    return error;
}

/// Arguments that are not what they would be anyway.
Json givenArguments(Json config, const std::vector<Parameter>& schema, const Json& common) {
    for (const auto& parameter : schema)
        if (!parameter.isRequired && config.contains(parameter.name) && config[parameter.name] == parameter.standard)
            config.erase(parameter.name);
    for (const auto& [key, value] : common.items())
        if (config.contains(key) && config[key] == value) config.erase(key);
    return config;
}

Json blockEntry(const Layer& use) {
    Json entry = {{"block", use.block->name}, {"name", use.name}};
    Json config = givenArguments(use.config.all(), use.block->parameters, {{"trainable", true}});
    if (!config.empty()) entry["config"] = std::move(config);
    return entry;
}

/// What a layer's entry holds: a nested model as Keras writes it, else class and arguments without the name.
Json entryOf(const Layer& layer) {
    if (layer.block) return blockEntry(layer);
    Json entry = {{"class_name", layer.def->className}, {"name", layer.name}};
    Json config = givenArguments(layer.config.all(), layer.def->parameters,
                                 {{"trainable", true}, {"dtype", "float32"}, {"activity_regularizer", nullptr}});
    config.erase("name");
    if (!config.empty()) entry["config"] = std::move(config);
    return entry;
}

class Writer {
public:
    explicit Writer(const Model& model)
        : m_model(model) {}

    Json write() {
        Json json = m_model.extra;
        json["format"] = kModelFormat;
        json["version"] = m_model.blocks.empty() ? 1 : kModelVersion; // the first that can read it
        json["name"] = m_model.name;
        for (const auto& [name, block] : m_model.blocks)
            json["blocks"][name] = block->definition;
        for (const auto& input : m_model.inputs)
            json["inputs"].push_back(inputEntry(input));
        for (size_t i = 0; i < m_model.calls.size(); ++i)
            json["layers"].push_back(callEntry(i));
        for (const Place& place : m_model.outputs)
            json["outputs"].push_back(reference(place));
        return json;
    }

private:
    static Json inputEntry(const ModelInput& input) {
        Json shape = Json::array();
        for (int axis = 1; axis < input.type.shape.rank(); ++axis) {
            const Dim& dim = input.type.shape[axis];
            shape.push_back(dim.isKnown() ? Json(dim.value()) : Json(dim.toString()));
        }
        return {{"name", input.name}, {"shape", shape}, {"dtype", std::string(td::name(input.type.dtype))}};
    }

    Json callEntry(size_t i) {
        const LayerCall& call = m_model.calls[i];
        Json entry = call.extra;
        if (const auto first = m_firstUse.find(call.layer.get()); first != m_firstUse.end()) {
            m_callNames.push_back(first->second + "__" + std::to_string(i));
            entry.update({{"use", first->second}, {"name", m_callNames.back()}});
        } else {
            m_firstUse[call.layer.get()] = call.layer->name;
            m_callNames.push_back(call.layer->name);
            entry.update(entryOf(*call.layer));
        }
        for (const Place& place : call.inputs)
            entry["inputs"].push_back(reference(place));
        for (const auto& [name, place] : call.named)
            entry["named"][name] = reference(place);
        if (!call.options.empty()) entry["options"] = call.options;
        return entry;
    }

    [[nodiscard]] std::string reference(const Place& place) const {
        if (place.call < 0) return m_model.inputs[static_cast<size_t>(place.output)].name;
        const auto& name = m_callNames[static_cast<size_t>(place.call)];
        return place.output == 0 ? name : name + ":" + std::to_string(place.output);
    }

    const Model& m_model;
    std::map<const Layer*, std::string> m_firstUse;
    std::vector<std::string> m_callNames;
};
} // namespace

namespace {
Result<Model> readChecked(const Json& json, const Catalogues& catalogues) {
    if (!json.is_object()) return unusable("model", "an object");
    if (!json.contains("format")) {
        if (json.contains("class_name")) return modelFromKeras(json, catalogues);
        return unusable("format", std::string(kModelFormat));
    }
    if (json["format"] != kModelFormat)
        return failure(ErrorCode::Unsupported,
                       {{"format", json["format"].dump()}, {"expected", std::string(kModelFormat)}});
    const Json version = json.value("version", Json(0));
    if (!version.is_number_integer() || version.get<int>() < 1 || version.get<int>() > kModelVersion)
        return failure(
            ErrorCode::Unsupported,
            {{"version", version.dump()}, {"expected", std::string("1 to ").append(std::to_string(kModelVersion))}});
    return readModelBody(json, catalogues);
}
} // namespace

Result<Model> modelFromJson(const Json& json, const Catalogues& catalogues) {
    try {
        return readChecked(json, catalogues);
    } catch (const Json::exception& error) {
        // A value of another type than its key asks for, where no check names it better.
        return failure(ErrorCode::InvalidArgument, {{"expected", error.what()}});
    }
}

Json modelToJson(const Model& model) {
    return Writer(model).write();
}

Result<Json> parseJson(std::string_view text, const std::string& file) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        return failure(notJson(file, text, error.byte == 0 ? 0 : error.byte - 1)); // it counts from 1
    }
}

Result<Model> readModel(const std::filesystem::path& path, const Catalogues& catalogues) {
    const auto text = readWholeFile(path);
    if (!text) return failure(text.error());
    const auto json = parseJson(*text, path.string());
    if (!json) return failure(json.error());
    auto model = modelFromJson(*json, catalogues);
    if (!model) return failure(inFile(model.error(), path));
    return model;
}

Result<void> writeModel(const Model& model, const std::filesystem::path& path) {
    return writeFileAtomically(path, modelToJson(model).dump(1, '\t') + "\n");
}

} // namespace td::nn
