#pragma once

#include "engine/train/loss.h"

#include <string>
#include <vector>

namespace td::train {

/// A number or table that a metric keeps between batches: a variable of the step's graph.
struct StateSpec {
    std::string name; ///< Keras' name: "true_positives"
    Extents extents;
    double initial = 0;
    DType dtype = DType::F32;
};

struct MetricDef;

/// What a metric sees. Targets, predictions and weights are there in `update`, states in both.
struct MetricCall {
    Builder& builder;
    const MetricDef& def;
    const Config& config;
    Expr target = {},
         prediction = {}; ///< in the types they have; of a metric over values alone (Mean, Sum) `target` is the values
    Expr weights = {};    ///< F32; empty: ones; a mask has been multiplied in
    std::vector<Expr> states = {};
};

/// A metric over many batches. All is graph: `update` gives the states' next values in the order of `states`, `result`
/// the number (or vector) that is shown.
struct MetricDef : nn::ObjectDef {
    /// May depend on the prediction's shape (classes). Called where `check` and `checkShapes` are content.
    std::vector<StateSpec> (*states)(const MetricDef& def, const Config& config,
                                     const TensorType& prediction) = nullptr;
    std::vector<Expr> (*update)(MetricCall& call) = nullptr;
    Expr (*result)(MetricCall& call) = nullptr;
    /// What the schema cannot say. Errors: InvalidArgument with "argument", "value", "expected".
    Result<void> (*check)(const Config& config) = nullptr;
    /// Errors: ShapeMismatch with "found", "expected".
    Result<void> (*checkShapes)(const Config& config, const TensorType& target, const TensorType& prediction) = nullptr;

    // Of metrics that are the mean of a number for each sample, one of these:
    Expr (*values)(MetricCall& call) = nullptr;
    std::string loss =
        {}; ///< the values of the loss of this name; "" with a `values` of null: the argument "fn" names it

    bool takesValues = false; ///< over values alone, without target and prediction
};
using Metric = Object<MetricDef>;

/// The states that a metric keeps for targets and predictions of these types.
/// Errors: InvalidArgument naming metric and argument; ShapeMismatch naming the metric.
[[nodiscard]] TD_API Result<std::vector<StateSpec>> metricStates(const Metric& metric, const TensorType& target,
                                                                 const TensorType& prediction);

/// A metric in the graph of a step.
struct EmittedMetric {
    std::vector<std::string>
        variables; ///< "<prefix><state>", not trainable; they start, and start anew, from zero or StateSpec::initial
    std::vector<StateSpec> states; ///< in the same order
    Expr result;                   ///< over all batches including this one
};
/// Declares a metric's variables, updates them by a batch and gives the result after it. Reset a metric by writing the
/// initial values into its variables.
/// `weights` and `mask` (Bool): of the samples, perhaps empty.
/// Errors: of metricStates; of the operations.
[[nodiscard]] TD_API Result<EmittedMetric> emitMetric(Builder& builder, const Metric& metric, const std::string& prefix,
                                                      Expr target, Expr prediction, Expr weights = {}, Expr mask = {});

/// A metric by what compile() takes: a name, {"class_name", "config"}; "accuracy" and "acc" resolve by the two types,
/// as in Keras; the name of a loss gives the mean of its values. The object's argument "name" is what logs call it:
/// the name that was asked for.
/// Errors: NotFound; InvalidArgument naming class and argument.
[[nodiscard]] TD_API Result<Metric> metricFor(const Json& spec, const TensorType& target, const TensorType& prediction,
                                              const Catalogues& catalogues);

} // namespace td::train
