#include "engine/train/losses/schema.h"

/// Losses of distributions and of counts.
namespace td::train {

namespace {
Expr divergence(LossCall& call) {
    const Expr target = clipped(call.target, kEpsilon, 1), prediction = clipped(call.prediction, kEpsilon, 1);
    return sum(target * unary("log", target / prediction), {-1});
}

Expr poisson(LossCall& call) {
    return mean(call.prediction - call.target * unary("log", call.prediction + kEpsilon), {-1});
}
} // namespace

void registerDivergenceLosses(Catalogues& catalogues);
void registerDivergenceLosses(Catalogues& catalogues) {
    LossDef def =
        lossDef("KLDivergence", "sum over the last axis of t·log(t / p), both held within [1e-7, 1]", divergence);
    def.aliases = {"kl_divergence", "kld", "KLD", "kullback_leibler_divergence"};
    catalogues.losses.add(std::move(def));
    catalogues.losses.add(lossDef("Poisson", "mean of p - t·log(p + 1e-7)", poisson));
}

} // namespace td::train
