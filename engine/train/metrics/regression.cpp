#include "engine/train/metrics/schema.h"

/// Metrics of regression that are no plain means: root mean squared error and R².
namespace td::train {

namespace {
Expr squaredErrors(MetricCall& call) {
    Expr target = asFloat(call.target), prediction = asFloat(call.prediction);
    alignRanks(target, prediction);
    return square(prediction - target);
}

std::vector<StateSpec> r2States(const MetricDef&, const Config&, const TensorType& prediction) {
    const Extents classes{prediction.shape[-1].value()};
    return {{"num_samples", {}}, {"squared_sum", classes}, {"sum", classes}, {"residual", classes}, {"count", classes}};
}

Expr columnWeights(MetricCall& call, Expr like) {
    if (!call.weights) return onesLike(like);
    return broadcastTo(call.weights.rank() == 1 ? withLast(call.weights) : call.weights, like.shape());
}

std::vector<Expr> updateR2(MetricCall& call) {
    const Expr target = asFloat(call.target), prediction = asFloat(call.prediction);
    const Expr weights = columnWeights(call, target), weighted = target * weights;
    const auto& s = call.states;
    return {s[0] + countOf(target), s[1] + sum(target * weighted, {0}), s[2] + sum(weighted, {0}),
            s[3] + sum(square(target - prediction) * weights, {0}), s[4] + sum(weights, {0})};
}

/// Adjusted for the number of regressors, where there are more samples than these.
Expr adjusted(Expr score, Expr samples, double regressors) {
    const Expr rest = samples - regressors - 1.0;
    const Expr isEnough = binary("greater", rest, number(rest, 0));
    const Expr safe = select(isEnough, rest, number(rest, 1));
    return select(isEnough, 1.0 - (1.0 - score) * (samples - 1.0) / safe, score);
}

Expr r2Result(MetricCall& call) {
    const auto& s = call.states;
    const Expr total = s[1] - s[2] * (s[2] / s[4]);
    Expr score = 1.0 - s[3] / total;
    score = select(unary("is_inf", score), number(score, 0), score);
    const std::string how = call.config.isNull("class_aggregation") ? "" : call.config.text("class_aggregation");
    if (how == "uniform_average") score = mean(score);
    if (how == "variance_weighted_average") score = sum(total * score) / sum(total);
    const int64_t regressors = call.config.integer("num_regressors");
    return regressors == 0 ? score : adjusted(score, s[0], static_cast<double>(regressors));
}

Result<void> needColumns(const Config&, const TensorType& target, const TensorType& prediction) {
    if (target.shape.rank() == 2 && prediction.shape.rank() == 2 && prediction.shape[1].isKnown()) return {};
    return failure(ErrorCode::ShapeMismatch,
                   {{"found", target.shape.toString() + " and " + prediction.shape.toString()},
                    {"expected", "(B,C) and (B,C), C known"}});
}

Result<void> checkR2(const Config& config) {
    const Json& how = config.json("class_aggregation");
    if (!how.is_null() && how != "uniform_average" && how != "variance_weighted_average")
        return badArgument(config, "class_aggregation", "uniform_average, variance_weighted_average or null");
    return needAbove(config, "num_regressors", 0, Bound::Included);
}

MetricDef r2Def() {
    MetricDef def;
    def.className = "R2Score";
    def.about = "1 - squared error over squared deviation from the mean, for each output or averaged";
    def.parameters = metricParameters({{"class_aggregation", ParameterKind::Any, "uniform_average",
                                        "uniform_average, variance_weighted_average; null: each output's"},
                                       {"num_regressors", ParameterKind::Int, 0,
                                        "independent variables that the score is adjusted for; 0: not adjusted"}},
                                      "r2_score");
    def.aliases = {"r2_score"};
    def.states = r2States;
    def.update = updateR2;
    def.result = r2Result;
    def.check = checkR2;
    def.checkShapes = needColumns;
    return def;
}
} // namespace

void registerRegressionMetrics(Catalogues& catalogues);
void registerRegressionMetrics(Catalogues& catalogues) {
    MetricDef def = meanMetric("RootMeanSquaredError", "root of the mean of (t - p)²", squaredErrors);
    def.result = [](MetricCall& call) { return unary("sqrt", meanResult(call)); };
    def.aliases = {"rmse", "RMSE"};
    catalogues.metrics.add(std::move(def));
    catalogues.metrics.add(r2Def());
}

} // namespace td::train
