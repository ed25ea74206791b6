#include "engine/train/losses/schema.h"

/// Crossentropies of one class among several, given by its share of each.
namespace td::train {

namespace {
Expr smoothed(LossCall& call) {
    const double smoothing = call.config.real("label_smoothing");
    if (smoothing == 0) return call.target;
    const auto classes = static_cast<double>(knownLastSize(call.target, "y_true"));
    return call.target * (1 - smoothing) + smoothing / classes;
}

bool isLast(int64_t axis, Expr x) {
    return axis == -1 || axis == x.rank() - 1;
}

/// Their shares of the sum along the axis, clipped.
Expr shares(Expr x, int64_t axis) {
    return clippedProbability(x / reduce("sum", x, {axis}, true));
}

Expr ofLogits(Expr target, Expr logits, int64_t axis) {
    Builder& builder = *logits.builder;
    if (isLast(axis, logits)) return builder.emit("softmax_cross_entropy_dense", {logits, target});
    return -sum(target * builder.emit("log_softmax", {logits}, {{"axis", axis}}), {axis});
}

Expr categoricalCrossentropy(LossCall& call) {
    const int64_t axis = call.config.integer("axis");
    const Expr target = smoothed(call);
    if (call.config.flag("from_logits")) return ofLogits(target, call.prediction, axis);
    if (isLast(axis, call.prediction))
        if (const Expr logits = logitsBehind(call.prediction, "softmax")) return ofLogits(target, logits, axis);
    return -sum(target * unary("log", shares(call.prediction, axis)), {axis});
}

/// One number, or one for each class.
Expr alphaOf(LossCall& call) {
    const std::vector<double> alpha = numbers(call.config, "alpha");
    if (alpha.size() == 1) return call.builder.scalar(alpha.front());
    return call.builder.constant(Tensor::of<double>(DType::F32, {static_cast<int64_t>(alpha.size())}, alpha));
}

Expr categoricalFocalCrossentropy(LossCall& call) {
    const int64_t axis = call.config.integer("axis");
    const Expr target = smoothed(call);
    Expr p = call.prediction;
    if (call.config.flag("from_logits")) p = call.builder.emit("softmax", {p}, {{"axis", axis}});
    p = shares(p, axis);
    const Expr weights = power(1.0 - p, call.config.real("gamma")) * alphaOf(call);
    return sum(weights * (-target * unary("log", p)), {axis});
}

Result<void> checkSmoothing(const Config& config) {
    TD_TRY(reductionOf(config));
    return needWithin(config, "label_smoothing", 0, 1);
}
Result<void> checkFocal(const Config& config) {
    TD_TRY(checkSmoothing(config));
    const auto alpha = numbersOf(config, "alpha");
    if (!alpha || alpha->empty()) return badArgument(config, "alpha", "a number, or one for each class");
    return {};
}
} // namespace

void registerCategoricalCrossentropyLosses(Catalogues& catalogues);
void registerCategoricalCrossentropyLosses(Catalogues& catalogues) {
    LossDef plain =
        lossDef("CategoricalCrossentropy", "-sum of t·log(p / sum of p) over the classes, clipped to [1e-7, 1 - 1e-7]",
                categoricalCrossentropy, {fromLogits(), labelSmoothing(), axisParameter("of the classes")});
    plain.check = checkSmoothing;
    catalogues.losses.add(std::move(plain));

    LossDef focal =
        lossDef("CategoricalFocalCrossentropy",
                "-sum of alpha·(1 - q)^gamma·t·log q over the classes, q = p / sum of p", categoricalFocalCrossentropy,
                {{"alpha", ParameterKind::Any, 0.25, "weight of all classes, or a list with one for each"},
                 {"gamma", ParameterKind::Real, 2.0, "how much easy examples are played down"},
                 fromLogits(),
                 labelSmoothing(),
                 axisParameter("of the classes")});
    focal.check = checkFocal;
    catalogues.losses.add(std::move(focal));
}

} // namespace td::train
