#include "engine/train/metrics/schema.h"

/// How often predictions are right.
namespace td::train {

namespace {
Expr areEqual(Expr a, Expr b) {
    return asFloat(binary("equal", a, b));
}

Expr accuracy(MetricCall& call) {
    Expr target = asFloat(call.target), prediction = asFloat(call.prediction);
    alignRanks(target, prediction);
    return areEqual(target, prediction);
}

Expr binaryAccuracy(MetricCall& call) {
    Expr target = asFloat(call.target), prediction = asFloat(call.prediction);
    alignRanks(target, prediction);
    const Expr isYes = binary("greater", prediction, number(prediction, call.config.real("threshold")));
    return areEqual(target, asFloat(isYes));
}

Expr categoricalAccuracy(MetricCall& call) {
    return areEqual(argmax(call.target), argmax(call.prediction));
}

/// A column of indices as their list.
Expr indicesOf(Expr target, Expr prediction) {
    if (target.rank() == prediction.rank() && target.rank() > 0 && target.shape()[-1].is(1)) return withoutLast(target);
    return target;
}

Expr sparseCategoricalAccuracy(MetricCall& call) {
    const Expr target = asFloat(indicesOf(call.target, call.prediction));
    const Expr matches = areEqual(target, asFloat(argmax(call.prediction)));
    return matches.rank() > 1 && matches.shape()[-1].is(1) ? withoutLast(matches) : matches;
}

/// Whether fewer than k predictions are larger than that of the target, which must be a number and in range.
Expr amongFirst(Expr prediction, Expr target, int64_t k) {
    const int64_t classes = knownLastSize(prediction, "y_pred");
    const Expr labels = cast(target, DType::I64);
    const Expr chosen = prediction.builder->emit(
        "one_hot", {labels}, {{"depth", classes}, {"dtype", DType::Bool}, {"on", 1.0}, {"off", 0.0}});
    const Expr score = reduce("sum", select(chosen, prediction, number(prediction, 0)), {-1}, true);
    const Expr larger = reduce("sum", asFloat(binary("greater", prediction, score)), {-1});
    const Expr isFirst = binary("less", larger, number(larger, static_cast<double>(k)));
    const Expr isThere = binary("logical_and", reduce("any", chosen, {-1}), unary("is_finite", withoutLast(score)));
    return asFloat(binary("logical_and", isFirst, isThere));
}

Expr topK(MetricCall& call) {
    return amongFirst(asFloat(call.prediction), argmax(call.target), call.config.integer("k"));
}

Expr sparseTopK(MetricCall& call) {
    const Expr prediction = asFloat(call.prediction), target = indicesOf(call.target, prediction);
    const int64_t k = call.config.integer("k");
    if (!call.config.flag("from_sorted_ids")) return amongFirst(prediction, target, k);
    const int64_t count = std::min(k, knownLastSize(prediction, "y_pred"));
    const Expr first = sliced(prediction, -1, 0, count);
    return asFloat(reduce("any", binary("equal", withLast(asFloat(target)), first), {-1}));
}

Parameter kParameter() {
    return {"k", ParameterKind::Int, 5, "how many predictions may come first, 1 or more"};
}

Result<void> checkK(const Config& config) {
    return needAbove(config, "k", 1, Bound::Included);
}

Result<void> needClasses(const Config&, const TensorType& target, const TensorType& prediction) {
    if (target.shape.rank() > 0 && prediction.shape.rank() > 0) return {};
    return failure(ErrorCode::ShapeMismatch,
                   {{"found", target.shape.toString() + " and " + prediction.shape.toString()},
                    {"expected", "a last axis of classes"}});
}
} // namespace

void registerAccuracyMetrics(Catalogues& catalogues);
void registerAccuracyMetrics(Catalogues& catalogues) {
    const auto add = [&](MetricDef def) { catalogues.metrics.add(std::move(def)); };
    add(meanMetric("Accuracy", "how often prediction and target are equal", accuracy));
    add(meanMetric("BinaryAccuracy", "how often a prediction above the threshold has target 1 and another one target 0",
                   binaryAccuracy, {{"threshold", ParameterKind::Real, 0.5, "above it a prediction is a yes"}}));
    MetricDef def =
        meanMetric("CategoricalAccuracy", "how often the largest prediction and the largest target are of one class",
                   categoricalAccuracy);
    def.checkShapes = needClasses;
    add(std::move(def));
    def =
        meanMetric("SparseCategoricalAccuracy",
                   "how often the largest prediction is of the class that the target names", sparseCategoricalAccuracy);
    def.checkShapes = needClasses;
    add(std::move(def));
    def = meanMetric("TopKCategoricalAccuracy",
                     "how often fewer than k predictions are larger than that of the target's class", topK,
                     {kParameter()});
    def.checkShapes = needClasses;
    def.check = checkK;
    add(std::move(def));
    def = meanMetric(
        "SparseTopKCategoricalAccuracy", "the same for targets that are indices", sparseTopK,
        {kParameter(),
         {"from_sorted_ids", ParameterKind::Bool, false, "predictions are class indices, best first, not scores"}});
    def.checkShapes = needClasses;
    def.check = checkK;
    add(std::move(def));
}

} // namespace td::train
