#include "engine/train/losses/schema.h"

/// Crossentropies of independent yes-or-no answers.
namespace td::train {

namespace {
Expr smoothed(LossCall& call) {
    const double smoothing = call.config.real("label_smoothing");
    return smoothing == 0 ? call.target : call.target * (1 - smoothing) + 0.5 * smoothing;
}

Expr ofLogits(Expr target, Expr logits) {
    return logits.builder->emit("sigmoid_cross_entropy", {logits, target});
}

Expr ofProbabilities(Expr target, Expr prediction) {
    const Expr p = clippedProbability(prediction);
    return -(target * unary("log", p) + (1.0 - target) * unary("log", 1.0 - p));
}

/// Of each answer, by the stable form where there are logits.
Expr answers(LossCall& call, Expr target) {
    if (call.config.flag("from_logits")) return ofLogits(target, call.prediction);
    if (const Expr logits = logitsBehind(call.prediction, "sigmoid")) return ofLogits(target, logits);
    return ofProbabilities(target, call.prediction);
}

Expr binaryCrossentropy(LossCall& call) {
    return mean(answers(call, smoothed(call)), {call.config.integer("axis")});
}

Expr binaryFocalCrossentropy(LossCall& call) {
    const Expr t = smoothed(call);
    const Expr p = call.config.flag("from_logits") ? unary("sigmoid", call.prediction) : call.prediction;
    const Expr ofRight = t * p + (1.0 - t) * (1.0 - p);
    Expr values = power(1.0 - ofRight, call.config.real("gamma")) * answers(call, t);
    if (call.config.flag("apply_class_balancing")) {
        const double alpha = call.config.real("alpha");
        values = values * (t * alpha + (1.0 - t) * (1 - alpha));
    }
    return mean(values, {call.config.integer("axis")});
}

Result<void> checkSmoothing(const Config& config) {
    TD_TRY(reductionOf(config));
    return needWithin(config, "label_smoothing", 0, 1);
}
} // namespace

void registerBinaryCrossentropyLosses(Catalogues& catalogues);
void registerBinaryCrossentropyLosses(Catalogues& catalogues) {
    LossDef plain =
        lossDef("BinaryCrossentropy", "mean of -(t·log p + (1 - t)·log(1 - p)), p held within [1e-7, 1 - 1e-7]",
                binaryCrossentropy, {fromLogits(), labelSmoothing(), axisParameter("over which the mean is taken")});
    plain.aliases = {"bce", "BCE"};
    plain.check = checkSmoothing;
    catalogues.losses.add(std::move(plain));

    LossDef focal = lossDef(
        "BinaryFocalCrossentropy", "binary crossentropy times (1 - q)^gamma, q the probability of the right answer",
        binaryFocalCrossentropy,
        {{"apply_class_balancing", ParameterKind::Bool, false, "weigh class 1 by alpha and class 0 by 1 - alpha"},
         {"alpha", ParameterKind::Real, 0.25, "weight of class 1"},
         {"gamma", ParameterKind::Real, 2.0, "how much easy examples are played down"},
         fromLogits(),
         labelSmoothing(),
         axisParameter("over which the mean is taken")});
    focal.check = checkSmoothing;
    catalogues.losses.add(std::move(focal));
}

} // namespace td::train
