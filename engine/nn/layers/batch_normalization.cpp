#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"

#include <cmath>
#include <optional>

namespace td::nn {

void registerBatchNormalization(Catalogues& catalogues);

namespace {
constexpr double kEpsilon = 1e-7;

/// Weights of the layer; gain and bias may be empty, and without `renorm` the last three are.
struct Parts {
    Expr gain, bias, mean, variance;
    Expr deviation, renormMean, renormDeviation;
};

/// An initializer whose values are then rooted: batch renormalization keeps deviations where others keep variances.
Json rooted(const Json& initializer) {
    return {{"class_name", "SquareRootOf"}, {"config", {{"initializer", initializer}}}};
}

Parts partsOf(Call& call, int64_t channels) {
    Parts parts;
    if (call.config().flag("scale")) parts.gain = call.weight("gamma", {channels});
    if (call.config().flag("center")) parts.bias = call.weight("beta", {channels});
    const auto kept = [&](const char* name, const Json& initializer) {
        return call.weight(WeightSpec{name, {channels}, initializer, {}, {}, false});
    };
    const Json& means = call.config().json("moving_mean_initializer");
    const Json& variances = call.config().json("moving_variance_initializer");
    parts.mean = kept("moving_mean", means);
    parts.variance = kept("moving_variance", variances);
    if (!call.config().flag("renorm")) return parts;
    parts.deviation = kept("moving_stddev", rooted(variances));
    parts.renormMean = kept("renorm_mean", means);
    parts.renormDeviation = kept("renorm_stddev", rooted(variances));
    return parts;
}

Expr affine(Expr normal, const Parts& parts) {
    if (parts.gain) normal = normal * parts.gain;
    return parts.bias ? normal + parts.bias : normal;
}

struct Moments {
    Expr mean, variance;
};

/// Over what the mask (of all axes but the last) counts; biased.
Moments maskedMoments(Expr x, Expr mask) {
    const Ints axes = axesBetween(0, x.rank() - 1);
    const Expr wide = expanded(mask, -1);
    const Expr count = sum(cast(wide, x.dtype()), axes, true) + kEpsilon;
    const Expr average = sum(whereTrue(wide, x), axes, true) / count;
    const Expr deviation = whereTrue(wide, x - average);
    const Shape shape{sizeAt(x, -1)};
    return {reshape(average, shape), reshape(sum(unary("square", deviation), axes, true) / count, shape)};
}

/// What an average becomes that keeps this share of itself.
Expr moved(Expr average, Expr now, double keeps) {
    return average * keeps + now * (1 - keeps);
}

void moveAverages(Call& call, const Parts& parts, const Moments& moments) {
    const double momentum = call.config().real("momentum");
    call.change("moving_mean", moved(parts.mean, moments.mean, momentum));
    call.change("moving_variance", moved(parts.variance, moments.variance, momentum));
}

/// The variance for inference follows from the average deviation, whose square holds epsilon.
void moveRenormAverages(Call& call, const Parts& parts, Expr mean, Expr deviation) {
    const double momentum = call.config().real("momentum"), own = call.config().real("renorm_momentum");
    const Expr next = moved(parts.deviation, deviation, momentum);
    call.change("renorm_mean", moved(parts.renormMean, mean, own));
    call.change("renorm_stddev", moved(parts.renormDeviation, deviation, own));
    call.change("moving_mean", moved(parts.mean, mean, momentum));
    call.change("moving_stddev", next);
    call.change("moving_variance", unary("relu", unary("square", next) - call.config().real("epsilon")));
}

/// A limit of "renorm_clipping"; nothing where it is not given.
std::optional<double> limitOf(Call& call, const char* name) {
    const Json& limits = call.config().json("renorm_clipping");
    double value = 0;
    if (!limits.is_object() || !limits.contains(name) || !readNumber(limits[name], value)) return std::nullopt;
    return value;
}

bool needLimits(Call& call) {
    const Json& limits = call.config().json("renorm_clipping");
    if (!call.config().flag("renorm") || limits.is_null()) return true;
    bool fits = limits.is_object();
    double value = 0;
    for (const auto& [key, limit] : limits.items())
        fits =
            fits && (key == "rmax" || key == "rmin" || key == "dmax") && (limit.is_null() || readNumber(limit, value));
    const auto most = limitOf(call, "rmax"), least = limitOf(call, "rmin"), shift = limitOf(call, "dmax");
    fits = fits && !(most && least && *most < *least) && !(shift && *shift < 0);
    if (!fits) failArgument(call, "renorm_clipping", "an object of rmin, rmax (not below rmin) and dmax (not below 0)");
    return fits;
}

/// Gain and bias with the corrections r and d in them: (x r + d) gamma + beta = x (r gamma) + (d gamma + beta), where no
/// gradient flows through r and d.
Parts renormalized(Call& call, Parts parts, Expr mean, Expr deviation) {
    const auto bounded = [&](const char* op, Expr x, std::optional<double> limit) {
        return limit ? binary(op, x, call.builder().scalar(*limit)) : x;
    };
    const double least = std::sqrt(call.config().real("epsilon"));
    const Expr before = binary("maximum", parts.renormDeviation, call.builder().scalar(least));
    Expr r = bounded("maximum", deviation / before, limitOf(call, "rmin"));
    r = unary("stop_gradient", bounded("minimum", r, limitOf(call, "rmax")));
    const auto shift = limitOf(call, "dmax");
    Expr d = bounded("maximum", (mean - parts.renormMean) / before, shift ? std::optional(-*shift) : shift);
    d = unary("stop_gradient", bounded("minimum", d, shift));
    parts.bias = parts.bias ? (parts.gain ? d * parts.gain : d) + parts.bias : parts.gain ? d * parts.gain : d;
    parts.gain = parts.gain ? r * parts.gain : r;
    return parts;
}

/// Batch renormalization: in training too nearly what inference does.
/// Source: Ioffe 2017, arXiv:1702.03275
Expr renormTrained(Call& call, Expr x, const Moments& moments, const Parts& parts) {
    const double epsilon = call.config().real("epsilon");
    const Expr deviation = unary("sqrt", moments.variance + epsilon);
    const Parts corrected = renormalized(call, parts, moments.mean, deviation);
    moveRenormAverages(call, parts, moments.mean, deviation);
    return affine((x - moments.mean) * unary("rsqrt", moments.variance + epsilon), corrected);
}

Moments batchMoments(Expr x) {
    const Ints axes = axesBetween(0, x.rank() - 1);
    const Expr average = mean(x, axes, true);
    const Expr variance = mean(unary("square", x - average), axes, true);
    const Shape shape{sizeAt(x, -1)};
    return {reshape(average, shape), reshape(variance, shape)};
}

/// x has its channels last.
Expr trained(Call& call, Expr x, Expr mask, const Parts& parts) {
    const double epsilon = call.config().real("epsilon");
    if (call.config().flag("renorm"))
        return renormTrained(call, x, mask ? maskedMoments(x, mask) : batchMoments(x), parts);
    if (mask) {
        const Moments moments = maskedMoments(x, mask);
        moveAverages(call, parts, moments);
        return affine((x - moments.mean) * unary("rsqrt", moments.variance + epsilon), parts);
    }
    const auto outputs =
        call.builder().emitAll("batch_norm_training", {x, parts.gain, parts.bias, Expr{}}, {{"epsilon", epsilon}});
    moveAverages(call, parts, {outputs[1], outputs[2]});
    return outputs[0];
}

Flows callBatchNormalization(Call& call) {
    if (!needRankAtLeast(call, 0, 2)) return nothing(call);
    if (!needLimits(call)) return nothing(call);
    Expr x = asReal(call.input());
    const auto axes = axesOf(call, "axis", x.rank());
    if (axes.size() != 1) return nothing(call);
    const Expr mask = call.mask();
    if (mask && mask.rank() != x.rank() - 1) {
        call.fail(ErrorCode::ShapeMismatch, {{"mask", toString(mask.type())}, {"input", toString(x.type())}});
        return nothing(call);
    }
    const Parts parts = partsOf(call, call.knownSize(x, axes[0]));
    const Ints order = orderWithLast(x.rank(), axes);
    x = reordered(x, order);
    const Expr y =
        call.isTraining() && !call.isFrozen()
            ? trained(call, x, mask, parts)
            : call.builder().emit("batch_norm_inference", {x, parts.gain, parts.bias, parts.mean, parts.variance},
                                  {{"epsilon", call.config().real("epsilon")}});
    return {Flow{reordered(y, inverseOrder(order)), {}}};
}

std::vector<Parameter> parametersOf() {
    std::vector<Parameter> parameters = {
        intParameter("axis", -1, "the axis of the channels"),
        realParameter("momentum", 0.99, "what the averages keep of themselves at each step"),
        realParameter("epsilon", 1e-3, "added to the variance"),
        boolParameter("center", true, "whether a bias (beta) is added"),
        boolParameter("scale", true, "whether there is a gain (gamma)"),
        objectParameter("beta_initializer", "zeros", "how the bias starts"),
        objectParameter("gamma_initializer", "ones", "how the gain starts"),
        objectParameter("moving_mean_initializer", "zeros", "how the average of means starts"),
        objectParameter("moving_variance_initializer", "ones", "how the average of variances starts"),
        objectParameter("beta_regularizer", nullptr, "added to the loss, from the bias"),
        objectParameter("gamma_regularizer", nullptr, "added to the loss, from the gain"),
        objectParameter("beta_constraint", nullptr, "what the bias is forced to after each update"),
        objectParameter("gamma_constraint", nullptr, "what the gain is forced to after each update")};
    parameters.push_back(boolParameter("synchronized", false, "statistics of all devices; one device has all"));
    parameters.push_back(
        boolParameter("renorm", false, "batch renormalization: training normalizes nearly as inference does"));
    parameters.push_back(
        jsonParameter("renorm_clipping", nullptr,
                      "limits of its corrections: {\"rmin\", \"rmax\", \"dmax\"}, each none where left out"));
    parameters.push_back(
        realParameter("renorm_momentum", 0.99, "what the averages that it corrects with keep of themselves"));
    return parameters;
}
} // namespace

void registerBatchNormalization(Catalogues& catalogues) {
    catalogues.layers.add(layerDef("BatchNormalization", "normalization", MaskRule::Pass,
                                   "gamma (x - mean) / sqrt(variance + epsilon) + beta for each channel: statistics of "
                                   "the batch in training, moving "
                                   "averages otherwise and while the layer rests.",
                                   parametersOf(), callBatchNormalization));
}

} // namespace td::nn
