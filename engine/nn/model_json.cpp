#include "engine/nn/model_json.h"

#include "engine/base/file.h"

namespace td::nn {

namespace {
tl::unexpected<Error> unusable(std::string where, std::string expected) {
    return failure(ErrorCode::InvalidArgument, {{"where", std::move(where)}, {"expected", std::move(expected)}});
}

class Reader {
public:
    explicit Reader(const Catalogues& catalogues)
        : m_catalogues(catalogues) {}

    Result<Model> read(const Json& json) {
        for (const char* key : {"inputs", "layers"})
            if (!json.contains(key) || !json[key].is_array() || json[key].empty())
                return unusable(key, "a list that is not empty");
        m_model.name = json.value("name", std::string("model"));
        for (const auto& entry : json["inputs"])
            TD_TRY(readInput(entry));
        m_last = {-1, 0};
        for (const auto& entry : json["layers"])
            TD_TRY(readCall(entry));
        TD_TRY(readOutputs(json.value("outputs", Json::array())));
        for (const auto& [key, value] : json.items())
            if (key != "format" && key != "version" && key != "name" && key != "inputs" && key != "layers" &&
                key != "outputs")
                m_model.extra[key] = value;
        TD_TRY(m_model.finish());
        return std::move(m_model);
    }

private:
    Result<void> readInput(const Json& entry) {
        const auto where = "inputs[" + std::to_string(m_model.inputs.size()) + "]";
        if (!entry.is_object() || !entry.contains("shape") || !entry["shape"].is_array())
            return unusable(where, "{\"name\", \"shape\": [sizes without the batch]}");
        ModelInput input{entry.value("name", std::string("input")), {DType::F32, Shape{Dim::symbol("B")}}};
        const auto dtype = dtypeNamed(entry.value("dtype", std::string("float32")));
        if (!dtype) return unusable(where, "a \"dtype\" such as \"float32\" or \"int32\"");
        input.type.dtype = *dtype;
        for (const auto& size : entry["shape"]) {
            const auto dim = readDim(size, input.type.shape.rank(), input.name);
            if (!dim)
                return unusable(where,
                                "sizes: whole numbers, null for any, or a name for one that several inputs share");
            input.type.shape.append(*dim);
        }
        if (m_places.contains(input.name)) return unusable(where, "a name that nothing else has");
        m_places[input.name] = {-1, static_cast<int>(m_model.inputs.size())};
        m_model.inputs.push_back(std::move(input));
        return {};
    }

    static std::optional<Dim> readDim(const Json& size, int axis, const std::string& input) {
        if (size.is_number_integer() && size.get<int64_t>() >= 0) return Dim(size.get<int64_t>());
        if (size.is_string()) return Dim::parse(size.get<std::string>());
        if (!size.is_null()) return std::nullopt;
        return freeSize(axis, input);
    }

    /// "name" or "name:2"
    Result<Place> placeOf(const Json& reference, const std::string& who) const {
        if (!reference.is_string()) return unusable(who, "inputs: names of inputs or layers above");
        auto name = reference.get<std::string>();
        int output = 0;
        if (const auto colon = name.rfind(':'); colon != std::string::npos) {
            output = std::atoi(name.c_str() + colon + 1);
            name.resize(colon);
        }
        const auto found = m_places.find(name);
        if (found == m_places.end())
            return failure(ErrorCode::NotFound,
                           {{"layer", who}, {"input", name}, {"expected", "an input or a layer above this one"}});
        Place place = found->second;
        if (place.call >= 0) place.output = output;
        return place;
    }

    Result<void> readCall(const Json& entry) {
        if (!entry.is_object()) return unusable("layers[" + std::to_string(m_model.calls.size()) + "]", "an object");
        const auto given = entry.value("name", std::string());
        auto layer =
            entry.contains("use") ? used(entry["use"]) : createLayer(withName(entry), m_catalogues, freeName(entry));
        if (!layer) return failure(layer.error());
        LayerCall call{*layer, {}};
        const auto who = given.empty() ? (*layer)->name : given;
        if (!entry.contains("inputs")) call.inputs = {m_last};
        for (const auto& reference : entry.value("inputs", Json::array())) {
            auto place = placeOf(reference, who);
            if (!place) return failure(place.error());
            call.inputs.push_back(*place);
        }
        const Json named = entry.value("named", Json::object());
        for (const auto& [name, reference] : named.items()) {
            auto place = placeOf(reference, who);
            if (!place) return failure(place.error());
            call.named.emplace_back(name, *place);
        }
        call.options = entry.value("options", Json::object());
        if (m_places.contains(who))
            return failure(ErrorCode::InvalidArgument, {{"layer", who}, {"expected", "a name that nothing else has"}});
        m_last = {static_cast<int>(m_model.calls.size()), 0};
        m_places[who] = m_last;
        m_model.calls.push_back(std::move(call));
        return {};
    }

