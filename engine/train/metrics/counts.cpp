#include "engine/train/metrics/confusion.h"

/// Metrics of yes-or-no answers: the four counts, precision, recall.
namespace td::train {

namespace {
constexpr double kLowest = -1e10;

Extents atEach(const Thresholds& thresholds) {
    return {static_cast<int64_t>(thresholds.values.size())};
}

/// With top_k alone, being among them is enough.
Thresholds countedAt(const Config& config) {
    return thresholdsOf(config, config.isNull("top_k") ? 0.5 : kLowest);
}

/// A single threshold's number stands alone.
Expr alone(Expr x) {
    return lastSize(x) == 1 ? reshape(x, Shape{}) : x;
}

std::vector<StateSpec> countStates(const MetricDef&, const Config& config, const TensorType&) {
    return {{"accumulator", atEach(countedAt(config))}};
}

template <Expr Confusion::*count>
std::vector<Expr> updateCount(MetricCall& call) {
    return {call.states[0] + confusionOf(call, call.prediction, countedAt(call.config)).*count};
}

Expr countResult(MetricCall& call) {
    return alone(call.states[0]);
}

template <Expr Confusion::*count>
MetricDef countDef(const char* name, const char* about) {
    MetricDef def;
    def.className = name;
    def.about = about;
    def.parameters = metricParameters({{"thresholds", ParameterKind::Any, nullptr,
                                        "0 to 1: above which a prediction is a yes; one or a list; null: 0.5"}},
                                      nn::snakeCase(name));
    def.states = countStates;
    def.update = updateCount<count>;
    def.result = countResult;
    def.check = checkThresholds;
    return def;
}

template <Expr Confusion::*other>
std::vector<Expr> updateShare(MetricCall& call) {
    const Confusion found = confusionOf(call, call.prediction, countedAt(call.config));
    return {call.states[0] + found.truePositives, call.states[1] + found.*other};
}

Expr shareResult(MetricCall& call) {
    return alone(divideNoNan(call.states[0], call.states[0] + call.states[1]));
}

Result<void> checkShare(const Config& config) {
    TD_TRY(checkThresholds(config));
    TD_TRY(needAbove(config, "top_k", 1, Bound::Included));
    return needAbove(config, "class_id", 0, Bound::Included);
}

MetricDef shareDef(const char* name, const char* about) {
    MetricDef def;
    def.className = name;
    def.about = about;
    def.parameters = metricParameters(
        {{"thresholds", ParameterKind::Any, nullptr,
          "0 to 1: above which a prediction is a yes; one or a list; null: 0.5"},
         {"top_k", ParameterKind::Int, nullptr, "only the k largest predictions of a row can be a yes; null: all"},
         {"class_id", ParameterKind::Int, nullptr, "only this class counts; null: all"}},
        nn::snakeCase(name));
    def.result = shareResult;
    def.check = checkShare;
    def.checkShapes = checkClassArguments;
    return def;
}

template <int second>
std::vector<StateSpec> shareStates(const MetricDef&, const Config& config, const TensorType&) {
    const Extents extents = atEach(countedAt(config));
    return {{"true_positives", extents}, {second == 0 ? "false_positives" : "false_negatives", extents}};
}
} // namespace

void registerCountMetrics(Catalogues& catalogues);
void registerCountMetrics(Catalogues& catalogues) {
    catalogues.metrics.add(countDef<&Confusion::truePositives>("TruePositives", "weight of yeses that are right"));
    catalogues.metrics.add(countDef<&Confusion::trueNegatives>("TrueNegatives", "weight of noes that are right"));
    catalogues.metrics.add(countDef<&Confusion::falsePositives>("FalsePositives", "weight of yeses that are wrong"));
    catalogues.metrics.add(countDef<&Confusion::falseNegatives>("FalseNegatives", "weight of noes that are wrong"));
    MetricDef def = shareDef("Precision", "share of the yeses that are right");
    def.states = shareStates<0>;
    def.update = updateShare<&Confusion::falsePositives>;
    catalogues.metrics.add(std::move(def));
    def = shareDef("Recall", "share of the targets that were found");
    def.states = shareStates<1>;
    def.update = updateShare<&Confusion::falseNegatives>;
    catalogues.metrics.add(std::move(def));
}

} // namespace td::train
