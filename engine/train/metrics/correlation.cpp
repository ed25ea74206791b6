#include "engine/train/metrics/schema.h"

#include <algorithm>
#include <set>

/// How targets and predictions vary together.
namespace td::train {

namespace {
struct Pair {
    Expr target, prediction;
    Ints axes;
};

/// A number, or a list of them.
Ints axesIn(const Config& config) {
    return config.json("axis").is_array() ? config.sizes("axis") : Ints{config.integer("axis")};
}

Pair pairOf(MetricCall& call) {
    Pair pair{asFloat(call.target), asFloat(call.prediction), axesIn(call.config)};
    alignRanks(pair.target, pair.prediction);
    return pair;
}

Expr meanOf(Expr x, const Ints& axes) {
    return reduce("mean", x, axes, true);
}
Expr varianceOf(Expr x, const Ints& axes) {
    return reduce("var", x, axes, true);
}

Expr pearson(MetricCall& call) {
    const auto [target, prediction, axes] = pairOf(call);
    const auto standard = [&axes = axes](Expr x) {
        const Expr centred = x - meanOf(x, axes);
        return centred / unary("sqrt", varianceOf(centred, axes));
    };
    return mean(standard(target) * standard(prediction), axes);
}

/// The covariance is taken about the predictions' mean on both sides, as Keras does; over an axis as a whole that is
/// the same.
Expr concordance(MetricCall& call) {
    const auto [target, prediction, axes] = pairOf(call);
    const Expr t = meanOf(target, axes), p = meanOf(prediction, axes);
    const Expr covariance = (target - p) * (prediction - p);
    const Expr spread = varianceOf(target - t, axes) + varianceOf(prediction - p, axes) + square(t - p);
    return mean(covariance * 2.0 / (spread + kEpsilon), axes);
}

/// The axes must be there, each once.
Result<void> needAxes(const Config& config, const TensorType&, const TensorType& prediction) {
    const Json& given = config.json("axis");
    const bool areNumbers =
        given.is_array() ? !given.empty() && std::all_of(given.begin(), given.end(),
                                                         [](const Json& axis) { return axis.is_number_integer(); })
                         : given.is_number_integer();
    if (!areNumbers)
        return failure(ErrorCode::InvalidArgument,
                       {{"argument", "axis"}, {"value", given.dump()}, {"expected", "an axis, or a list of axes"}});
    std::set<int> seen;
    for (const int64_t axis : axesIn(config)) {
        const auto place = normalizedAxis(axis, prediction.shape.rank());
        if (!place) return failure(place.error());
        if (!seen.insert(*place).second)
            return failure(ErrorCode::InvalidArgument,
                           {{"argument", "axis"}, {"value", given.dump()}, {"expected", "each axis once"}});
    }
    return {};
}
} // namespace

void registerCorrelationMetrics(Catalogues& catalogues);
void registerCorrelationMetrics(Catalogues& catalogues) {
    const Parameter axis{"axis", ParameterKind::Any, -1, "along which series lie: one, or a list of them"};
    MetricDef def =
        meanMetric("PearsonCorrelation", "mean of covariance over the product of both deviations", pearson, {axis});
    def.checkShapes = needAxes;
    catalogues.metrics.add(std::move(def));
    def = meanMetric("ConcordanceCorrelation", "2 · covariance / (both variances + squared distance of the means)",
                     concordance, {axis});
    def.checkShapes = needAxes;
    catalogues.metrics.add(std::move(def));
}

} // namespace td::train
