#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"

namespace td::nn {

void registerBatchNormalization(Catalogues& catalogues);

namespace {
constexpr double kEpsilon = 1e-7;

/// Weights of the layer; gain and bias may be empty.
struct Parts {
    Expr gain, bias, mean, variance;
};

Parts partsOf(Call& call, int64_t channels) {
    Parts parts;
    if (call.config().flag("scale")) parts.gain = call.weight("gamma", {channels});
    if (call.config().flag("center")) parts.bias = call.weight("beta", {channels});
    const auto moving = [&](const std::string& name) {
        return call.weight(WeightSpec{name, {channels}, call.config().json(name + "_initializer"), {}, {}, false});
    };
    parts.mean = moving("moving_mean");
    parts.variance = moving("moving_variance");
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

void needNoRenorm(Call& call) {
    if (call.config().flag("renorm"))
        call.fail(ErrorCode::Unsupported, {{"argument", "renorm"}, {"value", "true"}, {"expected", "false"}});
}

void moveAverages(Call& call, const Parts& parts, const Moments& moments) {
    const double momentum = call.config().real("momentum");
    call.change("moving_mean", parts.mean * momentum + moments.mean * (1 - momentum));
    call.change("moving_variance", parts.variance * momentum + moments.variance * (1 - momentum));
}

/// x has its channels last.
Expr trained(Call& call, Expr x, Expr mask, const Parts& parts) {
    const double epsilon = call.config().real("epsilon");
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
    needNoRenorm(call);
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
    parameters.push_back(boolParameter("renorm", false, "batch renormalization: not taken yet"));
    parameters.push_back(jsonParameter("renorm_clipping", nullptr, "limits of batch renormalization"));
    parameters.push_back(realParameter("renorm_momentum", 0.99, "of the averages of batch renormalization"));
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
