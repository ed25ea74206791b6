#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/dropping.h"
#include "engine/nn/layers/shaping.h"

#include <cmath>

/// Layers that disturb values in training, and do nothing otherwise.
namespace td::nn {

void registerDropout(Catalogues& catalogues);

Expr dropped(Call& call, Expr x, double rate, Ints noiseShape) {
    if (!call.isTraining() || !(rate > 0) || !x) return x;
    if (rate >= 1) return zerosLike(x);
    const Randomness random = call.random();
    return call.builder().emit("dropout", {x, random.state},
                               {{"rate", rate}, {"seed", random.seed}, {"noise_shape", std::move(noiseShape)}});
}

namespace {
/// The argument "noise_shape": -1 where it says none.
Ints noiseShape(const Call& call) {
    Ints shape;
    for (const auto& size : call.config().json("noise_shape"))
        shape.push_back(size.is_number_integer() ? size.get<int64_t>() : -1);
    return shape;
}

Flows callDropout(Call& call) {
    if (!needRate(call, "rate")) return nothing(call);
    return {Flow{dropped(call, asReal(call.input()), call.config().real("rate"), noiseShape(call)), {}}};
}

/// Whole channels at once.
template <int axes>
Flows callSpatialDropout(Call& call) {
    if (!needRate(call, "rate") || !needRank(call, 0, axes + 2)) return nothing(call);
    Ints shape(axes + 2, 1);
    shape[0] = -1;
    shape[isChannelsFirst(call) ? 1 : axes + 1] = -1;
    return {Flow{dropped(call, asReal(call.input()), call.config().real("rate"), shape), {}}};
}

Expr normalNoise(Call& call, Expr x, double mean, double deviation) {
    const Randomness random = call.random();
    return call.builder().emit(
        "random_normal", {random.state},
        {{"shape", x.shape()}, {"seed", random.seed}, {"mean", mean}, {"stddev", deviation}, {"dtype", x.dtype()}});
}

Flows callGaussianNoise(Call& call) {
    const Expr x = asReal(call.input());
    const double deviation = call.config().real("stddev");
    if (!(deviation >= 0)) {
        failArgument(call, "stddev", "0 or more");
        return nothing(call);
    }
    if (!call.isTraining() || deviation == 0 || !x) return {Flow{x, {}}};
    return {Flow{x + normalNoise(call, x, 0, deviation), {}}};
}

Flows callGaussianDropout(Call& call) {
    const Expr x = asReal(call.input());
    const double rate = call.config().real("rate");
    if (!needRate(call, "rate")) return nothing(call);
    if (rate >= 1) {
        failArgument(call, "rate", "less than 1");
        return nothing(call);
    }
    if (!call.isTraining() || rate == 0 || !x) return {Flow{x, {}}};
    return {Flow{x * normalNoise(call, x, 1, std::sqrt(rate / (1 - rate))), {}}};
}

/// The shape of the noise: the input's, with the sizes that "noise_shape" gives.
Shape noiseExtent(const Call& call, Expr x) {
    Shape shape = x.shape();
    const Ints given = noiseShape(call);
    for (int axis = 0; axis < shape.rank() && static_cast<size_t>(axis) < given.size(); ++axis)
        if (given[static_cast<size_t>(axis)] >= 0) shape[axis] = Dim(given[static_cast<size_t>(axis)]);
    return shape;
}

/// Dropped values become -alpha scale of selu, then all are moved so that mean and deviation stay.
Flows callAlphaDropout(Call& call) {
    constexpr double kDropped = -1.0507009873554804934193349852946 * 1.6732632423543772848170429916717;
    const Expr x = asReal(call.input());
    const double rate = call.config().real("rate");
    if (!needRate(call, "rate")) return nothing(call);
    if (!call.isTraining() || rate == 0 || !x) return {Flow{x, {}}};
    const Randomness random = call.random();
    const Expr kept = call.builder().emit(
        "random_bernoulli", {random.state},
        {{"shape", noiseExtent(call, x)}, {"seed", random.seed}, {"probability", 1 - rate}, {"dtype", x.dtype()}});
    const double a = 1 / std::sqrt((1 - rate) * (1 + rate * kDropped * kDropped)), b = -a * kDropped * rate;
    return {Flow{a * (x * kept + kDropped * (1.0 - kept)) + b, {}}};
}

Parameter rateParameter() {
    return required(realParameter("rate", nullptr, "how much is dropped, 0 to 1"));
}
Parameter noiseShapeParameter() {
    return jsonParameter("noise_shape", nullptr, "sizes of what is drawn; 1 shares a draw along an axis");
}

template <int axes>
void addSpatial(Catalogues& catalogues) {
    std::vector<Parameter> parameters = {rateParameter(), seedParameter()};
    if (axes > 1) parameters.insert(parameters.begin() + 1, dataFormatParameter());
    catalogues.layers.add(layerDef("SpatialDropout" + std::to_string(axes) + "D", "regularization", MaskRule::Pass,
                                   "In training whole channels become 0, the others grow by 1 / (1 - rate).",
                                   std::move(parameters), callSpatialDropout<axes>));
}
} // namespace

void registerDropout(Catalogues& catalogues) {
    const auto add = [&](std::string name, std::string about, std::vector<Parameter> parameters,
                         LayerCallFunction call) {
        catalogues.layers.add(
            layerDef(std::move(name), "regularization", MaskRule::Pass, std::move(about), std::move(parameters), call));
    };
    add("Dropout", "In training values become 0 at random, the others grow by 1 / (1 - rate).",
        {rateParameter(), noiseShapeParameter(), seedParameter()}, callDropout);
    add("AlphaDropout", "Dropout that keeps mean and deviation, for selu.",
        {rateParameter(), noiseShapeParameter(), seedParameter()}, callAlphaDropout);
    add("GaussianDropout", "In training values are multiplied by numbers around 1.", {rateParameter(), seedParameter()},
        callGaussianDropout);
    add("GaussianNoise", "In training normal numbers are added.",
        {required(realParameter("stddev", nullptr, "standard deviation of the noise")), seedParameter()},
        callGaussianNoise);
    addSpatial<1>(catalogues);
    addSpatial<2>(catalogues);
    addSpatial<3>(catalogues);
}

} // namespace td::nn
