#include "engine/train/metrics/curve.h"

/// The best of one rate at which another is still kept.
namespace td::train {

std::vector<StateSpec> curveStates(const Extents& extents) {
    return {{"true_positives", extents},
            {"false_positives", extents},
            {"true_negatives", extents},
            {"false_negatives", extents}};
}

std::vector<Expr> curveNext(const MetricCall& call, const Confusion& added) {
    return {call.states[0] + added.truePositives, call.states[1] + added.falsePositives,
            call.states[2] + added.trueNegatives, call.states[3] + added.falseNegatives};
}

namespace {
std::vector<StateSpec> states(const MetricDef&, const Config& config, const TensorType&) {
    return curveStates({config.integer("num_thresholds")});
}

std::vector<Expr> update(MetricCall& call) {
    return curveNext(call, confusionOf(call, call.prediction, evenThresholds(call.config.integer("num_thresholds"))));
}

using Rate = Expr (Curve::*)() const;

/// The largest `wanted` among thresholds where `kept` is at least the argument.
Expr best(Expr wanted, Expr kept, double least) {
    const Expr isKept = binary("greater_equal", kept, number(kept, least));
    return maximum(reduce("max", select(isKept, wanted, number(wanted, 0))), 0);
}

/// The argument that a metric is given comes first.
const std::string& given(const MetricDef& def) {
    return def.parameters.front().name;
}

template <Rate wanted, Rate kept>
Expr result(MetricCall& call) {
    const Curve curve(call);
    return best((curve.*wanted)(), (curve.*kept)(), call.config.real(given(call.def)));
}

Result<void> check(const Config& config) {
    for (const char* name : {"specificity", "sensitivity", "recall", "precision"})
        if (config.has(name)) TD_TRY(needWithin(config, name, 0, 1));
    TD_TRY(needWithin(config, "num_thresholds", 1, 1e6));
    return needAbove(config, "class_id", 0, Bound::Included);
}

MetricDef pointDef(const char* name, const char* about, const char* argument) {
    MetricDef def;
    def.className = name;
    def.about = about;
    Parameter kept{argument, ParameterKind::Real, nullptr, "0 to 1: what must be kept"};
    kept.isRequired = true;
    def.parameters =
        metricParameters({kept,
                          {"num_thresholds", ParameterKind::Int, 200, "thresholds tried, evenly from 0 to 1"},
                          {"class_id", ParameterKind::Int, nullptr, "only this class counts; null: all"}},
                         nn::snakeCase(name));
    def.states = states;
    def.update = update;
    def.check = check;
    def.checkShapes = checkClassArguments;
    return def;
}
} // namespace

void registerOperatingPointMetrics(Catalogues& catalogues);
void registerOperatingPointMetrics(Catalogues& catalogues) {
    MetricDef def =
        pointDef("SensitivityAtSpecificity", "largest sensitivity where specificity is kept", "specificity");
    def.result = result<&Curve::recall, &Curve::specificity>;
    catalogues.metrics.add(std::move(def));
    def = pointDef("SpecificityAtSensitivity", "largest specificity where sensitivity is kept", "sensitivity");
    def.result = result<&Curve::specificity, &Curve::recall>;
    catalogues.metrics.add(std::move(def));
    def = pointDef("PrecisionAtRecall", "largest precision where recall is kept", "recall");
    def.result = result<&Curve::precision, &Curve::recall>;
    catalogues.metrics.add(std::move(def));
    def = pointDef("RecallAtPrecision", "largest recall where precision is kept", "precision");
    def.result = result<&Curve::recall, &Curve::precision>;
    catalogues.metrics.add(std::move(def));
}

} // namespace td::train
