#include "engine/train/metric.h"

#include "engine/train/arguments.h"
#include "engine/train/catalogues.h"
#include "engine/train/classes.h"
#include "engine/train/expressions.h"

namespace td::train {

namespace {
/// "Accuracy" and "ACC" too.
bool isAccuracy(const Json& spec) {
    if (!spec.is_string()) return false;
    std::string name = spec.get<std::string>();
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return name == "accuracy" || name == "acc";
}

const char* accuracyOf(Classes classes) {
    switch (classes) {
    case Classes::Binary:
        return "BinaryAccuracy";
    case Classes::Sparse:
        return "SparseCategoricalAccuracy";
    case Classes::OneHot:
        break;
    }
    return "CategoricalAccuracy";
}

/// Weights with the mask multiplied in.
Expr masked(Expr weights, Expr mask) {
    if (weights) weights = asFloat(weights);
    if (!mask) return weights;
    Expr counted = asFloat(mask);
    if (!weights) return counted;
    alignRanks(counted, weights);
    return weights * counted;
}

std::vector<Expr> declared(Builder& builder, const std::vector<StateSpec>& specs, const std::string& prefix) {
    std::vector<Expr> states;
    for (const StateSpec& spec : specs) {
        Tensor start = Tensor::zeros(spec.dtype, spec.extents);
        for (int64_t i = 0; spec.initial != 0 && i < start.elements(); ++i)
            start.set(i, spec.initial);
        states.push_back(
            builder.variable(prefix + spec.name, {spec.dtype, Shape::of(spec.extents)}, false, std::move(start)));
    }
    return states;
}
} // namespace

Result<std::vector<StateSpec>> metricStates(const Metric& metric, const TensorType& target,
                                            const TensorType& prediction) {
    TD_TRY(checkArguments("metric", metric));
    if (metric.def->checkShapes) {
        if (auto fits = metric.def->checkShapes(metric.config, target, prediction); !fits) {
            Error error = fits.error();
            error.facts.insert(error.facts.begin(), {"metric", metric.def->className});
            return failure(std::move(error));
        }
    }
    return metric.def->states(*metric.def, metric.config, prediction);
}

Result<EmittedMetric> emitMetric(Builder& builder, const Metric& metric, const std::string& prefix, Expr target,
                                 Expr prediction, Expr weights, Expr mask) {
    auto states = metricStates(metric, target.type(), prediction.type());
    if (!states) return failure(states.error());
    if (builder.error()) return failure(*builder.error());
    EmittedMetric found;
    MetricCall call{builder,
                    *metric.def,
                    metric.config,
                    target,
                    prediction,
                    masked(weights, mask),
                    declared(builder, *states, prefix)};
    const graph::Source before = builder.source();
    builder.setSource({metric.def->className, "", graph::NodeId::None});
    const std::vector<Expr> variables = call.states;
    call.states = metric.def->update(call);
    found.result = metric.def->result(call);
    builder.setSource(before);
    if (builder.error()) return failure(*builder.error());
    for (size_t i = 0; i < variables.size(); ++i) {
        found.variables.push_back(prefix + (*states)[i].name);
        builder.graph().addUpdate(variables[i].id, call.states[i].id);
    }
    found.states = std::move(*states);
    return found;
}

Result<Metric> metricFor(const Json& spec, const TensorType& target, const TensorType& prediction,
                         const Catalogues& catalogues) {
    if (isAccuracy(spec))
        return catalogues.metrics.create(accuracyOf(classesOf(target, prediction)), Json{{"name", spec}});
    const auto read = nn::readSpec(spec);
    if (!read) return failure(read.error());
    Json config = read->config;
    if (spec.is_string()) config["name"] = spec;
    if (catalogues.metrics.find(read->name)) return catalogues.metrics.create(read->name, config);
    if (!catalogues.losses.find(read->name)) return catalogues.metrics.create(read->name, config);
    if (!config.contains("name")) config["name"] = nn::snakeCase(read->name);
    config["fn"] = read->name;
    return catalogues.metrics.create("MeanMetricWrapper", config);
}

} // namespace td::train
