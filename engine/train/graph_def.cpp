#include "engine/train/graph_def.h"

#include "engine/graph/op_def.h"
#include "engine/runlog/proto_writer.h"

#include <map>

namespace td::train {

namespace {
using graph::Graph;
using graph::Node;
using graph::Value;
using graph::ValueId;
using graph::ValueKind;
using runlog::ProtoWriter;

// Field numbers of the messages named in the header.
constexpr int kGraphNode = 1, kGraphVersions = 4, kVersionsProducer = 1;
constexpr int kNodeName = 1, kNodeOp = 2, kNodeInput = 3, kNodeAttributes = 5;
constexpr int kEntryKey = 1, kEntryValue = 2;
constexpr int kValueList = 1, kListShape = 7, kShapeDim = 2, kDimSize = 1;
constexpr int kProducer = 440; ///< what TensorFlow 2 writes there

/// "_output_shapes" of a node, as an entry of its map of attributes.
ProtoWriter shapesEntry(const Graph& graph, const std::vector<ValueId>& outputs) {
    ProtoWriter list;
    for (const ValueId output : outputs) {
        ProtoWriter shape;
        for (const Dim& size : graph.type(output).shape.dims()) {
            ProtoWriter dim;
            dim.integer(kDimSize, size.isKnown() ? size.value() : -1);
            shape.message(kShapeDim, dim);
        }
        list.message(kListShape, shape);
    }
    ProtoWriter value, entry;
    value.message(kValueList, list);
    entry.bytes(kEntryKey, "_output_shapes");
    entry.message(kEntryValue, value);
    return entry;
}

class Writer {
public:
    explicit Writer(const Graph& graph)
        : m_graph(graph) {}

    std::string write() {
        for (const graph::NodeId id : m_graph.order())
            addNode(m_graph.node(id));
        ProtoWriter versions;
        versions.varint(kVersionsProducer, kProducer);
        m_file.message(kGraphVersions, versions);
        return m_file.data();
    }

private:
    /// The name of what makes a value, with ":k" for its output k; inputs, variables and constants are written when first met.
    std::string referenceTo(ValueId id) {
        const Value& value = m_graph.value(id);
        if (value.kind == ValueKind::Result) {
            const std::string& maker = m_names.at(value.producer);
            return value.outputIndex == 0 ? maker : maker + ":" + std::to_string(value.outputIndex);
        }
        if (const auto found = m_leaves.find(id); found != m_leaves.end()) return found->second;
        const char* op = value.kind == ValueKind::Input      ? "Placeholder"
                         : value.kind == ValueKind::Variable ? "VarHandleOp"
                                                             : "Const";
        std::string name = value.name;
        if (name.empty()) name.append("constant_").append(std::to_string(graph::index(id)));
        addEntry(name, op, {}, {id});
        return m_leaves[id] = name;
    }

    void addNode(const Node& node) {
        std::vector<std::string> inputs;
        for (const ValueId input : node.inputs)
            if (input != ValueId::None) inputs.push_back(referenceTo(input));
        std::string name = node.source.layer.empty() ? std::string() : node.source.layer + "/";
        name.append(node.op->name).append("_").append(std::to_string(graph::index(node.id)));
        m_names[node.id] = name;
        addEntry(name, node.op->name, inputs, node.outputs);
    }

    void addEntry(const std::string& name, const std::string& op, const std::vector<std::string>& inputs,
                  const std::vector<ValueId>& outputs) {
        ProtoWriter entry;
        entry.bytes(kNodeName, name);
        entry.bytes(kNodeOp, op);
        for (const std::string& input : inputs)
            entry.bytes(kNodeInput, input);
        entry.message(kNodeAttributes, shapesEntry(m_graph, outputs));
        m_file.message(kGraphNode, entry);
    }

    const Graph& m_graph;
    ProtoWriter m_file;
    std::map<graph::NodeId, std::string> m_names;
    std::map<ValueId, std::string> m_leaves;
};
} // namespace

std::string graphDefOf(const Graph& graph) {
    return Writer(graph).write();
}

} // namespace td::train
