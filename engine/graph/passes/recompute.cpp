#include "engine/graph/passes/recompute.h"

#include "engine/graph/backward_part.h"
#include "engine/graph/op_def.h"
#include "engine/graph/passes/pass_list.h"

#include <algorithm>
#include <array>

namespace td::graph {

namespace {
constexpr std::array<std::string_view, 5> kCheap = {"batch_norm_training", "batch_norm_inference", "layer_norm",
                                                    "rms_norm", "dropout"};

/// Elementwise operations and those that need a pass or two over their input.
bool isCheap(const OpDef& op) {
    if (!op.mustAlias.empty()) return false;
    return (op.traits.isElementwise && !op.traits.isView) ||
           std::find(kCheap.begin(), kCheap.end(), op.name) != kCheap.end();
}

/// Bytes of a value; 0 where they are not known.
size_t bytesOf(const TensorType& type) {
    const auto extents = type.shape.extents();
    return extents ? static_cast<size_t>(elementsOf(*extents)) * elementBytes(type.dtype) : 0;
}

/// What is kept for whom, and what could be made again.
class Recomputer {
public:
    Recomputer(Graph& graph, const Recomputation& wanted)
        : m_graph(graph)
        , m_wanted(wanted)
        , m_isBackward(backwardPart(graph))
        , m_readers(graph.valueCount())
        , m_isChosen(graph.valueCount(), false)
        , m_isHeld(graph.valueCount(), false) {
        findReaders();
        for (const Output& output : graph.outputs())
            m_isHeld[index(output.value)] = true;
        for (const Update& update : graph.updates())
            m_isHeld[index(update.value)] = true;
    }

    Result<void> run() {
        std::vector<NodeId> candidates;
        for (const NodeId id : m_graph.order())
            if (isCandidate(m_graph.node(id))) candidates.push_back(id);
        std::stable_sort(candidates.begin(), candidates.end(),
                         [&](NodeId a, NodeId b) { return savedBytes(a) > savedBytes(b); });
        size_t saved = 0;
        for (const NodeId id : candidates) {
            if (saved >= m_wanted.wantedBytes) break;
            if (m_isHeld[index(m_graph.result(id))] || !canRead(m_graph.node(id))) continue;
            saved += savedBytes(id);
            TD_TRY(makeAgain(id));
        }
        return {};
    }

private:
    void findReaders() {
        for (const NodeId id : m_graph.order())
            for (const ValueId input : m_graph.node(id).inputs)
                if (m_isBackward[index(id)] && input != ValueId::None) m_readers[index(input)].push_back(id);
    }

    [[nodiscard]] size_t savedBytes(NodeId id) const { return bytesOf(m_graph.type(m_graph.result(id))); }

    [[nodiscard]] bool isCandidate(const Node& node) const {
        const ValueId result = node.outputs.front();
        if (m_isBackward[index(node.id)] || !isCheap(*node.op) || m_readers[index(result)].empty()) return false;
        const bool isNamed = m_wanted.layers.empty() || std::find(m_wanted.layers.begin(), m_wanted.layers.end(),
                                                                  node.source.layer) != m_wanted.layers.end();
        return isNamed && !m_isHeld[index(result)] && savedBytes(node.id) >= m_wanted.leastBytes;
    }

    /// Whether every input is there in the backward part without being kept for this, or is small.
    [[nodiscard]] bool canRead(const Node& node) const {
        return std::all_of(node.inputs.begin(), node.inputs.end(), [&](ValueId input) {
            if (input == ValueId::None || m_graph.value(input).producer == NodeId::None) return true;
            if (m_isChosen[index(input)]) return false;
            const bool isSmall = bytesOf(m_graph.type(input)) < m_wanted.leastBytes;
            return isSmall || m_isHeld[index(input)] || !m_readers[index(input)].empty();
        });
    }

    Result<void> makeAgain(NodeId id) {
        const Node node = m_graph.node(id);
        const ValueId first = node.outputs.front();
        const std::vector<NodeId> readers = m_readers[index(first)];
        Source source = node.source;
        source.forward = id;
        auto copy = m_graph.insertNode(readers.front(), node.op->name, node.inputs, node.attributes, std::move(source));
        if (!copy) return failure(copy.error());
        m_graph.node(*copy).device = node.device;
        for (size_t i = 0; i < node.outputs.size(); ++i) {
            Value& made = m_graph.value(m_graph.result(*copy, static_cast<int>(i)));
            made.layout = m_graph.value(node.outputs[i]).layout;
            made.device = m_graph.value(node.outputs[i]).device;
        }
        for (const NodeId reader : readers)
            std::replace(m_graph.node(reader).inputs.begin(), m_graph.node(reader).inputs.end(), first,
                         m_graph.result(*copy));
        m_isChosen[index(first)] = true;
        for (const ValueId input : node.inputs)
            if (input != ValueId::None) m_isHeld[index(input)] = true; // now read late: it must not be made again too
        return {};
    }

    Graph& m_graph;
    const Recomputation& m_wanted;
    std::vector<bool> m_isBackward;             ///< by node
    std::vector<std::vector<NodeId>> m_readers; ///< by value: nodes of the backward part, in order
    std::vector<bool> m_isChosen;               ///< by value: made again
    std::vector<bool> m_isHeld;                 ///< by value: kept whatever is chosen
};
} // namespace

Result<void> recompute(Graph& graph, const Recomputation& wanted) {
    return Recomputer(graph, wanted).run();
}

Result<void> recomputeAll(Graph& graph) {
    return recompute(graph, {});
}

} // namespace td::graph
