#include "engine/runlog/graph_facts.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

/// Field numbers: tensorflow/core/framework/{graph,node_def,function,step_stats}.proto,
/// protobuf/{config,meta_graph}.proto
namespace td::runlog {
namespace {

constexpr size_t kFirstNodes = 5, kMostCommonOps = 8;

Error corrupt(const char* message) {
    return {ErrorCode::Corrupt, {{"message", message}, {"expected", "a protobuf message"}}};
}

/// Calls `visit(bytes)` for each length-delimited field `number`; false where the bytes are no message or `visit` says
/// so.
template <class Visit>
bool forEach(Bytes message, uint32_t number, Visit&& visit) {
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);)
        if (f.number == number && f.type == WireType::Bytes && !visit(f.bytes)) return false;
    return !cursor.failed();
}

std::optional<uint64_t> count(Bytes message, uint32_t number) {
    uint64_t n = 0;
    if (!forEach(message, number, [&](Bytes) { return ++n, true; })) return std::nullopt;
    return n;
}

/// The bytes of a singular message, empty where it is not there. (Writers do not split singular messages.)
bool part(Bytes message, uint32_t number, Bytes& out) {
    return forEach(message, number, [&](Bytes b) { return out = b, true; });
}

/// Operations in the order in which they appeared first, with their counts.
class OpCounts {
public:
    void add(std::string_view op) {
        const auto [at, isNew] = m_index.try_emplace(std::string(op), m_ops.size());
        if (isNew) m_ops.emplace_back(at->first, 0);
        ++m_ops[at->second].second;
    }
    [[nodiscard]] Json mostCommon() {
        std::stable_sort(m_ops.begin(), m_ops.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
        Json out = Json::object();
        for (size_t i = 0; i < std::min(kMostCommonOps, m_ops.size()); ++i)
            out[m_ops[i].first] = m_ops[i].second;
        return out;
    }

private:
    std::unordered_map<std::string, size_t> m_index;
    std::vector<std::pair<std::string, uint64_t>> m_ops;
};

struct Node {
    std::string_view name, op;
};

bool readNode(Bytes message, Node& node) {
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);) {
        if (f.number == 1 && f.type == WireType::Bytes) node.name = f.asText();
        if (f.number == 2 && f.type == WireType::Bytes) node.op = f.asText();
    }
    return !cursor.failed();
}

bool countFunctions(Bytes graphDef, uint64_t& functions, uint64_t& functionNodes) {
    return forEach(graphDef, 2, [&](Bytes library) {
        return forEach(library, 1, [&](Bytes function) {
            ++functions;
            const auto nodes = count(function, 3);
            functionNodes += nodes.value_or(0);
            return nodes.has_value();
        });
    });
}

/// The names of the first nodes of a GraphDef.
bool firstNodes(Bytes graphDef, Json& names) {
    return forEach(graphDef, 1, [&](Bytes message) {
        Node node;
        if (names.size() >= kFirstNodes) return true;
        if (!readNode(message, node)) return false;
        names.push_back(node.name);
        return true;
    });
}

} // namespace

Result<Json> graphFacts(Bytes graphDef) {
    uint64_t nodes = 0, functions = 0, functionNodes = 0;
    Json first = Json::array();
    OpCounts ops;
    const bool good = forEach(graphDef, 1, [&](Bytes message) {
        Node node;
        if (!readNode(message, node)) return false;
        if (nodes++ < kFirstNodes) first.push_back(node.name);
        ops.add(node.op);
        return true;
    });
    if (!good || !countFunctions(graphDef, functions, functionNodes)) return failure(corrupt("GraphDef"));
    return Json{{"nodes", nodes},
                {"functions", functions},
                {"function_nodes", functionNodes},
                {"first_nodes", first},
                {"ops", ops.mostCommon()}};
}

Result<Json> metaGraphFacts(Bytes metaGraphDef) {
    Bytes graph;
    std::vector<std::string> collections;
    const bool good = part(metaGraphDef, 2, graph) && forEach(metaGraphDef, 4, [&](Bytes entry) {
                          Bytes key;
                          if (!part(entry, 1, key)) return false;
                          collections.emplace_back(asText(key));
                          return true;
                      });
    if (!good) return failure(corrupt("MetaGraphDef"));
    auto facts = graphFacts(graph);
    if (!facts) return facts;
    std::sort(collections.begin(), collections.end());
    collections.erase(std::unique(collections.begin(), collections.end()), collections.end());
    (*facts)["collections"] = collections;
    return facts;
}

Result<Json> deviceFacts(Bytes runMetadata) {
    Json devices = Json::array();
    const bool good = forEach(runMetadata, 1, [&](Bytes stepStats) {
        return forEach(stepStats, 1, [&](Bytes device) {
            Bytes name;
            const auto nodes = count(device, 2);
            if (!nodes || !part(device, 1, name)) return false;
            devices.push_back(Json::array({asText(name), *nodes}));
            return true;
        });
    });
    if (!good) return failure(corrupt("RunMetadata"));
    return devices;
}

Result<Json> runMetadataFacts(Bytes runMetadata) {
    Json functionNodes = Json::array(), partitionNodes = Json::array(), first = Json::array();
    const bool partitions = forEach(runMetadata, 3, [&](Bytes graph) {
        const auto n = count(graph, 1);
        partitionNodes.push_back(n.value_or(0));
        return n.has_value();
    });
    const bool functions = forEach(runMetadata, 4, [&](Bytes function) {
        Bytes graph;
        if (!part(function, 2, graph)) return false;
        const auto n = count(graph, 1);
        if (!n || (functionNodes.empty() && !firstNodes(graph, first))) return false;
        functionNodes.push_back(*n);
        return true;
    });
    if (!partitions || !functions) return failure(corrupt("RunMetadata"));
    auto devices = deviceFacts(runMetadata);
    if (!devices) return devices;
    return Json{{"function_graphs", functionNodes},
                {"partition_graph_nodes", partitionNodes},
                {"first_function_nodes", first},
                {"devices", *devices}};
}

} // namespace td::runlog
