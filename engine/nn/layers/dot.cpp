#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"

namespace td::nn {

void registerDot(Catalogues& catalogues);

namespace {
/// The axis of each input that is summed over; 0 where there is none, after failing.
int axisOf(Call& call, size_t input) {
    const Json& axes = call.config().json("axes");
    const Json& given = axes.is_array() ? (axes.size() == 2 ? axes[input] : Json()) : axes;
    const auto axis =
        given.is_number_integer() ? normalizedAxis(given.get<int64_t>(), call.input(input).rank()) : Result<int>(0);
    if (axis && *axis > 0) return *axis;
    failArgument(call, "axes", "one axis, or two of them, behind the batch");
    return 0;
}

/// Vectors along the axis, brought to length 1.
Expr unitVectors(Expr x, int axis) {
    const Expr squares = sum(unary("square", x), {axis}, true);
    return x * unary("rsqrt", binary("maximum", squares, x.builder->scalar(1e-24, x.dtype())));
}

/// (B, all others, axis), the others in `rest`.
Expr asMatrices(Expr x, int axis, Shape& rest) {
    const Expr last = reordered(x, orderWithLast(x.rank(), {axis}));
    Dim rows = 1;
    for (int i = 1; i + 1 < last.rank(); ++i) {
        rest.append(last.shape()[i]);
        rows = rows * last.shape()[i];
    }
    return reshape(last, Shape{sizeAt(last, 0), rows, sizeAt(last, -1)});
}

Flows callDot(Call& call) {
    if (!needRankAtLeast(call, 0, 2) || !needRankAtLeast(call, 1, 2)) return nothing(call);
    Shape shape{sizeAt(call.input(0), 0)};
    Expr sides[2];
    for (size_t i = 0; i < 2; ++i) {
        const int axis = axisOf(call, i);
        if (axis == 0) return nothing(call);
        const Expr x = call.config().flag("normalize") ? unitVectors(call.input(i), axis) : call.input(i);
        if (!x) return nothing(call);
        sides[i] = asMatrices(x, axis, shape);
    }
    if (shape.rank() == 1) shape.append(Dim(1));
    return {Flow{reshape(matmul(sides[0], sides[1], false, true), shape), {}}};
}
} // namespace

void registerDot(Catalogues& catalogues) {
    LayerDef def = layerDef("Dot", "merging", MaskRule::Drop,
                            "For each sample the sum of products along one axis of each of two inputs.",
                            {required(jsonParameter("axes", nullptr, "the axis of both inputs, or one for each")),
                             boolParameter("normalize", false, "whether vectors are brought to length 1: cosines")},
                            callDot);
    def.minInputs = def.maxInputs = 2;
    catalogues.layers.add(std::move(def));
}

} // namespace td::nn
