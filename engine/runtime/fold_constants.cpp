#include "engine/runtime/fold_constants.h"

#include "engine/base/float_mode.h"
#include "engine/graph/op_def.h"
#include "engine/graph/used_values.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace td::runtime {

using namespace graph;

namespace {
/// Bytes of a value; the size of memory itself where they are not known, so that it is never thought small.
size_t bytesOf(const Graph& graph, ValueId value) {
    const TensorType& type = graph.type(value);
    const auto extents = type.shape.extents();
    constexpr int64_t kMost = int64_t{1} << 43;
    if (!extents || elementsOf(*extents) > kMost) return SIZE_MAX / 64;
    return static_cast<size_t>(elementsOf(*extents)) * elementBytes(type.dtype);
}

/// Which nodes can be computed when the plan is made, and which of their results are wanted afterwards.
class Folding {
public:
    Folding(const Graph& graph, bool isFrozen, const std::vector<std::byte*>& variables)
        : m_graph(graph)
        , m_isKnown(graph.valueCount(), false) {
        markSources(isFrozen, variables);
        for (const NodeId id : graph.order())
            if (canFold(graph.node(id))) take(graph.node(id));
        m_isWanted = wantedByTheRest();
    }

    [[nodiscard]] const std::vector<NodeId>& nodes() const { return m_nodes; }
    [[nodiscard]] std::vector<ValueId> wanted() const {
        std::vector<ValueId> values;
        for (const NodeId id : m_nodes)
            for (const ValueId output : m_graph.node(id).outputs)
                if (m_isWanted[index(output)] && !isViewOfSource(output)) values.push_back(output);
        return values;
    }

private:
    void markSources(bool isFrozen, const std::vector<std::byte*>& variables) {
        for (size_t i = 0; i < m_graph.valueCount(); ++i) {
            const Value& value = m_graph.value(static_cast<ValueId>(i));
            const bool isVariable = value.kind == ValueKind::Variable && variables[i] != nullptr;
            if (value.device == Device{}) m_isKnown[i] = value.kind == ValueKind::Constant || (isFrozen && isVariable);
        }
        for (const Update& update : m_graph.updates())
            m_isKnown[index(update.variable)] = false;
    }

    [[nodiscard]] bool canFold(const Node& node) const {
        if (node.op->traits.isRandom || !node.op->mustAlias.empty() || node.device != Device{}) return false;
        size_t read = 0, written = 0;
        for (const ValueId input : node.inputs) {
            if (input == ValueId::None) continue;
            if (!m_isKnown[index(input)]) return false;
            read += bytesOf(m_graph, input);
        }
        for (const ValueId output : node.outputs)
            written += bytesOf(m_graph, output);
        return written <= std::max(read, kLargestGrownConstant);
    }

    void take(const Node& node) {
        m_nodes.push_back(node.id);
        for (const ValueId output : node.outputs)
            m_isKnown[index(output)] = true;
    }

    /// What the nodes that stay, or the graph's surroundings, read.
    [[nodiscard]] std::vector<bool> wantedByTheRest() const {
        std::vector<bool> isTaken(m_graph.nodeCount(), false);
        for (const NodeId id : m_nodes)
            isTaken[index(id)] = true;
        std::vector<NodeId> rest;
        std::copy_if(m_graph.order().begin(), m_graph.order().end(), std::back_inserter(rest),
                     [&](NodeId id) { return !isTaken[index(id)]; });
        return usedValues(m_graph, rest);
    }

    [[nodiscard]] bool isViewOfSource(ValueId value) const {
        for (;;) {
            const NodeId producer = m_graph.value(value).producer;
            if (producer == NodeId::None) return true;
            if (!m_graph.node(producer).op->traits.isView) return false;
            value = m_graph.node(producer).inputs.front();
        }
    }

    const Graph& m_graph;
    std::vector<bool> m_isKnown, m_isWanted; ///< by value
    std::vector<NodeId> m_nodes;
};

/// False where the data were wrong.
bool runOnce(const Plan& plan, ThreadPool& pool) {
    const FlushDenormals mode;
    kernels::KernelFault fault;
    kernels::KernelCall call{nullptr, nullptr, plan.scratch(), &pool, &fault};
    for (const Step& step : plan.steps()) {
        call.inputs = plan.addresses() + step.firstInput;
        call.outputs = plan.addresses() + step.firstOutput;
        step.run(step.state, call);
    }
    return !fault.isSet();
}

/// Copies of all outputs of a plan that ran, or nothing where memory is out.
std::vector<Tensor> outputsOf(const Plan& plan) {
    std::vector<Tensor> copies;
    for (size_t i = 0; i < plan.graph().outputs().size(); ++i) {
        const TensorType& type = plan.graph().type(plan.graph().outputs()[i].value);
        auto copy = Tensor::create(type.dtype, *type.shape.extents(), Fill::Unset);
        if (!copy) return {};
        if (copy->sizeBytes() > 0) std::memcpy(copy->bytes(), plan.output(i), copy->sizeBytes());
        copies.push_back(*std::move(copy));
    }
    return copies;
}

/// Takes out those of `among` that nobody reads any more, the last first, as they read each other.
void eraseUnused(Graph& graph, const std::vector<NodeId>& among) {
    std::vector<int> uses(graph.valueCount(), 0);
    for (const NodeId id : graph.order())
        for (const ValueId input : graph.node(id).inputs)
            if (input != ValueId::None) ++uses[index(input)];
    for (const Output& output : graph.outputs())
        ++uses[index(output.value)];
    for (const Update& update : graph.updates())
        ++uses[index(update.value)];
    std::vector<NodeId> unused;
    for (auto at = among.rbegin(); at != among.rend(); ++at) {
        const Node& node = graph.node(*at);
        const auto isUsed = [&](ValueId output) { return uses[index(output)] > 0; };
        if (std::any_of(node.outputs.begin(), node.outputs.end(), isUsed)) continue;
        unused.push_back(*at);
        for (const ValueId input : node.inputs)
            if (input != ValueId::None) --uses[index(input)];
    }
    graph.erase(unused);
}
} // namespace

void foldConstants(Graph& graph, const PlanOptions& options, const std::vector<std::byte*>& variables,
                   const kernels::KernelRegistry& kernels, ThreadPool& pool) {
    const Folding folding(graph, options.isFrozen, variables);
    const std::vector<ValueId> wanted = folding.wanted();
    if (wanted.empty()) return;
    Graph part = graph;
    part.setOrder(folding.nodes());
    part.updates().clear();
    part.outputs().clear();
    for (const ValueId value : wanted)
        part.addOutput({}, value);
    const auto plan = Plan::create(std::move(part), options, variables, kernels);
    if (!plan || !runOnce(**plan, pool)) return;
    const std::vector<Tensor> results = outputsOf(**plan);
    if (results.size() != wanted.size()) return;
    for (size_t i = 0; i < wanted.size(); ++i) {
        const ValueId constant = graph.addConstant(results[i], graph.value(wanted[i]).name);
        graph.value(constant).layout = graph.value(wanted[i]).layout;
        graph.replaceUses(wanted[i], constant);
    }
    eraseUnused(graph, folding.nodes());
}

} // namespace td::runtime
