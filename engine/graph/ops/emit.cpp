#include "engine/graph/ops/emit.h"

#include <algorithm>

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

std::vector<Expr> plusThroughOutputs(GradientContext& g, size_t first, Decomposition decompose,
                                     std::vector<Expr> found) {
    std::vector<Expr> inputs, dys(g.outputs());
    for (size_t i = first; i < dys.size(); ++i)
        dys[i] = g.dy(static_cast<int>(i));
    if (std::none_of(dys.begin(), dys.end(), [](const Expr& dy) { return static_cast<bool>(dy); })) return found;
    for (int i = 0; i < g.inputs(); ++i)
        inputs.push_back(g.input(i));
    const auto more = decomposedGradients(g.builder(), decompose, inputs, g.attributes(), dys);
    for (size_t i = 0; i < found.size(); ++i)
        found[i] = plus(found[i], more[i]);
    return found;
}

} // namespace td::graph
