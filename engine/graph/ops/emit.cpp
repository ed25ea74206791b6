#include "engine/graph/ops/emit.h"

#include "engine/graph/gradient.h"

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

} // namespace td::graph
