#include "engine/graph/ops/emit.h"

namespace td::graph {

Ints axesFrom(int first, int last) {
    Ints axes;
    for (int axis = first; axis < last; ++axis)
        axes.push_back(axis);
    return axes;
}

Shape onesOn(Shape shape, const Ints& axes) {
    for (const int64_t axis : axes)
        shape[static_cast<int>(axis)] = 1;
    return shape;
}

Expr plus(Expr a, Expr b) {
    return !a ? b : !b ? a : a + b;
}

std::vector<Expr> gradientsThrough(std::span<const Expr> outputs, std::span<const Expr> dys,
                                   std::span<const Expr> inputs) {
    std::vector<Expr> totals(inputs.size());
    for (size_t i = 0; i < outputs.size(); ++i) {
        if (!dys[i] || !outputs[i]) continue;
        const auto parts = gradients(*outputs[i].builder, outputs[i], inputs, dys[i]);
        for (size_t k = 0; k < parts.size(); ++k)
            totals[k] = plus(totals[k], parts[k]);
    }
    return totals;
}

std::vector<Expr> withOutputThroughDecomposition(GradientContext& g, int output, Decomposition decompose,
                                                 std::vector<Expr> found) {
    std::vector<Expr> inputs;
    for (int i = 0; i < g.inputs(); ++i)
        inputs.push_back(g.input(i));
    const std::vector outputs{decompose(g.builder(), inputs, g.attributes())[static_cast<size_t>(output)]};
    const std::vector dys{g.dy(output)};
    const auto more = gradientsThrough(outputs, dys, inputs);
    for (size_t i = 0; i < found.size(); ++i)
        found[i] = plus(found[i], more[i]);
    return found;
}

} // namespace td::graph
