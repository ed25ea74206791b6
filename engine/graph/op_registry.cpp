#include "engine/graph/op_registry.h"

#include <algorithm>

namespace td::graph {

namespace {
bool isBefore(const std::unique_ptr<const OpDef>& op, std::string_view name) {
    return op->name < name;
}

/// What a definition must say to be usable at all; the rest is the registry test's.
std::string contradiction(const OpDef& op) {
    if (op.name.empty() || op.infer == nullptr) return "a name and an infer function";
    if (op.gradient == nullptr && op.decompose == nullptr && op.notDifferentiable.empty())
        return "a gradient or the reason for none";
    for (size_t i = 0; i + 1 < op.inputs.size(); ++i)
        if (op.inputs[i].arity == Arity::Many) return "the repeated input last";
    if (op.cost != nullptr && op.flops.empty()) return "the formula of its cost";
    if (op.inputs.empty() && op.outputTypes.empty()) return "types for outputs without inputs";
    return {};
}
} // namespace

Result<void> OpRegistry::add(OpDef op) {
    const std::string missing = contradiction(op);
    if (!missing.empty()) return failure(ErrorCode::InvalidArgument, {{"op", op.name}, {"expected", missing}});
    const auto place = std::lower_bound(m_ops.begin(), m_ops.end(), op.name, isBefore);
    if (place != m_ops.end() && (*place)->name == op.name)
        return failure(ErrorCode::InvalidArgument, {{"op", op.name}, {"expected", "a name that is not taken"}});
    m_ops.insert(place, std::make_unique<const OpDef>(std::move(op)));
    return {};
}

const OpDef* OpRegistry::find(std::string_view name) const {
    const auto place = std::lower_bound(m_ops.begin(), m_ops.end(), name, isBefore);
    return place != m_ops.end() && (*place)->name == name ? place->get() : nullptr;
}

std::vector<const OpDef*> OpRegistry::all() const {
    std::vector<const OpDef*> ops;
    for (const auto& op : m_ops)
        ops.push_back(op.get());
    return ops;
}

} // namespace td::graph
