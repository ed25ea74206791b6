#pragma once

#include "engine/train/arguments.h"
#include "engine/train/catalogues.h"
#include "engine/train/expressions.h"

#include <string>

/// How metrics are defined.
namespace td::train {

/// `own` arguments, then those that every metric has.
[[nodiscard]] std::vector<Parameter> metricParameters(std::vector<Parameter> own, const std::string& name);

/// A metric that is the mean over samples of `values`, with Keras' weighting; its states are total and count.
[[nodiscard]] MetricDef meanMetric(std::string className, std::string about, Expr (*values)(MetricCall&),
                                   std::vector<Parameter> own = {});

/// The states of such a mean, their update by one batch of values, and what they say.
[[nodiscard]] std::vector<StateSpec> meanStates(const MetricDef&, const Config&, const TensorType&);
[[nodiscard]] std::vector<Expr> updateMean(MetricCall& call, Expr values);
[[nodiscard]] Expr meanResult(MetricCall& call);

/// Each sample's number, and the weights that are left for it (perhaps empty).
struct Samples {
    Expr values, weights;
};
/// Values (B,…) and weights as one number a sample: trailing axes are reduced by `op` ("mean", "sum"), values
/// multiplied by their weights.
[[nodiscard]] Samples samplewise(Expr values, Expr weights, std::string_view op);

} // namespace td::train
