#include "engine/graph/row_independence.h"

#include "engine/graph/op_def.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace td::graph {

namespace {
/// A node and which of its inputs have rows of the batch.
struct RowNode {
    const Graph& graph;
    const Node& node;
    std::vector<bool> hasRows;

    [[nodiscard]] const Shape& shape(size_t input) const { return graph.type(node.inputs[input]).shape; }
    [[nodiscard]] int64_t rank() const { return static_cast<int64_t>(graph.type(node.outputs[0]).shape.rank()); }
    [[nodiscard]] bool isGiven(size_t input) const { return node.inputs[input] != ValueId::None; }
    [[nodiscard]] bool isFirstAxis(std::string_view attribute) const {
        const int64_t axis = node.attributes.integer(attribute);
        const auto rankOfInput = static_cast<int64_t>(shape(0).rank());
        return axis == 0 || axis == -rankOfInput;
    }
};

using Rule = bool (*)(const RowNode&);

/// One input has rows, the first; the others are weights.
bool rowsOfTheFirst(const RowNode& n) {
    return n.hasRows[0] && std::count(n.hasRows.begin(), n.hasRows.end(), true) == 1;
}
/// Broadcasting aligns the last axes: rows meet rows where ranks are equal.
bool alignedRows(const RowNode& n) {
    for (size_t i = 0; i < n.hasRows.size(); ++i) {
        if (!n.isGiven(i)) continue;
        const auto rank = static_cast<int64_t>(n.shape(i).rank());
        if (n.hasRows[i] ? rank != n.rank() : rank == n.rank() && rank > 0 && !n.shape(i)[0].is(1)) return false;
    }
    return true;
}
bool allHaveRows(const RowNode& n) {
    return std::all_of(n.hasRows.begin(), n.hasRows.end(), [](bool has) { return has; });
}
bool otherAxis(const RowNode& n) {
    return rowsOfTheFirst(n) && !n.isFirstAxis("axis");
}
bool otherAxes(const RowNode& n) {
    const Ints& axes = n.node.attributes.integers("axes");
    const auto rank = static_cast<int64_t>(n.shape(0).rank());
    return !axes.empty() &&
           std::none_of(axes.begin(), axes.end(), [&](int64_t axis) { return axis == 0 || axis == -rank; });
}
bool otherAxisOfAll(const RowNode& n) {
    return allHaveRows(n) && !n.isFirstAxis("axis");
}
bool firstStaysFirst(const RowNode& n) {
    const Ints& order = n.node.attributes.integers("perm");
    return !order.empty() && order[0] == 0;
}
bool wholeFirstAxis(const RowNode& n) {
    const Ints &begin = n.node.attributes.integers("begin"), &size = n.node.attributes.integers("size");
    const Ints& strides = n.node.attributes.integers("strides");
    return begin[0] == 0 && size[0] == -1 && (strides.empty() || strides[0] == 1);
}
bool firstAxisUnpadded(const RowNode& n) {
    const Ints& pads = n.node.attributes.integers("pads");
    return pads.size() > 1 && pads[0] == 0 && pads[1] == 0;
}
/// Rows times a matrix that has none, or matrix by matrix in stacks of equal rank.
bool rowsOfProducts(const RowNode& n) {
    if (!n.hasRows[0]) return false;
    const auto left = n.shape(0).rank(), right = n.shape(1).rank();
    if (n.hasRows[1]) return left == right && left > 2;
    return right == 2 && (left > 2 || !n.node.attributes.flag("transpose_a"));
}
bool rowsOfIndices(const RowNode& n) {
    return !n.hasRows[0] && n.hasRows[1] && n.node.attributes.integer("axis") == 0 &&
           n.node.attributes.integer("batch_dims") == 0;
}
bool always(const RowNode&) {
    return true;
}

/// Of operations that appear in inference; the others count as mixing rows. The recurrent ones do keep them apart, but
/// their steps in time are the faster the more rows they have.
const std::map<std::string_view, Rule>& rules() {
    static const std::map<std::string_view, Rule> all = {
        {"conv", rowsOfTheFirst},
        {"dense", rowsOfTheFirst},
        {"batch_norm_inference", rowsOfTheFirst},
        {"max_pool", rowsOfTheFirst},
        {"avg_pool", rowsOfTheFirst},
        {"adaptive_max_pool", rowsOfTheFirst},
        {"adaptive_avg_pool", rowsOfTheFirst},
        {"group_norm", rowsOfTheFirst},
        {"lrn", rowsOfTheFirst},
        {"depth_to_space", rowsOfTheFirst},
        {"space_to_depth", rowsOfTheFirst},
        {"resize", rowsOfTheFirst},
        {"softmax", otherAxis},
        {"log_softmax", otherAxis},
        {"layer_norm", otherAxis},
        {"rms_norm", otherAxis},
        {"sum", otherAxes},
        {"mean", otherAxes},
        {"max", otherAxes},
        {"min", otherAxes},
        {"concat", otherAxisOfAll},
        {"attention", alignedRows},
        {"transpose", firstStaysFirst},
        {"slice", wholeFirstAxis},
        {"pad", firstAxisUnpadded},
        {"matmul", rowsOfProducts},
        {"gather", rowsOfIndices},
        {"reshape", always}, // row-major: where the batch stays the first size, rows stay rows
    };
    return all;
}

bool keepsRowsApart(const RowNode& n) {
    if (n.node.op->traits.isElementwise) return alignedRows(n);
    const auto rule = rules().find(n.node.op->name);
    return rule != rules().end() && rule->second(n);
}

/// Bytes of a row; nothing where the batch is not the first size alone, or another one is not known.
std::optional<int64_t> rowBytes(const TensorType& type, const Dim& batch) {
    if (type.shape.rank() == 0 || !(type.shape[0] == batch)) return std::nullopt;
    auto bytes = static_cast<int64_t>(elementBytes(type.dtype));
    for (int axis = 1; axis < type.shape.rank(); ++axis) {
        if (!type.shape[axis].isKnown()) return std::nullopt;
        bytes *= type.shape[axis].value();
    }
    return bytes;
}

class RowWalk {
public:
    RowWalk(const Graph& graph, Dim batch)
        : m_graph(graph)
        , m_batch(std::move(batch))
        , m_rowBytes(graph.valueCount()) {}

