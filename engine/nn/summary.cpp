#include "engine/nn/summary.h"

#include "engine/graph/op_registry.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <memory>

namespace td::nn {

namespace {
/// The layer of the outermost model that a path belongs to.
std::string outermost(const std::string& path) {
    return path.substr(0, path.find('/'));
}

graph::Cost costAt(const graph::Graph& graph, const graph::Node& node) {
    std::vector<TensorType> inputs, outputs;
    std::unique_ptr<bool[]> present(new bool[node.inputs.size() + 1]);
    for (size_t i = 0; i < node.inputs.size(); ++i) {
        present[i] = node.inputs[i] != graph::ValueId::None;
        inputs.push_back(present[i] ? graph.type(node.inputs[i]) : TensorType{});
    }
    for (const auto output : node.outputs)
        outputs.push_back(graph.type(output));
    return graph::costOf(graph::InferContext(*node.op, inputs, std::span<const bool>(present.get(), node.inputs.size()),
                                             node.attributes),
                         outputs);
}

/// Operations whose work is products that are added up.
bool isProduct(std::string_view op) {
    return op == "matmul" || op == "dense" || op.starts_with("conv") || op == "einsum" || op == "attention" ||
           op == "lstm" || op == "gru" || op == "simple_rnn";
}

/// The model's graph for one example, every free size being 1.
Result<graph::Graph> exampleGraph(const Model& model, Weights& weights, const Catalogues& catalogues) {
    graph::Graph graph(graph::builtinOps());
    Builder builder(graph);
    Flows inputs;
    for (const auto& input : model.inputs) {
        Shape shape = input.type.shape;
        for (int axis = 0; axis < shape.rank(); ++axis)
            if (!shape[axis].isKnown()) shape[axis] = Dim(1);
        inputs.push_back({builder.input(input.name, {input.type.dtype, shape}), {}});
    }
    Emission emission(builder, weights, catalogues, {});
    model.emit(emission, inputs);
    if (builder.error()) return failure(*builder.error());
    return graph;
}

/// Output shapes with the batch open, by layer name.
Result<std::map<std::string, Shape>> outputShapes(const Model& model, Weights& weights, const Catalogues& catalogues) {
    graph::Graph graph(graph::builtinOps());
    Builder builder(graph);
    Emission emission(builder, weights, catalogues, {});
    std::map<std::string, Shape> shapes;
    Model whole = model;
    // Every call's first output as an output of the model: one emission gives them all.
    whole.outputs.clear();
    for (size_t i = 0; i < model.calls.size(); ++i)
        whole.outputs.push_back({static_cast<int>(i), 0});
    const Flows flows = whole.emit(emission, inputFlows(builder, model));
    if (builder.error()) return failure(*builder.error());
    for (size_t i = 0; i < model.calls.size(); ++i)
        shapes.emplace(model.calls[i].layer->name, flows[i].value.shape());
    return shapes;
}
} // namespace

Result<Summary> summarize(const Model& model, const Catalogues& catalogues) {
    Weights weights;
    auto shapes = outputShapes(model, weights, catalogues);
    if (!shapes) return failure(shapes.error());
    auto graph = exampleGraph(model, weights, catalogues);
    if (!graph) return failure(graph.error());
    Summary summary;
    std::map<std::string, size_t> places;
    for (const auto& layer : model.layers()) {
        places[layer->name] = summary.layers.size();
        summary.layers.push_back({layer->name, layer->def->className, shapes->at(layer->name)});
    }
    for (const auto& weight : weights.all()) {
        const int64_t count = elementsOf(weight.extents);
        LayerFacts& facts = summary.layers[places.at(outermost(weight.path))];
        facts.parameters += count;
        facts.trained += weight.isTrained() ? count : 0;
        summary.weightBytes += static_cast<double>(weight.value.sizeBytes());
    }
    for (const auto id : graph->order()) {
        const graph::Node& node = graph->node(id);
        const auto place = places.find(outermost(node.source.layer));
        if (place == places.end()) continue;
        LayerFacts& facts = summary.layers[place->second];
        const double flops = costAt(*graph, node).flops;
        facts.flops += flops;
        if (isProduct(node.op->name)) facts.macs += flops / 2;
        for (const auto output : node.outputs)
            if (!node.op->traits.isView)
                facts.activationBytes +=
                    static_cast<double>(elementsOf(graph->type(output).shape.extents().value_or(Extents{})) *
                                        static_cast<int64_t>(elementBytes(graph->type(output).dtype)));
    }
    for (const auto& facts : summary.layers) {
        summary.parameters += facts.parameters;
        summary.trained += facts.trained;
        summary.macs += facts.macs;
        summary.flops += facts.flops;
        summary.activationBytes += facts.activationBytes;
    }
    return summary;
}

namespace {
std::string grouped(int64_t value) {
    const std::string digits = std::to_string(value);
    std::string text;
    for (size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
        text += digits[i];
    }
    return text;
}

/// 1234567 -> "1.23 M"
std::string rounded(double value, const char* unit) {
    constexpr std::array kSteps = {"", "k", "M", "G", "T"};
    size_t step = 0;
    while (value >= 1000 && step + 1 < kSteps.size()) {
        value /= 1000;
        ++step;
    }
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), step == 0 ? "%.0f %s%s" : "%.2f %s%s", value, kSteps[step], unit);
    std::string result = text.data();
    while (!result.empty() && result.back() == ' ')
        result.pop_back();
    return result;
}

