#include "engine/graph/ops/einsum.h"
#include "engine/kernels/reference/moving.h"

#include <algorithm>
#include <map>
#include <type_traits>

namespace td::kernels {

namespace {
/// For every label its size, and for every operand how far one step along it leads.
struct EinsumLoops {
    std::vector<int> labels; ///< the output's first
    Extents sizes;
    std::vector<std::vector<int64_t>> steps; ///< by operand and label

    EinsumLoops(const ReferenceCall& call, const graph::EinsumEquation& equation)
        : labels(equation.output) {
        std::map<int, int64_t> found;
        for (size_t i = 0; i < call.inputs.size(); ++i)
            for (size_t axis = 0; axis < equation.inputs[i].size(); ++axis) {
                int64_t& size = found.try_emplace(equation.inputs[i][axis], 1).first->second;
                if (call.inputs[i].extents[axis] != 1) size = call.inputs[i].extents[axis];
            }
        for (const auto& [label, size] : found)
            if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
        for (const int label : labels)
            sizes.push_back(found.at(label));
        for (size_t i = 0; i < call.inputs.size(); ++i)
            steps.push_back(stepsOf(call.inputs[i].extents, equation.inputs[i]));
    }

    /// A label that stands twice adds up its axes' strides; a size of 1 stays in place.
    [[nodiscard]] std::vector<int64_t> stepsOf(const Extents& extents, const std::vector<int>& own) const {
        const Extents strides = stridesOf(extents);
        std::vector<int64_t> found(labels.size(), 0);
        for (size_t axis = 0; axis < own.size(); ++axis)
            for (size_t l = 0; l < labels.size(); ++l)
                if (labels[l] == own[axis] && extents[axis] != 1) found[l] += strides[axis];
        return found;
    }

    [[nodiscard]] int64_t place(size_t operand, const Extents& at) const {
        int64_t flat = 0;
        for (size_t l = 0; l < labels.size(); ++l)
            flat += at[l] * steps[operand][l];
        return flat;
    }
};

template <class T>
void sumOfProducts(const ReferenceCall& call, const EinsumLoops& loops) {
    using Total = std::conditional_t<std::is_floating_point_v<T>, double, uint64_t>;
    std::vector<Total> totals(static_cast<size_t>(call.outputs[0].elements()), 0);
    const int64_t count = elementsOf(loops.sizes);
    for (int64_t i = 0; i < count; ++i) {
        const Extents at = placeOf(i, loops.sizes);
        Total product = 1;
        for (size_t k = 0; k < call.inputs.size(); ++k)
            product *= static_cast<Total>(call.inputs[k].as<T>()[loops.place(k, at)]);
        totals[static_cast<size_t>(i / (count / call.outputs[0].elements()))] += product; // the output's labels lead
    }
    for (size_t o = 0; o < totals.size(); ++o)
        call.outputs[0].as<T>()[o] = static_cast<T>(totals[o]);
}

void einsum(const ReferenceCall& call) {
    std::vector<int> ranks;
    for (const TensorView& input : call.inputs)
        ranks.push_back(input.rank());
    const auto equation = graph::parseEinsum(call.attributes.text("equation"), ranks);
    if (!equation) return; // cannot be: the node was checked when it was made
    const EinsumLoops loops(call, *equation);
    dispatch(call.inputs[0].dtype, [&]<class T>(T) { sumOfProducts<T>(call, loops); });
}
} // namespace

void registerEinsumReference(KernelRegistry& registry);
void registerEinsumReference(KernelRegistry& registry) {
    addReference(registry, "einsum", einsum);
}

} // namespace td::kernels
