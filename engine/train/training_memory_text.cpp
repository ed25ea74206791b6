// The memory of a training as people and programs read it.
#include "engine/nn/table.h"
#include "engine/train/training_memory.h"

namespace td::train {

namespace {
using nn::rounded;

LayerMemory at(const TrainingMemory& memory, const std::string& path) {
    const auto found = memory.layers.find(path);
    return found == memory.layers.end() ? LayerMemory{} : found->second;
}

std::vector<std::string> cellsOf(std::string name, const LayerMemory& share) {
    std::vector<std::string> cells{std::move(name)};
    for (const size_t bytes : {share.weights, share.optimizer, share.kept, share.gradients, share.peak})
        cells.push_back(bytes == 0 ? std::string() : rounded(static_cast<double>(bytes), "B"));
    return cells;
}

Json shareToJson(const LayerMemory& share) {
    return {{"weight_bytes", share.weights},
            {"optimizer_bytes", share.optimizer},
            {"kept_bytes", share.kept},
            {"gradient_bytes", share.gradients},
            {"peak_bytes", share.peak}};
}

/// All layers together; what is inside of others is in these already.
LayerMemory sumOf(const TrainingMemory& memory) {
    LayerMemory sum = memory.other;
    for (const auto& [path, share] : memory.layers)
        if (path.find('/') == std::string::npos) sum += share;
    return sum;
}

constexpr const char* kLegend =
    "  Weights    its variables                      Optimizer  moments and averages of its weights\n"
    "  Kept       what it makes in the forward part and the backward part reads\n"
    "  Gradients  of its weights, each until the optimizer took it; they share memory\n"
    "  Fullest    its part of what is alive at the step's fullest moment\n";
} // namespace

std::string toText(const TrainingMemory& memory, const std::vector<MemoryRow>& rows) {
    std::vector<std::vector<std::string>> table = {{"Layer", "Weights", "Optimizer", "Kept", "Gradients", "Fullest"}};
    for (const auto& row : rows)
        table.push_back(
            cellsOf(std::string(static_cast<size_t>(row.level) * 2, ' ') + row.path.substr(row.path.rfind('/') + 1),
                    at(memory, row.path)));
    table.push_back(cellsOf("(loss, metrics, optimizer)", memory.other));
    table.push_back(cellsOf("All", sumOf(memory)));
    const auto bytes = [](size_t count) { return rounded(static_cast<double>(count), "B"); };
    std::string text = "Memory for training with batches of " + std::to_string(memory.rows) + " on " +
                       std::to_string(memory.threads) + (memory.threads == 1 ? " thread" : " threads") + "\n\n" +
                       nn::tableText(table, 1) + "\n" + kLegend + "\n";
    const auto& need = memory.need;
    text += "In all " + bytes(need.total()) + ": " + bytes(need.variables) + " of variables, " + bytes(need.arena) +
            " between operations (" + bytes(memory.gaps) + " of them gaps), " + bytes(need.scratch) +
            " inside of operations, " + bytes(need.constants) + " of constants, " + bytes(need.outputs) +
            " of results\n";
    return text;
}

Json toJson(const TrainingMemory& memory, const std::vector<MemoryRow>& rows) {
    const auto& need = memory.need;
    Json json = shareToJson(sumOf(memory));
    json.update({{"rows", memory.rows},
                 {"threads", memory.threads},
                 {"total_bytes", need.total()},
                 {"variable_bytes", need.variables},
                 {"arena_bytes", need.arena},
                 {"gap_bytes", memory.gaps},
                 {"scratch_bytes", need.scratch},
                 {"constant_bytes", need.constants},
                 {"output_bytes", need.outputs},
                 {"other", shareToJson(memory.other)}});
    json["layers"] = Json::array();
    for (const auto& row : rows) {
        Json entry = shareToJson(at(memory, row.path));
        entry["path"] = row.path;
        json["layers"].push_back(std::move(entry));
    }
    return json;
}

} // namespace td::train