std::string row(const std::array<std::string, 6>& cells, const std::array<size_t, 6>& widths) {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
        const std::string space(widths[i] - std::min(widths[i], cells[i].size()), ' ');
        line += i < 3 ? cells[i] + space : space + cells[i];
        line += i + 1 < cells.size() ? "  " : "\n";
    }
    return line;
}
} // namespace

std::string toText(const Summary& summary, const Model& model) {
    std::vector<std::array<std::string, 6>> rows = {{"Layer", "Class", "Output", "Parameters", "MACs", "Activations"}};
    for (const auto& facts : summary.layers)
        rows.push_back({facts.name, facts.className, facts.output.toString(), grouped(facts.parameters),
                        facts.macs > 0 ? rounded(facts.macs, "") : "", rounded(facts.activationBytes, "B")});
    std::array<size_t, 6> widths{};
    for (const auto& cells : rows)
        for (size_t i = 0; i < cells.size(); ++i)
            widths[i] = std::max(widths[i], cells[i].size());
    std::string text = "Model \"" + model.name + "\"\n\n";
    for (const auto& cells : rows)
        text += row(cells, widths);
    text += "\nParameters: " + grouped(summary.parameters) + " (" + rounded(summary.weightBytes, "B") +
            "), of them trained: " + grouped(summary.trained) + "\n";
    text += "One example: " + rounded(summary.macs, "MACs") + ", " + rounded(summary.flops, "FLOPs") + ", " +
            rounded(summary.activationBytes, "B") + " of activations\n";
    return text;
}

Json toJson(const Summary& summary) {
    Json json = {{"parameters", summary.parameters},
                 {"trainable", summary.trained},
                 {"non_trainable", summary.parameters - summary.trained},
                 {"macs", summary.macs},
                 {"flops", summary.flops},
                 {"activation_bytes", summary.activationBytes},
                 {"weight_bytes", summary.weightBytes}};
    json["layers"] = Json::array();
    for (const auto& facts : summary.layers)
        json["layers"].push_back({{"name", facts.name},
                                  {"class", facts.className},
                                  {"output_shape", facts.output.toString()},
                                  {"parameters", facts.parameters},
                                  {"trainable", facts.trained},
                                  {"macs", facts.macs},
                                  {"flops", facts.flops},
                                  {"activation_bytes", facts.activationBytes}});
    return json;
}

} // namespace td::nn
