#include "engine/nn/model.h"

#include "engine/graph/op_registry.h"
#include "engine/nn/layer_names.h"

#include <algorithm>

namespace td::nn {

namespace {
/// A name that nobody has yet: "dense", "dense_1", "dense_2" …, as Keras numbers them.
std::string freeName(const std::string& wanted, std::map<std::string, int, std::less<>>& taken) {
    const int count = taken[wanted]++;
    if (count == 0) return wanted;
    const std::string name = wanted + "_" + std::to_string(count);
    return taken.contains(name) ? freeName(wanted, taken) : (taken[name] = 1, name);
}

std::vector<std::string> namesOfOutputs(const Model& model) {
    std::map<std::string, int, std::less<>> taken;
    std::vector<std::string> names;
    for (const Place& place : model.outputs)
        names.push_back(freeName(place.call < 0 ? model.inputs[static_cast<size_t>(place.output)].name
                                                : model.calls[static_cast<size_t>(place.call)].layer->name,
                                 taken));
    return names;
}
} // namespace

Flows Model::emit(Emission& emission, const Flows& from) const {
    std::vector<Flows> made;
    const auto at = [&](const Place& place) {
        const Flows& flows = place.call < 0 ? from : made[static_cast<size_t>(place.call)];
        return static_cast<size_t>(place.output) < flows.size() ? flows[static_cast<size_t>(place.output)] : Flow{};
    };
    const auto all = [&](const std::vector<Place>& places) {
        Flows flows;
        for (const Place& place : places)
            flows.push_back(at(place));
        return flows;
    };
    for (const auto& call : calls) {
        CallArguments arguments{{}, call.options};
        for (const auto& [argument, place] : call.named)
            arguments.named.emplace_back(argument, at(place));
        made.push_back(emission.run(*call.layer, all(call.inputs), arguments));
    }
    return all(outputs);
}

std::vector<LayerPtr> Model::layers() const {
    std::vector<LayerPtr> layers;
    for (const auto& call : calls)
        if (std::find(layers.begin(), layers.end(), call.layer) == layers.end()) layers.push_back(call.layer);
    return layers;
}

Error Model::withBlock(Error error) const {
    std::string path(error.fact("layer")), block;
    const Model* around = this;
    while (around) {
        const std::string first = path.substr(0, path.find('/'));
        path.erase(0, first.size() + 1);
        const auto found = std::find_if(around->calls.begin(), around->calls.end(),
                                        [&](const LayerCall& call) { return call.layer->name == first; });
        around = found == around->calls.end() ? nullptr : found->layer->model.get();
        if (around && found->layer->block) block = found->layer->block->name;
    }
    if (!block.empty()) error.facts.push_back({"block", block});
    return error;
}

ModelBuilder::ModelBuilder(std::string name, const Catalogues& catalogues)
    : m_catalogues(catalogues) {
    m_model.name = std::move(name);
}

Place ModelBuilder::input(std::string name, TensorType type) {
    m_model.inputs.push_back({freeName(name, m_names), std::move(type)});
    return {-1, static_cast<int>(m_model.inputs.size()) - 1};
}

Place ModelBuilder::add(std::string_view className, Json config, std::vector<Place> inputs) {
    std::string wanted = automaticName(m_catalogues, className);
    if (config.contains("name") && config["name"].is_string()) wanted = config["name"].get<std::string>();
    config["name"] = freeName(wanted, m_names);
    auto layer = createLayer({{"class_name", className}, {"config", std::move(config)}}, m_catalogues);
    if (layer) return call(*layer, std::move(inputs));
    if (!m_error) m_error = layer.error();
    return {};
}

Place ModelBuilder::call(LayerPtr layer, std::vector<Place> inputs) {
    m_model.calls.push_back({std::move(layer), std::move(inputs)});
    return {static_cast<int>(m_model.calls.size()) - 1, 0};
}

Result<Model> ModelBuilder::finish(std::vector<Place> outputs) {
    if (m_error) return failure(*m_error);
    m_model.outputs = std::move(outputs);
    TD_TRY(m_model.finish());
    return std::move(m_model);
}

Result<void> Model::finish() {
    const auto isThere = [&](const Place& place, size_t callsBefore) {
        if (place.output < 0) return false;
        if (place.call < 0) return static_cast<size_t>(place.output) < inputs.size();
        return static_cast<size_t>(place.call) < callsBefore;
    };
    const auto missing = [](std::string who) {
        return failure(ErrorCode::InvalidArgument,
                       {{"layer", std::move(who)}, {"expected", "inputs that are made before it"}});
    };
    for (size_t i = 0; i < calls.size(); ++i) {
        for (const Place& place : calls[i].inputs)
            if (!isThere(place, i)) return missing(calls[i].layer->name);
        for (const auto& [argument, place] : calls[i].named)
            if (!isThere(place, i)) return missing(calls[i].layer->name);
    }
    for (const Place& place : outputs)
        if (!isThere(place, calls.size())) return missing(name);
    if (inputs.empty() || outputs.empty())
        return failure(ErrorCode::InvalidArgument,
                       {{"model", name}, {"expected", "at least one input and one output"}});
    if (outputNames.size() != outputs.size()) outputNames = namesOfOutputs(*this);
    return {};
}

Dim freeSize(int axis, const std::string& input) {
    std::string symbol = "D";
    symbol += std::to_string(axis);
    symbol += '_';
    for (const char c : input)
        symbol += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    return Dim::symbol(symbol);
}

Flows inputFlows(Builder& builder, const Model& model) {
    Flows flows;
    for (const auto& input : model.inputs)
        flows.push_back({builder.input(input.name, input.type), {}});
    return flows;
}

Result<graph::Graph> graphOf(const Model& model, Weights& weights, const Catalogues& catalogues) {
    graph::Graph graph(graph::builtinOps());
    Builder builder(graph);
    Emission emission(builder, weights, catalogues, {});
    const Flows outputs = model.emit(emission, inputFlows(builder, model));
    if (builder.error()) return failure(model.withBlock(*builder.error()));
    for (size_t i = 0; i < outputs.size(); ++i)
        graph.addOutput(model.outputNames[i], outputs[i].value.id);
    return graph;
}

Result<Weights> makeWeights(const Model& model, uint64_t seed, const Catalogues& catalogues) {
    Weights weights;
    if (auto graph = graphOf(model, weights, catalogues); !graph) return failure(graph.error());
    TD_TRY(weights.initialize(seed));
    return weights;
}

} // namespace td::nn
