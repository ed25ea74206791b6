#include "engine/runlog/graph_summary.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace td::runlog {
namespace {

struct Node {
    std::string_view name, op;
};

Error corrupt(const char* message) {
    return {ErrorCode::Corrupt, {{"message", message}, {"expected", "a protobuf message"}}};
}

/// "^name" orders, "name:1" is the second result of a node.
std::string_view nodeRead(std::string_view input) {
    if (input.starts_with('^')) return {};
    return input.substr(0, input.rfind(':'));
}

bool isFed(const Node& node) {
    // A tracer of PyTorch writes its inputs and outputs as nodes of one kind and tells them apart by name.
    if (node.op == "IO Node") return node.name.starts_with("input");
    return node.op.starts_with("Placeholder") || node.op == "_Arg" || node.op == "prim::Param";
}

bool hasResult(const Node& node) {
    constexpr std::string_view kWithout[] = {"NoOp", "Assert", "Const", "SaveV2", "RestoreV2", "prim::Constant"};
    return std::find(std::begin(kWithout), std::end(kWithout), node.op) == std::end(kWithout) &&
           !node.op.starts_with("Assign") && !node.op.starts_with("Write");
}

/// Gathers one pass over a GraphDef.
class Reader {
public:
    bool graph(Bytes graphDef) {
        return forEach(graphDef, [&](const WireField& f) {
            if (f.type != WireType::Bytes) return true;
            if (f.number == 1) return node(f.bytes);
            if (f.number == 2) return library(f.bytes);
            if (f.number == 4) return versions(f.bytes);
            return true;
        });
    }

    GraphSummary done() {
        for (const Node& node : m_nodes) {
            if (isFed(node))
                m_summary.inputs.emplace_back(node.name);
            else if (hasResult(node) && !m_read.contains(node.name))
                m_summary.outputs.emplace_back(node.name);
        }
        auto& ops = m_summary.ops;
        for (const auto& [op, uses] : m_uses)
            ops.emplace_back(op, uses);
        std::sort(ops.begin(), ops.end(), [](const auto& a, const auto& b) {
            return a.second != b.second ? a.second > b.second : a.first < b.first;
        });
        return std::move(m_summary);
    }

private:
    template <class Visit>
    static bool forEach(Bytes message, Visit&& visit) {
        WireCursor cursor(message);
        for (WireField f; cursor.next(f);)
            if (!visit(f)) return false;
        return !cursor.failed();
    }

    bool node(Bytes message) {
        Node node;
        const bool good = forEach(message, [&](const WireField& f) {
            if (f.type != WireType::Bytes) return true;
            if (f.number == 1) node.name = f.asText();
            if (f.number == 2) node.op = f.asText();
            if (f.number == 3) m_read.insert(nodeRead(f.asText()));
            return true;
        });
        if (!good) return false;
        ++m_summary.nodes;
        ++m_uses[node.op];
        m_nodes.push_back(node);
        return true;
    }

    bool library(Bytes message) {
        return forEach(message, [&](const WireField& f) {
            if (f.number != 1 || f.type != WireType::Bytes) return true;
            ++m_summary.functions;
            return forEach(f.bytes, [&](const WireField& part) {
                if (part.number == 3 && part.type == WireType::Bytes) ++m_summary.functionNodes;
                return true;
            });
        });
    }

    bool versions(Bytes message) {
        return forEach(message, [&](const WireField& f) {
            if (f.number == 1 && f.type == WireType::Varint) m_summary.producer = static_cast<int64_t>(f.varint);
            return true;
        });
    }

    GraphSummary m_summary;
    std::vector<Node> m_nodes;
    std::unordered_set<std::string_view> m_read;
    std::unordered_map<std::string_view, uint64_t> m_uses;
};

/// The last field `number` of a message, empty where there is none; false where the bytes are no message.
bool part(Bytes message, uint32_t number, Bytes& out) {
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);)
        if (f.number == number && f.type == WireType::Bytes) out = f.bytes;
    return !cursor.failed();
}

} // namespace

Result<GraphSummary> graphSummary(Bytes graphDef) {
    Reader reader;
    if (!reader.graph(graphDef)) return failure(corrupt("GraphDef"));
    return reader.done();
}

Result<GraphSummary> metaGraphSummary(Bytes metaGraphDef) {
    Bytes graph, about, version;
    if (!part(metaGraphDef, 2, graph) || !part(metaGraphDef, 1, about) || !part(about, 5, version))
        return failure(corrupt("MetaGraphDef"));
    auto summary = graphSummary(graph);
    if (summary) summary->writer = asText(version);
    return summary;
}

} // namespace td::runlog