    static Json withName(Json entry) {
        if (entry.contains("name")) entry["config"]["name"] = entry["name"];
        return entry;
    }

    std::string freeName(const Json& entry) const {
        const auto base = snakeCase(entry.value("class_name", std::string()));
        std::string name = base;
        for (int i = 1; m_places.contains(name); ++i)
            name = base + "_" + std::to_string(i);
        return name;
    }

    Result<LayerPtr> used(const Json& reference) const {
        auto place = placeOf(reference, "use");
        if (!place) return failure(place.error());
        if (place->call < 0) return unusable("use", "the name of a layer above");
        return m_model.calls[static_cast<size_t>(place->call)].layer;
    }

    Result<void> readOutputs(const Json& outputs) {
        if (outputs.empty()) m_model.outputs = {m_last};
        for (const auto& reference : outputs) {
            auto place = placeOf(reference, "outputs");
            if (!place) return failure(place.error());
            m_model.outputs.push_back(*place);
        }
        return {};
    }

    const Catalogues& m_catalogues;
    Model m_model;
    Place m_last;
    std::map<std::string, Place, std::less<>> m_places;
};

Error inFile(Error error, const std::filesystem::path& path) {
    error.facts.insert(error.facts.begin(), {"file", path.string()});
    return error;
}

/// What a layer's entry holds: a nested model as Keras writes it, else class and arguments without the name and without what is standard anyway.
Json entryOf(const LayerPtr& layer) {
    Json entry = {{"class_name", layer->def->className}, {"name", layer->name}};
    Json config = layer->config.all();
    for (const auto& parameter : layer->def->parameters)
        if (config.contains(parameter.name) && config[parameter.name] == parameter.standard)
            config.erase(parameter.name);
    config.erase("name");
    const Json standard = {{"trainable", true}, {"dtype", "float32"}, {"activity_regularizer", nullptr}};
    for (const auto& [key, value] : standard.items())
        if (config.contains(key) && config[key] == value) config.erase(key);
    if (!config.empty()) entry["config"] = config;
    return entry;
}

class Writer {
public:
    explicit Writer(const Model& model)
        : m_model(model) {}

    Json write() {
        Json json = m_model.extra;
        json["format"] = kModelFormat;
        json["version"] = kModelVersion;
        json["name"] = m_model.name;
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
        Json entry;
        if (const auto first = m_firstUse.find(call.layer.get()); first != m_firstUse.end()) {
            m_callNames.push_back(first->second + "__" + std::to_string(i));
            entry = {{"use", first->second}, {"name", m_callNames.back()}};
        } else {
            m_firstUse[call.layer.get()] = call.layer->name;
            m_callNames.push_back(call.layer->name);
            entry = entryOf(call.layer);
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
        return failure(ErrorCode::Unsupported,
                       {{"version", version.dump()}, {"expected", "1 to " + std::to_string(kModelVersion)}});
    return Reader(catalogues).read(json);
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

Result<Model> readModel(const std::filesystem::path& path, const Catalogues& catalogues) {
    const auto text = readWholeFile(path);
    if (!text) return failure(text.error());
    Json json;
    try {
        json = Json::parse(*text);
    } catch (const Json::parse_error& error) {
        return failure(ErrorCode::Corrupt,
                       {{"file", path.string()}, {"offset", std::to_string(error.byte)}, {"expected", "JSON"}});
    }
    auto model = modelFromJson(json, catalogues);
    if (!model) return failure(inFile(model.error(), path));
    return model;
}

Result<void> writeModel(const Model& model, const std::filesystem::path& path) {
    return writeFileAtomically(path, modelToJson(model).dump(1, '\t') + "\n");
}

} // namespace td::nn
