#include "engine/train/losses/schema.h"

/// Crossentropies of one class among several, given by its index; classes lie on the last axis.
namespace td::train {

namespace {
/// A column of indices as their list.
Expr indicesOf(Expr target, Expr prediction) {
    if (target.rank() == prediction.rank() && target.rank() > 0 && target.shape()[-1].is(1)) return withoutLast(target);
    return target;
}

Expr ofLogits(Expr labels, Expr logits) {
    return logits.builder->emit("softmax_cross_entropy", {logits, cast(labels, DType::I64)});
}

Expr values(LossCall& call, Expr labels, Expr prediction) {
    if (call.config.flag("from_logits")) return ofLogits(labels, prediction);
    if (const Expr logits = logitsBehind(prediction, "softmax")) return ofLogits(labels, logits);
    return ofLogits(labels, unary("log", clippedProbability(prediction)));
}

Expr sparseCategoricalCrossentropy(LossCall& call) {
    const Expr labels = indicesOf(call.target, call.prediction);
    const int64_t axis = call.config.integer("axis");
    if (axis != -1 && axis != call.prediction.rank() - 1)
        call.builder.fail(badArgument(call.config, "axis", "-1: classes on the last axis").value());
    if (call.config.isNull("ignore_class")) return values(call, labels, call.prediction);
    const Expr ignored = number(labels, static_cast<double>(call.config.integer("ignore_class")));
    call.valid = binary("not_equal", labels, ignored);
    const Expr safe = select(call.valid, labels, number(labels, 0));
    const Expr prediction = select(withLast(call.valid), call.prediction, number(call.prediction, 0));
    const Expr found = values(call, safe, prediction);
    return select(call.valid, found, number(found, 0));
}

Expr generalizedCrossEntropy(LossCall& call) {
    const double q = call.config.real("q");
    const Expr labels = cast(indicesOf(call.target, call.prediction), DType::I64);
    const int64_t classes = knownLastSize(call.prediction, "y_pred");
    const Expr chosen = call.builder.emit("one_hot", {labels}, {{"depth", classes}, {"dtype", DType::F32}});
    return (1.0 - power(sum(call.prediction * chosen, {-1}), q)) / q;
}
} // namespace

void registerSparseCrossentropyLosses(Catalogues& catalogues);
void registerSparseCrossentropyLosses(Catalogues& catalogues) {
    catalogues.losses.add(lossDef(
        "SparseCategoricalCrossentropy", "-log of the share of the class that the target names; targets are indices",
        sparseCategoricalCrossentropy,
        {fromLogits(),
         {"ignore_class", ParameterKind::Int, nullptr, "index of a class that counts nothing, such as -1; null: none"},
         axisParameter("of the classes: the last")}));
    LossDef def =
        lossDef("CategoricalGeneralizedCrossEntropy",
                "(1 - p^q) / q, p the prediction of the class that the target names", generalizedCrossEntropy,
                {{"q", ParameterKind::Real, 0.5, "between 0 (crossentropy) and 1 (absolute error), neither included"}});
    def.check = [](const Config& config) -> Result<void> {
        TD_TRY(reductionOf(config));
        const double q = config.real("q");
        if (!(q > 0 && q < 1)) return badArgument(config, "q", "above 0 and below 1");
        return {};
    };
    catalogues.losses.add(std::move(def));
}

} // namespace td::train
