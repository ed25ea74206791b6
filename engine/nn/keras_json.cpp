#include "engine/nn/model.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

namespace td::nn {

namespace {
/// The size of an axis of an input: null is a symbol, "B" for the batch, "T" for the first input's axis 1, else one of its own.
Dim dimOf(const Json& size, int axis, const std::string& input, bool isFirst) {
    if (size.is_number_integer()) return Dim(size.get<int64_t>());
    if (axis == 0) return Dim::symbol("B");
    if (isFirst && axis == 1) return Dim::symbol("T");
    return freeSize(axis, input);
}

tl::unexpected<Error> unusable(const std::string& layer, const std::string& expected) {
    return failure(ErrorCode::InvalidArgument, {{"layer", layer}, {"expected", expected}});
}

std::string dtypeName(const Json& json) {
    if (json.is_string()) return json.get<std::string>();
    if (json.is_object() && json.contains("config") && json["config"].is_object())
        return json["config"].value("name", std::string("float32"));
    return "float32";
}

class KerasReader {
public:
    explicit KerasReader(const Catalogues& catalogues)
        : m_catalogues(catalogues) {}

    Result<Model> read(const Json& json) {
        if (!json.is_object() || !json.contains("config") || !json["config"].is_object())
            return unusable("model", "a model with a \"config\"");
        const Json& config = json["config"];
        if (!config.contains("layers") || !config["layers"].is_array())
            return unusable("model", "a list of \"layers\"");
        m_model.isSequential = json.value("class_name", std::string()) == "Sequential";
        m_model.name =
            config.contains("name") && config["name"].is_string() ? config["name"].get<std::string>() : "model";
        m_model.isTrainable =
            !config.contains("trainable") || !config["trainable"].is_boolean() || config["trainable"].get<bool>();
        if (m_model.isSequential)
            TD_TRY(readChain(config, json));
        else
            TD_TRY(readGraph(config));
        TD_TRY(m_model.finish());
        return std::move(m_model);
    }

private:
    Result<void> addInput(const std::string& name, const Json& shape, const Json& dtype) {
        if (!shape.is_array()) return unusable(name, "\"batch_shape\", a list of sizes");
        const auto type = dtypeNamed(dtypeName(dtype));
        if (!type) return unusable(name, "an element type that is known, not " + dtype.dump());
        std::vector<Dim> dims;
        for (size_t axis = 0; axis < shape.size(); ++axis)
            dims.push_back(
                dimOf(axis == 0 ? Json(nullptr) : shape[axis], static_cast<int>(axis), name, m_model.inputs.empty()));
        m_model.inputs.push_back({name, {*type, Shape(std::move(dims))}});
        return {};
    }

    static bool isInput(const Json& layer) {
        return layer.is_object() && layer.value("class_name", std::string()) == "InputLayer";
    }

    Result<void> readInput(const Json& layer) {
        const Json config = layer.value("config", Json::object());
        const auto name = config.value("name", std::string("input"));
        return addInput(
            name, config.contains("batch_shape") ? config["batch_shape"] : config.value("batch_input_shape", Json()),
            config.value("dtype", Json("float32")));
    }

    Result<void> readChain(const Json& config, const Json& json) {
        Place last{-1, 0};
        for (const auto& entry : config["layers"]) {
            if (isInput(entry)) {
                TD_TRY(readInput(entry));
                continue;
            }
            if (m_model.inputs.empty()) TD_TRY(addInput("input", shapeWithoutInput(config, json, entry), "float32"));
            auto layer = createLayer(entry, m_catalogues);
            if (!layer) return failure(layer.error());
            m_model.calls.push_back({*layer, {last}});
            last = {static_cast<int>(m_model.calls.size()) - 1, 0};
        }
        m_model.outputs = {last};
        return {};
    }

