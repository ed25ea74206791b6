#include "engine/runlog/inspect_projector.h"

#include "engine/base/file.h"
#include "engine/runlog/inspect_numbers.h"
#include "engine/runlog/plugin_messages.h"
#include "engine/runlog/run_tree.h"
#include "engine/runlog/tensor_bundle.h"
#include "engine/runlog/text_message.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace td::runlog {
namespace fs = std::filesystem;
namespace {

constexpr const char* kConfigName = "projector_config.pbtxt";
constexpr uint64_t kLargestConfigBytes = 16u << 20;

/// The lines of a text as Python's splitlines counts them.
uint64_t countLines(std::string_view text) {
    constexpr std::string_view kSingle = "\n\v\f\x1c\x1d\x1e", kPairs[] = {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};
    uint64_t lines = 0;
    bool open = false;
    for (size_t at = 0; at < text.size();) {
        size_t width = kSingle.find(text[at]) != std::string_view::npos ? 1 : 0;
        if (text[at] == '\r') width = text.substr(at).starts_with("\r\n") ? 2 : 1;
        for (const std::string_view pair : kPairs)
            if (text.substr(at).starts_with(pair)) width = pair.size();
        open = width == 0;
        lines += !open;
        at += std::max<size_t>(width, 1);
    }
    return lines + open;
}

struct Table {
    uint64_t rows = 0, columns = 0;
    std::vector<double> values;
};

bool readRow(std::string_view line, Table& table) {
    uint64_t columns = 0;
    for (;;) {
        const size_t tab = std::min(line.find('\t'), line.size());
        std::string_view cell = line.substr(0, tab);
        while (cell.starts_with(' ') || cell.starts_with('+'))
            cell.remove_prefix(1);
        while (cell.ends_with(' ') || cell.ends_with('\r'))
            cell.remove_suffix(1);
        double v = 0;
        const auto end = std::from_chars(cell.data(), cell.data() + cell.size(), v);
        if (end.ec == std::errc::invalid_argument || end.ptr != cell.data() + cell.size()) return false;
        table.values.push_back(v);
        ++columns;
        if (tab == line.size()) break;
        line.remove_prefix(tab + 1);
    }
    if (table.rows++ == 0) table.columns = columns;
    return columns == table.columns;
}

/// Numbers in rows and columns separated by tabs; nothing where the text is something else.
std::optional<Table> readTable(std::string_view text) {
    Table table;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, std::min(end, text.find('#')));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        if (!readRow(line, table)) return std::nullopt;
    }
    return table;
}

void addTensorFile(const fs::path& folder, const std::string& name, Json& out) {
    const auto text = readWholeFile(folder / name);
    const auto table = text ? readTable(*text) : std::nullopt;
    if (!table) return;
    const double sum = pairwiseSum<double>(0, table->values.size(), [&](size_t i) { return table->values[i]; });
    out["tensor_files"][name] = {{"shape", {table->rows, table->columns}}, {"sum", jsonNumber(sum)}};
}

void addMetadata(const fs::path& folder, const std::string& name, Json& out) {
    if (const auto text = readWholeFile(folder / name)) out["metadata_lines"][name] = countLines(*text);
}

void addCheckpoint(const fs::path& folder, Json& out) {
    const auto prefix = latestCheckpoint(folder);
    if (!prefix) return;
    const auto bundle = TensorBundle::open(*prefix);
    if (!bundle) return;
    Json tensors = Json::object();
    for (const BundleEntry& entry : bundle->entries()) {
        Json sum;
        if (entry.shape.size() == 2)
            if (const auto tensor = bundle->read(entry))
                sum = jsonNumber(
                    pairwiseSum<double>(0, tensor->elementCount(), [&](size_t i) { return tensor->number(i); }));
        tensors[entry.name] = {{"shape", entry.shape}, {"sum", sum}};
    }
    out["checkpoint_tensors"] = std::move(tensors);
}

std::string textOf(const Json& object, const char* key) {
    const auto at = object.find(key);
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

} // namespace

std::vector<ProjectorEntry> findProjectorConfigs(std::span<const Root> roots) {
    std::vector<ProjectorEntry> found;
    for (const Root& root : roots) {
        TreeVisitor visitor;
        visitor.directory = [&](const fs::path& directory) {
            std::error_code error;
            if (!fs::is_regular_file(directory / kConfigName, error)) return;
            const std::string run = runName(root, directory);
            found.push_back({run == "." ? kConfigName : run + "/" + kConfigName, directory / kConfigName});
        };
        visitor.eventFile = [](const fs::path&, const std::string&) {};
        visitor.issue = [](const Issue&) {};
        walkTree(root.path, visitor, {});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return found;
}

Json inspectProjector(const fs::path& config) {
    const auto text = readWholeFile(config, kLargestConfigBytes);
    auto json = text ? textToJson(*text, kProjectorConfig) : Result<Json>(failure(text.error()));
    if (!json) return {{"format", "projector"}, {"unreadable", describe(json.error())}};
    Json out{{"format", "projector"}};
    out.update(*json);
    const fs::path folder = config.parent_path();
    addCheckpoint(folder, out);
    if (out.contains("embeddings"))
        for (const Json& embedding : Json(out["embeddings"])) {
            if (const std::string name = textOf(embedding, "tensorPath"); !name.empty())
                addTensorFile(folder, name, out);
            if (const std::string name = textOf(embedding, "metadataPath"); !name.empty())
                addMetadata(folder, name, out);
        }
    return out;
}

} // namespace td::runlog