    bool start(ValueId input) {
        return (m_rowBytes[index(input)] = rowBytes(m_graph.type(input), m_batch)).has_value();
    }
    bool step(const Node& node);
    [[nodiscard]] bool hasRows(ValueId value) const { return value != ValueId::None && m_rowBytes[index(value)]; }
    [[nodiscard]] RowCost cost() const { return {m_widest}; }

private:
    const Graph& m_graph;
    Dim m_batch;
    std::vector<std::optional<int64_t>> m_rowBytes; ///< by value; nothing for values without rows
    int64_t m_widest = 0;
};

bool RowWalk::step(const Node& node) {
    if (node.op->traits.isRandom) return false;
    RowNode rows{m_graph, node, {}};
    int64_t bytes = 0;
    for (const ValueId input : node.inputs) {
        rows.hasRows.push_back(hasRows(input));
        if (rows.hasRows.back()) bytes += *m_rowBytes[index(input)];
    }
    const bool isConstant = std::none_of(rows.hasRows.begin(), rows.hasRows.end(), [](bool has) { return has; });
    if (isConstant)
        return std::all_of(node.outputs.begin(), node.outputs.end(),
                           [&](ValueId output) { return m_graph.type(output).shape.extents().has_value(); });
    if (!keepsRowsApart(rows)) return false;
    for (const ValueId output : node.outputs) {
        m_rowBytes[index(output)] = rowBytes(m_graph.type(output), m_batch);
        if (!m_rowBytes[index(output)]) return false;
        bytes += *m_rowBytes[index(output)];
    }
    m_widest = std::max(m_widest, bytes);
    return true;
}
} // namespace

std::optional<RowCost> independentRows(const Graph& graph) {
    const std::vector<ValueId> inputs = graph.inputs();
    if (inputs.empty() || !graph.updates().empty() || graph.type(inputs[0]).shape.rank() == 0) return std::nullopt;
    const Dim batch = graph.type(inputs[0]).shape[0];
    if (batch.isKnown() || batch.symbols().size() != 1 || !(batch == Dim::symbol(batch.symbols()[0])))
        return std::nullopt;
    RowWalk walk(graph, batch);
    for (const ValueId input : inputs)
        if (!walk.start(input)) return std::nullopt;
    for (const NodeId id : graph.order())
        if (!walk.step(graph.node(id))) return std::nullopt;
    for (const Output& output : graph.outputs())
        if (!walk.hasRows(output.value)) return std::nullopt;
    return walk.cost();
}

} // namespace td::graph
