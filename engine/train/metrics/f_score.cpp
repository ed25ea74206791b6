#include "engine/train/metrics/schema.h"

/// F scores: precision and recall in one number.
namespace td::train {

namespace {
std::string averageOf(const Config& config) {
    return config.isNull("average") ? "" : config.text("average");
}

std::vector<StateSpec> states(const MetricDef&, const Config& config, const TensorType& prediction) {
    const Extents extents = averageOf(config) == "micro" ? Extents{} : Extents{prediction.shape[-1].value()};
    return {{"true_positives", extents},
            {"false_positives", extents},
            {"false_negatives", extents},
            {"intermediate_weights", extents}};
}

/// Above the threshold; without one, all that equal the largest of their row, but no zeros.
Expr answers(Expr prediction, const Config& config) {
    if (!config.isNull("threshold"))
        return asFloat(binary("greater", prediction, number(prediction, config.real("threshold"))));
    const Expr top = reduce("max", prediction, {-1}, true), size = unary("abs", prediction);
    return asFloat(
        binary("logical_and", binary("greater_equal", prediction, top), binary("greater", size, number(size, 1e-9))));
}

std::vector<Expr> update(MetricCall& call) {
    const Expr target = asFloat(call.target), said = answers(asFloat(call.prediction), call.config);
    const Ints over = averageOf(call.config) == "micro" ? Ints{} : Ints{0};
    const auto weighed = [&](Expr x) { return sum(call.weights ? x * withLast(call.weights) : x, over); };
    const auto& s = call.states;
    return {s[0] + weighed(said * target), s[1] + weighed(said * (1.0 - target)), s[2] + weighed((1.0 - said) * target),
            s[3] + weighed(target)};
}

Expr result(MetricCall& call) {
    const auto& s = call.states;
    const double beta = call.config.has("beta") ? call.config.real("beta") : 1.0;
    const Expr precision = s[0] / (s[0] + s[1] + kEpsilon), recall = s[0] / (s[0] + s[2] + kEpsilon);
    const Expr score = precision * recall / (precision * (beta * beta) + recall + kEpsilon) * (1 + beta * beta);
    const std::string average = averageOf(call.config);
    if (average == "weighted") return sum(score * (s[3] / (sum(s[3]) + kEpsilon)));
    return average.empty() ? score : mean(score);
}

Result<void> check(const Config& config) {
    const Json& average = config.json("average");
    if (!average.is_null() && average != "micro" && average != "macro" && average != "weighted")
        return badArgument(config, "average", "micro, macro, weighted or null");
    if (config.has("beta")) TD_TRY(needAbove(config, "beta", 0, Bound::Excluded));
    TD_TRY(needAbove(config, "threshold", 0, Bound::Excluded));
    return needWithin(config, "threshold", 0, 1);
}

Result<void> checkShapes(const Config&, const TensorType& target, const TensorType& prediction) {
    if (target.shape.rank() == 2 && prediction.shape.rank() == 2 && prediction.shape[1].isKnown()) return {};
    return failure(ErrorCode::ShapeMismatch,
                   {{"found", target.shape.toString() + " and " + prediction.shape.toString()},
                    {"expected", "(B,C) and (B,C), C known"}});
}

MetricDef scoreDef(const char* name, const char* called, const char* about, std::vector<Parameter> beta) {
    MetricDef def;
    def.className = name;
    def.aliases = {called};
    def.about = about;
    std::vector<Parameter> own{
        {"average", ParameterKind::Any, nullptr, "micro, macro or weighted over the classes; null: each class's"}};
    own = joined(std::move(own), std::move(beta));
    own.push_back({"threshold", ParameterKind::Real, nullptr,
                   "above which a prediction is a yes, above 0; null: the largest of a row is"});
    def.parameters = metricParameters(std::move(own), called);
    def.states = states;
    def.update = update;
    def.result = result;
    def.check = check;
    def.checkShapes = checkShapes;
    return def;
}
} // namespace

void registerFScoreMetrics(Catalogues& catalogues);
void registerFScoreMetrics(Catalogues& catalogues) {
    catalogues.metrics.add(scoreDef("F1Score", "f1_score", "2 · precision · recall / (precision + recall)", {}));
    catalogues.metrics.add(
        scoreDef("FBetaScore", "fbeta_score", "(1 + beta²) · precision · recall / (beta² · precision + recall)",
                 {{"beta", ParameterKind::Real, 1.0, "how much more recall counts than precision, above 0"}}));
}

} // namespace td::train
