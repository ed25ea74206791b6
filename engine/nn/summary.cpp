#include "engine/nn/summary.h"

#include "engine/graph/input_types.h"
#include "engine/graph/op_registry.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace td::nn {

namespace {
/// Tells `add` of every row that a path lies in, outermost first.
template <class Add>
void alongPath(std::vector<LayerFacts>& rows, std::string_view path, const Add& add) {
    const std::string_view name = path.substr(0, path.find('/'));
    for (LayerFacts& row : rows) {
        if (row.name != name) continue;
        add(row);
        return alongPath(row.inner, path.substr(std::min(name.size() + 1, path.size())), add);
    }
}

/// Operations whose work is products that are added up.
bool isProduct(std::string_view op) {
    return op == "matmul" || op == "dense" || op.starts_with("conv") || op == "einsum" || op == "attention" ||
           op == "lstm" || op == "gru" || op == "simple_rnn";
}

/// The model's graph for one example, every size that is open being `open`.
Result<graph::Graph> exampleGraph(const Model& model, Weights& weights, const Catalogues& catalogues, int64_t open) {
    graph::Graph graph(graph::builtinOps());
    Builder builder(graph);
    Flows inputs;
    for (const auto& input : model.inputs) {
        Shape shape = input.type.shape;
        for (int axis = 0; axis < shape.rank(); ++axis)
            if (!shape[axis].isKnown()) shape[axis] = Dim(axis == 0 ? 1 : open);
        inputs.push_back({builder.input(input.name, {input.type.dtype, shape}), {}});
    }
    Emission emission(builder, weights, catalogues, {});
    model.emit(emission, inputs);
    if (builder.error()) return failure(model.withBlock(*builder.error()));
    return graph;
}

/// The same with the least size that fits: a window of 3 needs 3, and after a pooling more. `open`: that size, 0
/// where none is open.
Result<graph::Graph> leastGraph(const Model& model, Weights& weights, const Catalogues& catalogues, int64_t& open) {
    constexpr int64_t kLargest = 1024;
    auto graph = exampleGraph(model, weights, catalogues, 1);
    open = leavesSizesOpen(model) ? 1 : 0;
    if (graph || open == 0) return graph;
    for (int64_t size = 2; size <= kLargest; size += size < 32 ? 1 : size / 2) {
        auto larger = exampleGraph(model, weights, catalogues, size);
        if (!larger) continue;
        open = size;
        return larger;
    }
    return graph;
}

/// Output shapes with the batch open, by path.
Result<std::map<std::string, Shape>> outputShapes(const Model& model, Weights& weights, const Catalogues& catalogues) {
    graph::Graph graph(graph::builtinOps());
    Builder builder(graph);
    std::map<std::string, Shape> shapes;
    EmissionOptions options;
    options.onLayer = [&shapes](const std::string& path, const Flows& outputs) {
        if (!outputs.empty() && outputs[0].value) shapes.emplace(path, outputs[0].value.shape());
    };
    Emission emission(builder, weights, catalogues, std::move(options));
    model.emit(emission, inputFlows(builder, model));
    if (builder.error()) return failure(model.withBlock(*builder.error()));
    return shapes;
}

std::vector<LayerFacts> rowsOf(const Model& model, const std::string& around,
                               const std::map<std::string, Shape>& shapes) {
    std::vector<LayerFacts> rows;
    for (const auto& layer : model.layers()) {
        LayerFacts facts{around + layer->name, layer->name, layer->def->className, layer->block != nullptr};
        if (layer->block) facts.className = layer->block->name;
        if (const auto found = shapes.find(facts.path); found != shapes.end()) facts.output = found->second;
        if (layer->model) facts.inner = rowsOf(*layer->model, facts.path + "/", shapes);
        rows.push_back(std::move(facts));
    }
    return rows;
}

double bytesOfOutputs(const graph::Graph& graph, const graph::Node& node) {
    double bytes = 0;
    if (node.op->traits.isView) return bytes;
    for (const auto output : node.outputs)
        bytes += static_cast<double>(elementsOf(graph.type(output).shape.extents().value_or(Extents{}))) *
                 static_cast<double>(elementBytes(graph.type(output).dtype));
    return bytes;
}
} // namespace

bool leavesSizesOpen(const Model& model) {
    return std::any_of(model.inputs.begin(), model.inputs.end(), [](const ModelInput& input) {
        const auto& dims = input.type.shape.dims();
        return !dims.empty() &&
               !std::all_of(dims.begin() + 1, dims.end(), [](const Dim& dim) { return dim.isKnown(); });
    });
}

Result<Summary> summarize(const Model& model, const Catalogues& catalogues) {
    Weights weights;
    auto shapes = outputShapes(model, weights, catalogues);
    if (!shapes) return failure(shapes.error());
    Summary summary;
    auto graph = leastGraph(model, weights, catalogues, summary.openSize);
    if (!graph) return failure(graph.error());
    summary.layers = rowsOf(model, "", *shapes);
    for (const auto& weight : weights.all()) {
        const int64_t count = elementsOf(weight.extents);
        alongPath(summary.layers, weight.path, [&](LayerFacts& facts) {
            facts.parameters += count;
            facts.trained += weight.isTrained() ? count : 0;
        });
        summary.weightBytes += static_cast<double>(weight.value.sizeBytes());
    }
    for (const auto id : graph->order()) {
        const graph::Node& node = graph->node(id);
        const double flops = graph::costOf(*graph, node).flops, bytes = bytesOfOutputs(*graph, node);
        alongPath(summary.layers, node.source.layer, [&](LayerFacts& facts) {
            facts.flops += flops;
            facts.macs += isProduct(node.op->name) ? flops / 2 : 0;
            facts.activationBytes += bytes;
        });
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

} // namespace td::nn
