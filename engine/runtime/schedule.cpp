#include "engine/runtime/schedule.h"

#include <algorithm>
#include <queue>
#include <set>

namespace td::runtime {

using namespace graph;

namespace {
constexpr int64_t kFewElements = 16; ///< of counters, rates, sums of a step

/// Kahn's algorithm: of what is ready, what changes need and is small goes first, then nodes that change variables, the rest in the graph's order.
class Scheduler {
public:
    Scheduler(const Graph& graph, Changes changes)
        : m_graph(graph)
        , m_turnOfChanges(changes == Changes::Early ? 1 : 3)
        , m_followers(graph.nodeCount())
        , m_waitsFor(graph.nodeCount(), 0)
        , m_isEarly(graph.nodeCount(), false)
        , m_rank(graph.nodeCount()) {
        findEarly();
        for (size_t i = 0; i < graph.order().size(); ++i)
            m_rank[index(graph.order()[i])] = i;
    }

    Result<std::vector<NodeId>> run() {
        addDataEdges();
        TD_TRY(addChangeEdges());
        addCheckEdges();
        std::vector<NodeId> order;
        for (const NodeId id : m_graph.order())
            if (m_waitsFor[index(id)] == 0) makeReady(id);
        while (!m_ready.empty()) {
            const NodeId id = m_ready.top().id;
            m_ready.pop();
            order.push_back(id);
            for (const NodeId follower : m_followers[index(id)])
                if (--m_waitsFor[index(follower)] == 0) makeReady(follower);
        }
        if (order.size() == m_graph.order().size()) return order;
        return failure(ErrorCode::InvalidArgument, {{"variable", readTooLate()},
                                                    {"expected", "no reader of its old value that needs the new one"}});
    }

private:
    struct Ready {
        int turn; ///< the smallest goes first
        size_t rank;
        NodeId id;
        bool operator<(const Ready& other) const { return turn != other.turn ? turn > other.turn : rank > other.rank; }
    };

    void makeReady(NodeId id) {
        const bool isChange = !m_graph.node(id).op->mustAlias.empty();
        m_ready.push({m_isEarly[index(id)] ? 0 : isChange ? m_turnOfChanges : 2, m_rank[index(id)], id});
    }

    void addEdge(NodeId before, NodeId after) {
        if (before == after || !m_edges.emplace(before, after).second) return;
        m_followers[index(before)].push_back(after);
        ++m_waitsFor[index(after)];
    }

    void addDataEdges() {
        for (const NodeId id : m_graph.order())
            for (const ValueId input : m_graph.node(id).inputs)
                if (input != ValueId::None && m_graph.value(input).producer != NodeId::None)
                    addEdge(m_graph.value(input).producer, id);
    }

    /// Readers of a variable's memory, through views too, come before the node that changes it.
    Result<void> addChangeEdges() {
        std::vector<std::vector<NodeId>> readers(m_graph.valueCount());
        for (const NodeId id : m_graph.order())
            for (const ValueId input : m_graph.node(id).inputs)
                if (input != ValueId::None)
                    if (const ValueId variable = variableBehind(m_graph, input); variable != ValueId::None)
                        readers[index(variable)].push_back(id);
        std::vector<NodeId> changer(m_graph.valueCount(), NodeId::None);
        for (const NodeId id : m_graph.order())
            for (const Alias& alias : m_graph.node(id).op->mustAlias) {
                const ValueId variable = changedVariable(m_graph, m_graph.node(id), alias);
                if (variable == ValueId::None) continue;
                if (changer[index(variable)] != NodeId::None)
                    return failure(ErrorCode::InvalidArgument, {{"variable", m_graph.value(variable).name},
                                                                {"expected", "one node that changes it"}});
                changer[index(variable)] = id;
                for (const NodeId reader : readers[index(variable)]) {
                    addEdge(reader, id);
                    if (reader != id) m_changes.push_back({variable, id, reader});
                }
            }
        return {};
    }

    /// Nodes that look something up can meet a place that is not there: they come before every change, so that a step that
    /// fails over its data has changed nothing. Gradients look up what their forward nodes have.
    void addCheckEdges() {
        std::vector<NodeId> changers, checks;
        std::vector<bool> isAfterChange(m_graph.valueCount(), false);
        for (const NodeId id : m_graph.order()) {
            const Node& node = m_graph.node(id);
            const bool isChange = !node.op->mustAlias.empty();
            const bool isAfter = isChange || std::any_of(node.inputs.begin(), node.inputs.end(), [&](ValueId v) {
                                     return v != ValueId::None && isAfterChange[index(v)];
                                 });
            for (const ValueId output : node.outputs)
                isAfterChange[index(output)] = isAfter;
            if (isChange)
                changers.push_back(id);
            else if (!isAfter && node.source.forward == NodeId::None && node.op->traits.looksUp)
                checks.push_back(id);
        }
        for (const NodeId check : checks)
            for (const NodeId changer : changers)
                addEdge(check, changer);
    }