    static Json shapeWithoutInput(const Json& config, const Json& json, const Json& firstLayer) {
        if (config.contains("build_input_shape")) return config["build_input_shape"];
        for (const Json* holder : {&json, &firstLayer})
            if (holder->contains("build_config") && (*holder)["build_config"].contains("input_shape"))
                return (*holder)["build_config"]["input_shape"];
        const Json own = firstLayer.value("config", Json::object());
        return own.contains("batch_input_shape") ? own["batch_input_shape"] : Json();
    }

    /// Layers of a functional model may use each other in any order: calls are made as soon as their inputs are there.
    Result<void> readGraph(const Json& config) {
        for (const auto& entry : config["layers"])
            if (isInput(entry)) {
                m_places[nameOf(entry)].push_back({-1, static_cast<int>(m_model.inputs.size())});
                TD_TRY(readInput(entry));
            }
        std::vector<std::pair<LayerPtr, Json>> waiting;
        for (const auto& entry : config["layers"]) {
            if (isInput(entry)) continue;
            if (isMaskOperation(entry)) {
                m_maskOperations.insert(nameOf(entry));
                continue;
            }
            auto layer = createLayer(entry, m_catalogues, nameOf(entry));
            if (!layer) return failure(layer.error());
            for (const auto& node : entry.value("inbound_nodes", Json::array()))
                waiting.emplace_back(*layer, node);
        }
        while (!waiting.empty()) {
            const size_t before = waiting.size();
            for (size_t i = 0; i < waiting.size();)
                if (readCall(waiting[i].first, waiting[i].second))
                    waiting.erase(waiting.begin() + static_cast<long>(i));
                else
                    ++i;
            if (waiting.size() == before) return unusable(waiting[0].first->name, "inputs that some layer makes");
        }
        TD_TRY(orderInputs(config));
        return readOutputs(config);
    }

    static std::string nameOf(const Json& entry) {
        const Json config = entry.value("config", Json::object());
        return entry.contains("name") && entry["name"].is_string() ? entry["name"].get<std::string>()
                                                                   : config.value("name", std::string());
    }

    /// Keras writes the computation of masks into the model; here masks travel with their tensors, and these nodes have nothing to do.
    static bool isMaskOperation(const Json& entry) {
        static const std::set<std::string> kOperations = {"NotEqual", "Any", "LogicalOr", "LogicalAnd"};
        return entry.value("module", std::string()).starts_with("keras.src.ops") &&
               kOperations.contains(entry.value("class_name", std::string()));
    }

    bool isMaskTensor(const Json& json) const {
        if (!isTensor(json)) return false;
        const Json history = json["config"].value("keras_history", Json());
        return history.is_array() && !history.empty() && history[0].is_string() &&
               m_maskOperations.contains(history[0].get<std::string>());
    }

    /// The places of a history ["layer", node, tensor]. Nothing if that call is not made yet.
    std::optional<Place> placeOf(const Json& history) const {
        if (!history.is_array() || history.size() < 3 || !history[0].is_string() || !history[1].is_number_integer() ||
            !history[2].is_number_integer())
            return std::nullopt;
        const auto found = m_places.find(history[0].get<std::string>());
        const auto node = history[1].get<size_t>();
        if (found == m_places.end() || node >= found->second.size()) return std::nullopt;
        Place place = found->second[node];
        if (place.call >= 0) place.output = history[2].get<int>();
        return place;
    }

    static bool isTensor(const Json& json) {
        return json.is_object() && json.value("class_name", std::string()) == "__keras_tensor__";
    }

    /// Every tensor of an argument, nested lists flattened. False if one is not made yet.
    bool collect(const Json& argument, std::vector<Place>& into) const {
        if (isTensor(argument)) {
            const auto place = placeOf(argument["config"].value("keras_history", Json()));
            if (place) into.push_back(*place);
            return place.has_value();
        }
        if (argument.is_array())
            for (const auto& part : argument)
                if (!collect(part, into)) return false;
        return true;
    }

