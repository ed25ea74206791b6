#include "engine/train/metrics/schema.h"

/// Means and sums over samples: what most metrics are.
namespace td::train {

namespace {
Ints axesFrom(int first, int last) {
    Ints axes;
    for (int i = first; i < last; ++i)
        axes.push_back(i);
    return axes;
}

Expr overAxes(std::string_view op, Expr x, int first) {
    return x.rank() > first ? reduce(op, x, axesFrom(first, x.rank())) : x;
}

std::vector<Expr> updateFromValues(MetricCall& call) {
    return updateMean(call, call.def.values(call));
}

std::vector<Expr> updatePlainMean(MetricCall& call) {
    return updateMean(call, asFloat(call.target));
}

std::vector<Expr> updateSum(MetricCall& call) {
    const Samples samples = samplewise(asFloat(call.target), call.weights, "sum");
    return {call.states[0] + reduce("sum", samples.values)};
}

MetricDef overValues(std::string className, std::string about) {
    MetricDef def;
    def.parameters = metricParameters({}, nn::snakeCase(className));
    def.className = std::move(className);
    def.about = std::move(about);
    def.takesValues = true;
    return def;
}
} // namespace

std::vector<Parameter> metricParameters(std::vector<Parameter> own, const std::string& name) {
    return joined(std::move(own),
                  {{"name", ParameterKind::Any, name, "how logs call it"},
                   {"dtype", ParameterKind::Any, nullptr, "element type of what it keeps; float32 unless it counts"}});
}

MetricDef meanMetric(std::string className, std::string about, Expr (*values)(MetricCall&),
                     std::vector<Parameter> own) {
    MetricDef def;
    def.parameters = metricParameters(std::move(own), nn::snakeCase(className));
    def.className = std::move(className);
    def.about = std::move(about);
    def.values = values;
    def.states = meanStates;
    def.update = updateFromValues;
    def.result = meanResult;
    return def;
}

std::vector<StateSpec> meanStates(const MetricDef&, const Config&, const TensorType&) {
    return {{"total", {}}, {"count", {}}};
}

Samples samplewise(Expr values, Expr weights, std::string_view op) {
    if (weights) {
        alignRanks(values, weights);
        const int rank = weights.rank();
        values = overAxes(op, values, rank);
        weights = broadcastTo(weights, values.shape());
        values = values * weights;
        if (rank > 1) weights = overAxes(op, weights, 1);
    }
    return {overAxes(op, values, 1), weights};
}

std::vector<Expr> updateMean(MetricCall& call, Expr values) {
    const Samples samples = samplewise(values, call.weights, "mean");
    const Expr count = samples.weights ? reduce("sum", samples.weights) : countOf(samples.values);
    return {call.states[0] + reduce("sum", samples.values), call.states[1] + count};
}

Expr meanResult(MetricCall& call) {
    return divideNoNan(call.states[0], call.states[1]);
}

void registerMeanMetrics(Catalogues& catalogues);
void registerMeanMetrics(Catalogues& catalogues) {
    MetricDef average = overValues("Mean", "sum of value · weight over sum of weight");
    average.states = meanStates;
    average.update = updatePlainMean;
    average.result = meanResult;
    catalogues.metrics.add(std::move(average));

    MetricDef total = overValues("Sum", "sum of value · weight");
    total.states = [](const MetricDef&, const Config&, const TensorType&) {
        return std::vector<StateSpec>{{"total", {}}};
    };
    total.update = updateSum;
    total.result = [](MetricCall& call) { return call.states[0]; };
    catalogues.metrics.add(std::move(total));
}

} // namespace td::train
