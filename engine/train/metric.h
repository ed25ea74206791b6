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

/// What a metric sees. Targets, predictions and weights are there in `update`, states in both.
struct MetricCall {
    Builder& builder;
    const Config& config;
    Expr target = {}, prediction = {};
    Expr weights = {}; ///< empty: ones; a mask has been multiplied in
    std::vector<Expr> states = {};
};

/// A metric over many batches. All is graph: `update` gives the states' next values in the order of `states`, `result` the number (or vector) that
/// is shown.
struct MetricDef : nn::ObjectDef {
    /// May depend on the prediction's shape (classes). An empty `prediction` type (rank 0) stands for a metric over values alone (Mean, Sum).
    std::vector<StateSpec> (*states)(const Config& config, const TensorType& target, const TensorType& prediction) = nullptr;
    std::vector<Expr> (*update)(MetricCall& call) = nullptr;
    Expr (*result)(MetricCall& call) = nullptr;
};
using Metric = Object<MetricDef>;

} // namespace td::train
