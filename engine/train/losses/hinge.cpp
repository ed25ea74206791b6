#include "engine/train/losses/schema.h"

/// Losses that ask for a margin.
namespace td::train {

namespace {
/// Labels -1 and 1; where all are 0 or 1 they are turned into these.
Expr signsOf(Expr target) {
    const Expr isBit =
        binary("logical_or", binary("equal", target, number(target, 0)), binary("equal", target, number(target, 1)));
    return select(reduce("all", isBit), target * 2.0 - 1.0, target);
}

Expr shortfall(LossCall& call) {
    return maximum(1.0 - signsOf(call.target) * call.prediction, 0);
}
Expr hinge(LossCall& call) {
    return mean(shortfall(call), {-1});
}
Expr squaredHinge(LossCall& call) {
    return mean(square(shortfall(call)), {-1});
}

Expr categoricalHinge(LossCall& call) {
    const Expr right = sum(call.target * call.prediction, {-1});
    const Expr wrong = reduce("max", (1.0 - call.target) * call.prediction, {-1});
    return maximum(wrong - right + 1.0, 0);
}
} // namespace

void registerHingeLosses(Catalogues& catalogues);
void registerHingeLosses(Catalogues& catalogues) {
    catalogues.losses.add(lossDef("Hinge", "mean of max(1 - t·p, 0); labels -1 and 1, or 0 and 1", hinge));
    catalogues.losses.add(
        lossDef("SquaredHinge", "mean of max(1 - t·p, 0)²; labels -1 and 1, or 0 and 1", squaredHinge));
    catalogues.losses.add(lossDef(
        "CategoricalHinge", "max(largest wrong prediction - the right one + 1, 0) over the last axis; one-hot targets",
        categoricalHinge));
}

} // namespace td::train