    /// A change does not wait for a counter or a rate that stand behind the last gradient: what it needs and what is small,
    /// made of small things, costs nothing to have early.
    void findEarly() {
        const std::vector<bool> isSmall = smallNodes();
        std::vector<bool> isNeeded(m_graph.valueCount(), false);
        for (auto at = m_graph.order().rbegin(); at != m_graph.order().rend(); ++at) {
            const Node& node = m_graph.node(*at);
            const bool isForChange = std::any_of(node.outputs.begin(), node.outputs.end(),
                                                 [&](ValueId output) { return isNeeded[index(output)]; });
            m_isEarly[index(*at)] = isForChange && isSmall[index(*at)];
            if (!m_isEarly[index(*at)] && node.op->mustAlias.empty()) continue;
            for (const ValueId input : node.inputs)
                if (input != ValueId::None) isNeeded[index(input)] = true;
        }
    }

    /// By node: whether it changes nothing and it and all that it is made from by nodes have few bytes.
    [[nodiscard]] std::vector<bool> smallNodes() const {
        std::vector<bool> isSmallNode(m_graph.nodeCount(), false);
        const auto isSmall = [&](ValueId id) {
            if (id == ValueId::None) return true;
            const Value& value = m_graph.value(id);
            const auto extents = value.type.shape.extents();
            return extents && elementsOf(*extents) <= kFewElements &&
                   (value.producer == NodeId::None || isSmallNode[index(value.producer)]);
        };
        for (const NodeId id : m_graph.order()) {
            const Node& node = m_graph.node(id);
            isSmallNode[index(id)] = node.op->mustAlias.empty() &&
                                     std::all_of(node.inputs.begin(), node.inputs.end(), isSmall) &&
                                     std::all_of(node.outputs.begin(), node.outputs.end(), [&](ValueId output) {
                                         const auto extents = m_graph.type(output).shape.extents();
                                         return extents && elementsOf(*extents) <= kFewElements;
                                     });
        }
        return isSmallNode;
    }

    /// The variable whose change somebody needs who reads its old value.
    [[nodiscard]] std::string readTooLate() const {
        for (const Change& change : m_changes)
            if (follows(change.reader, change.changer)) return m_graph.value(change.variable).name;
        return {};
    }

    /// Whether `node` can only come after `first`, by whatever edges.
    [[nodiscard]] bool follows(NodeId node, NodeId first) const {
        std::vector<bool> isSeen(m_graph.nodeCount(), false);
        std::vector<NodeId> open{first};
        while (!open.empty()) {
            const NodeId id = open.back();
            open.pop_back();
            if (id == node) return true;
            for (const NodeId follower : m_followers[index(id)])
                if (!isSeen[index(follower)]) {
                    isSeen[index(follower)] = true;
                    open.push_back(follower);
                }
        }
        return false;
    }

    struct Change {
        ValueId variable;
        NodeId changer, reader;
    };

    const Graph& m_graph;
    int m_turnOfChanges; ///< all but changes and what is early have 2
    std::vector<Change> m_changes;
    std::vector<std::vector<NodeId>> m_followers;
    std::vector<int> m_waitsFor;
    std::vector<bool> m_isEarly; ///< findEarly
    std::vector<size_t> m_rank;
    std::set<std::pair<NodeId, NodeId>> m_edges;
    std::priority_queue<Ready> m_ready;
};
} // namespace

ValueId changedVariable(const Graph& graph, const Node& node, const Alias& alias) {
    const ValueId input = node.inputs[static_cast<size_t>(alias.input)],
                  output = node.outputs[static_cast<size_t>(alias.output)];
    const ValueId variable = input == ValueId::None ? ValueId::None : variableBehind(graph, input);
    const auto isThis = [&](const Update& update) { return update.variable == variable && update.value == output; };
    return variable != ValueId::None && std::any_of(graph.updates().begin(), graph.updates().end(), isThis)
               ? variable
               : ValueId::None;
}

ValueId variableBehind(const Graph& graph, ValueId value) {
    for (;;) {
        const Value& at = graph.value(value);
        if (at.kind == ValueKind::Variable) return value;
        if (at.producer == NodeId::None || !graph.node(at.producer).op->traits.isView) return ValueId::None;
        value = graph.node(at.producer).inputs.front();
    }
}

Result<std::vector<NodeId>> schedule(const Graph& graph, Changes changes) {
    return Scheduler(graph, changes).run();
}

} // namespace td::runtime
