#pragma once

#include "engine/train/metrics/schema.h"

#include <vector>

/// Counts of right and wrong answers at many thresholds, by weight.
namespace td::train {

/// Where predictions become a yes: above each of these.
struct Thresholds {
    std::vector<double> values;
    bool areEven = false; ///< 0, 1/(n-1), … 1: predictions are sorted into buckets instead of compared with each
    bool hasRoom =
        false; ///< the outermost lie a little outside 0 … 1, so that a prediction of exactly 0 is above the first
};

/// The argument "thresholds" (null: `standard`).
[[nodiscard]] Thresholds thresholdsOf(const Config& config, double standard);
/// n of them from 0 to 1; one alone is 0.5.
[[nodiscard]] Thresholds evenThresholds(int64_t count);
[[nodiscard]] bool areEven(const std::vector<double>& values);
/// Errors: of `badArgument` unless each lies in 0 … 1.
[[nodiscard]] Result<void> checkThresholds(const Config& config);
/// Errors: ShapeMismatch unless arguments class_id and top_k fit the prediction's last axis.
[[nodiscard]] Result<void> checkClassArguments(const Config& config, const TensorType& target,
                                               const TensorType& prediction);

/// What one batch adds; (n) each, or (n,L) for labels counted apart.
struct Confusion {
    Expr truePositives, falsePositives, trueNegatives, falseNegatives;
};

struct ConfusionOptions {
    bool isMultiLabel = false;
    std::vector<double> labelWeights = {}; ///< one for each label, not with isMultiLabel
};
/// Arguments "top_k" and "class_id" are looked at where the metric has them.
[[nodiscard]] Confusion confusionOf(MetricCall& call, Expr prediction, const Thresholds& thresholds,
                                    const ConfusionOptions& options = {});

} // namespace td::train
