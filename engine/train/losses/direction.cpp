#include "engine/train/losses/schema.h"

/// Losses of vectors that point alike.
namespace td::train {

namespace {
/// x · min(1/|x|, 1e7): a vector of zeros stays one, with a gradient of 1e7.
Expr normalized(Expr x, int64_t axis) {
    const Expr squares = reduce("sum", square(x), {axis}, true);
    return x * unary("rsqrt", maximum(squares, kEpsilon * kEpsilon));
}

Expr cosineSimilarity(LossCall& call) {
    const int64_t axis = call.config.integer("axis");
    return -sum(normalized(call.prediction, axis) * normalized(call.target, axis), {axis});
}
} // namespace

void registerDirectionLosses(Catalogues& catalogues);
void registerDirectionLosses(Catalogues& catalogues) {
    catalogues.losses.add(
        lossDef("CosineSimilarity",
                "minus the cosine of the angle between t and p: -1 alike, 0 at right angles or for zeros, 1 opposite",
                cosineSimilarity, {axisParameter("along which vectors lie")}));
}

} // namespace td::train