    bool readCall(const LayerPtr& layer, const Json& node) {
        LayerCall call{layer, {}};
        const Json arguments = node.is_object() ? node.value("args", Json::array()) : Json::array();
        if (!collect(arguments, call.inputs)) return false;
        const Json keywords = node.is_object() ? node.value("kwargs", Json::object()) : Json::object();
        std::map<size_t, Place> positional;
        for (const auto& [name, value] : keywords.items()) {
            std::vector<Place> places;
            if (isMaskTensor(value)) continue;
            if (!collect(value, places)) return false;
            if (const auto position = positionOf(*layer, name); position && isTensor(value))
                positional[*position] = places.at(0);
            else
                addNamed(call, name, value, places);
        }
        for (const auto& [position, place] : positional)
            call.inputs.push_back(place);
        m_places[layer->name].push_back({static_cast<int>(m_model.calls.size()), 0});
        m_model.calls.push_back(std::move(call));
        return true;
    }

    static std::optional<size_t> positionOf(const Layer& layer, const std::string& name) {
        const auto& names = layer.def->inputNames;
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) return std::nullopt;
        return static_cast<size_t>(found - names.begin());
    }

    static void addNamed(LayerCall& call, const std::string& name, const Json& value,
                         const std::vector<Place>& places) {
        if (isTensor(value))
            call.named.emplace_back(name, places.at(0));
        else if (places.empty() && !value.is_null())
            call.options[name] = value;
        for (size_t i = 0; i < places.size() && !isTensor(value); ++i)
            call.named.emplace_back(name + "[" + std::to_string(i) + "]", places[i]);
    }

    /// ["a",0,0] or [["a",0,0], …] as a list.
    static std::vector<Json> histories(const Json& json) {
        if (json.is_array() && !json.empty() && json[0].is_string()) return {json};
        std::vector<Json> list;
        if (json.is_array() || json.is_object())
            for (const auto& entry : json)
                for (const auto& inner : histories(entry))
                    list.push_back(inner);
        return list;
    }

    /// "input_layers" gives the order in which tensors are passed, which may differ from that of the layers.
    Result<void> orderInputs(const Json& config) {
        std::vector<ModelInput> ordered;
        std::vector<int> newPlace(m_model.inputs.size(), -1);
        for (const auto& history : histories(config.value("input_layers", Json::array()))) {
            const auto place = placeOf(history);
            if (!place || place->call >= 0) return unusable(history.dump(), "the name of an input layer");
            newPlace[static_cast<size_t>(place->output)] = static_cast<int>(ordered.size());
            ordered.push_back(m_model.inputs[static_cast<size_t>(place->output)]);
        }
        if (ordered.size() != m_model.inputs.size()) return {};
        const auto move = [&](Place& place) {
            if (place.call < 0) place.output = newPlace[static_cast<size_t>(place.output)];
        };
        for (auto& call : m_model.calls) {
            for (auto& place : call.inputs)
                move(place);
            for (auto& [name, place] : call.named)
                move(place);
        }
        for (auto& [name, places] : m_places)
            for (auto& place : places)
                move(place);
        m_model.inputs = std::move(ordered);
        return {};
    }

    Result<void> readOutputs(const Json& config) {
        for (const auto& history : histories(config.value("output_layers", Json::array()))) {
            const auto place = placeOf(history);
            if (!place) return unusable(history.dump(), "an output that some layer makes");
            m_model.outputs.push_back(*place);
        }
        return {};
    }

    const Catalogues& m_catalogues;
    Model m_model;
    std::map<std::string, std::vector<Place>, std::less<>> m_places; ///< by layer name: one for each call
    std::set<std::string> m_maskOperations;
};
} // namespace

Result<Model> modelFromKeras(const Json& json, const Catalogues& catalogues) {
    try {
        return KerasReader(catalogues).read(json);
    } catch (const Json::exception& error) {
        // A value of another type than its key asks for, where no check names it better.
        return failure(ErrorCode::InvalidArgument, {{"expected", error.what()}});
    }
}

} // namespace td::nn
