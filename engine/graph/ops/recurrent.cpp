#include "engine/graph/ops/recurrent.h"

namespace td::graph {

Result<RecurrentShapes> recurrentShapes(const InferContext& context, int x, int64_t gates) {
    TD_TRY(context.needRank(x, 3));
    TD_TRY(context.needRank(x + 1, 2));
    TD_TRY(context.needRank(x + 2, 2));
    for (int i = x + 1; i <= x + 2; ++i)
        if (context.dtype(i) != context.dtype(x))
            return failure(ErrorCode::TypeMismatch,
                           {{"left", toString(context.type(x))}, {"right", toString(context.type(i))}});
    const Shape &sequence = context.shape(x), &w = context.shape(x + 1), &u = context.shape(x + 2);
    const Dim units = u[0];
    if (!units.isKnown() || w[0] != sequence[2]) return context.mismatch(x, x + 1);
    if (u[1] != units * Dim(gates) || w[1] != u[1]) return context.mismatch(x + 1, x + 2);
    const DType dtype = context.dtype(x);
    return RecurrentShapes{sequence[0],
                           sequence[1],
                           sequence[2],
                           units,
                           {dtype, {sequence[0], sequence[1], units}},
                           {dtype, {sequence[0], units}}};
}

Result<void> needIfThere(const InferContext& context, int input, int x, const Shape& shape) {
    if (!context.has(input)) return {};
    if (context.shape(input) != shape) return context.mismatch(input, shape.toString());
    if (kReals.has(context.dtype(input)) && context.dtype(input) != context.dtype(x))
        return failure(ErrorCode::TypeMismatch,
                       {{"left", toString(context.type(x))}, {"right", toString(context.type(input))}});
    return {};
}

double recurrentFlops(const RecurrentShapes& shapes, int64_t gates, double passes) {
    const auto number = [](const Dim& dim) { return static_cast<double>(dim.value()); };
    return passes * 2 * number(shapes.batch) * number(shapes.steps) * static_cast<double>(gates) *
           number(shapes.units) * (number(shapes.inputs) + number(shapes.units));
}

AttributeDef reverseAttribute() {
    return optional("reverse", false, "from the last step to the first; each output stays at its step's place");
}

InputDef optionalInput(std::string name, DTypeSet dtypes) {
    return {std::move(name), dtypes, Arity::Optional};
}

} // namespace td::graph
