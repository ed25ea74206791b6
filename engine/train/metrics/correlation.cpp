#include "engine/train/metrics/schema.h"

/// How targets and predictions vary together.
namespace td::train {

namespace {
struct Pair {
    Expr target, prediction;
    int64_t axis = -1;
};

Pair pairOf(MetricCall& call) {
    Pair pair{asFloat(call.target), asFloat(call.prediction), call.config.integer("axis")};
    alignRanks(pair.target, pair.prediction);
    return pair;
}

Expr meanOf(Expr x, int64_t axis) {
    return reduce("mean", x, {axis}, true);
}
Expr varianceOf(Expr x, int64_t axis) {
    return reduce("var", x, {axis}, true);
}

Expr pearson(MetricCall& call) {
    const auto [target, prediction, axis] = pairOf(call);
    const auto standard = [axis = axis](Expr x) {
        const Expr centred = x - meanOf(x, axis);
        return centred / unary("sqrt", varianceOf(centred, axis));
    };
    return mean(standard(target) * standard(prediction), {axis});
}

/// The covariance is taken about the predictions' mean on both sides, as Keras does; over an axis as a whole that is
/// the same.
Expr concordance(MetricCall& call) {
    const auto [target, prediction, axis] = pairOf(call);
    const Expr t = meanOf(target, axis), p = meanOf(prediction, axis);
    const Expr covariance = (target - p) * (prediction - p);
    const Expr spread = varianceOf(target - t, axis) + varianceOf(prediction - p, axis) + square(t - p);
    return mean(covariance * 2.0 / (spread + kEpsilon), {axis});
}

Result<void> needAxis(const Config&, const TensorType&, const TensorType& prediction) {
    if (prediction.shape.rank() > 0) return {};
    return failure(ErrorCode::ShapeMismatch,
                   {{"found", prediction.shape.toString()}, {"expected", "at least one axis"}});
}
} // namespace

void registerCorrelationMetrics(Catalogues& catalogues);
void registerCorrelationMetrics(Catalogues& catalogues) {
    const Parameter axis{"axis", ParameterKind::Int, -1, "along which series lie"};
    MetricDef def =
        meanMetric("PearsonCorrelation", "mean of covariance over the product of both deviations", pearson, {axis});
    def.checkShapes = needAxis;
    catalogues.metrics.add(std::move(def));
    def = meanMetric("ConcordanceCorrelation", "2 · covariance / (both variances + squared distance of the means)",
                     concordance, {axis});
    def.checkShapes = needAxis;
    catalogues.metrics.add(std::move(def));
}

} // namespace td::train
