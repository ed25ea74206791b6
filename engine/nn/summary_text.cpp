// A summary as people and programs read it.
#include "engine/nn/summary.h"
#include "engine/nn/table.h"

namespace td::nn {

namespace {
void eachRowAt(const std::vector<LayerFacts>& layers, int depth, int level,
               const std::function<void(const LayerFacts&, int)>& show) {
    for (const auto& facts : layers) {
        show(facts, level);
        if (level + 1 < depth) eachRowAt(facts.inner, depth, level + 1, show);
    }
}

Json layersToJson(const std::vector<LayerFacts>& layers, int depth) {
    Json list = Json::array();
    for (const auto& facts : layers) {
        Json row = {{"path", facts.path},
                    {"name", facts.name},
                    {facts.isBlock ? "block" : "class", facts.className},
                    {"output_shape", facts.output.toString()},
                    {"parameters", facts.parameters},
                    {"trainable", facts.trained},
                    {"macs", facts.macs},
                    {"flops", facts.flops},
                    {"activation_bytes", facts.activationBytes}};
        if (depth > 1 && !facts.inner.empty()) row["layers"] = layersToJson(facts.inner, depth - 1);
        list.push_back(std::move(row));
    }
    return list;
}
} // namespace

void eachRow(const std::vector<LayerFacts>& layers, int depth,
             const std::function<void(const LayerFacts& facts, int level)>& show) {
    eachRowAt(layers, depth, 0, show);
}

std::string toText(const Summary& summary, const Model& model, int depth) {
    std::vector<std::vector<std::string>> rows = {{"Layer", "Class", "Output", "Parameters", "MACs", "Activations"}};
    eachRow(summary.layers, depth, [&](const LayerFacts& facts, int level) {
        rows.push_back({std::string(static_cast<size_t>(level) * 2, ' ') + facts.name,
                        (facts.isBlock ? "block " : "") + facts.className, facts.output.toString(),
                        grouped(facts.parameters), facts.macs > 0 ? rounded(facts.macs, "") : "",
                        rounded(facts.activationBytes, "B")});
    });
    std::string text = "Model \"" + model.name + "\"\n\n" + tableText(rows, 3);
    text += "\nParameters: " + grouped(summary.parameters) + " (" + rounded(summary.weightBytes, "B") +
            "), of them trained: " + grouped(summary.trained) + "\n";
    text += "One example: " + rounded(summary.macs, "MACs") + ", " + rounded(summary.flops, "FLOPs") + ", " +
            rounded(summary.activationBytes, "B") + " of activations\n";
    if (summary.openSize > 0)
        text += "Sizes that the model leaves open count as " + std::to_string(summary.openSize) +
                ", the least that fits; data say them (--data).\n";
    return text;
}

Json toJson(const Summary& summary, int depth) {
    Json json = {{"parameters", summary.parameters},
                 {"trainable", summary.trained},
                 {"non_trainable", summary.parameters - summary.trained},
                 {"macs", summary.macs},
                 {"flops", summary.flops},
                 {"activation_bytes", summary.activationBytes},
                 {"weight_bytes", summary.weightBytes},
                 {"layers", layersToJson(summary.layers, depth)}};
    if (summary.openSize > 0) json["open_size"] = summary.openSize;
    return json;
}

} // namespace td::nn
