#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"

#include <cmath>
#include <numbers>

namespace td::nn {

void registerUpSampling(Catalogues& catalogues);

namespace {
/// The Lanczos window of this radius: sinc(x) sinc(x / radius).
double lanczos(double x, double radius) {
    if (x == 0) return 1;
    if (std::abs(x) >= radius) return 0;
    const double angle = std::numbers::pi * x;
    return radius * std::sin(angle) * std::sin(angle / radius) / (angle * angle);
}

/// The cubic of Keys with a = -1/2.
double keys(double x) {
    const double d = std::abs(x);
    if (d <= 1) return (1.5 * d - 2.5) * d * d + 1;
    return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
}

/// What a cell at this distance (in cells of the input) counts.
double weightOf(const std::string& method, double distance) {
    if (method == "bicubic") return keys(distance);
    return lanczos(distance, method == "lanczos3" ? 3 : 5);
}

/// Where the centre of an output cell lies among the input's centres.
/// TensorFlow looks the cubic up at multiples of 1/1024.
double centreOf(const std::string& method, int64_t row, int64_t factor) {
    const double centre = (static_cast<double>(row) + 0.5) / static_cast<double>(factor) - 0.5;
    return method == "bicubic" ? std::nearbyint(centre * 1024) / 1024 : centre;
}

/// How each of the cells `in`·`factor` is made of the cells `in`: rows sum to 1, cells outside are left out.
Tensor mixingMatrix(const std::string& method, int64_t in, int64_t factor) {
    const int64_t out = in * factor;
    Tensor matrix = Tensor::zeros(DType::F32, {out, in});
    std::vector<double> weights(static_cast<size_t>(in));
    for (int64_t row = 0; row < out; ++row) {
        const double centre = centreOf(method, row, factor);
        double total = 0;
        for (int64_t cell = 0; cell < in; ++cell)
            total += weights[static_cast<size_t>(cell)] = weightOf(method, static_cast<double>(cell) - centre);
        for (int64_t cell = 0; cell < in; ++cell)
            matrix.set(row * in + cell, weights[static_cast<size_t>(cell)] / total);
    }
    return matrix;
}

/// x with this axis multiplied by the matrix.
Expr alongAxis(Expr x, int axis, const Tensor& matrix) {
    if (!x) return x;
    const Ints order = orderWithLast(x.rank(), {axis});
    const Expr weights = cast(x.builder->constant(matrix), x.dtype());
    return reordered(matmul(reordered(x, order), weights, false, true), inverseOrder(order));
}

Expr resized(Call& call, Expr x, const Ints& factors, const std::string& method) {
    const int64_t height = call.knownSize(x, 1), width = call.knownSize(x, 2);
    if (method == "bilinear")
        return call.builder().emit("resize", {x},
                                   {{"size", Ints{height * factors[0], width * factors[1]}}, {"method", method}});
    return alongAxis(alongAxis(x, 1, mixingMatrix(method, height, factors[0])), 2,
                     mixingMatrix(method, width, factors[1]));
}

template <int axes>
Flows callUpSampling(Call& call) {
    if (!needRank(call, 0, axes + 2) || !needAtLeast(call, "size", 1)) return nothing(call);
    const Ints factors = call.config().sizes("size");
    const std::string method = call.config().text("interpolation");
    if (axes == 2 && method != "nearest") {
        const Expr x = asReal(call.input());
        const Expr y = resized(call, isChannelsFirst(call) ? channelsToLast(x) : x, factors, method);
        return {Flow{isChannelsFirst(call) ? channelsToFirst(y) : y, {}}};
    }
    Expr y = call.input();
    for (int axis = 0; axis < axes; ++axis)
        y = repeated(y, (isChannelsFirst(call) ? 2 : 1) + axis, factors[static_cast<size_t>(axis)]);
    return {Flow{y, {}}};
}

template <int axes>
LayerDef definition(std::vector<Parameter> more) {
    return layerDef("UpSampling" + std::to_string(axes) + "D", "reshaping", MaskRule::Drop,
                    "Finer grids: each cell becomes several.",
                    joined({{sizesParameter("size", 2, axes, "how many cells each becomes, on each axis")}, more}),
                    callUpSampling<axes>);
}
} // namespace

void registerUpSampling(Catalogues& catalogues) {
    const std::vector<std::string> methods = {"nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"};
    catalogues.layers.add(definition<1>({}));
    catalogues.layers.add(definition<2>(
        {dataFormatParameter(), textParameter("interpolation", "nearest", methods, "what stands between the cells")}));
    catalogues.layers.add(definition<3>({dataFormatParameter()}));
}

} // namespace td::nn
