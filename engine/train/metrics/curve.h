#pragma once

#include "engine/train/metrics/confusion.h"

/// Metrics that keep all four counts at each threshold.
namespace td::train {

/// (n) each, or (n,L).
[[nodiscard]] std::vector<StateSpec> curveStates(const Extents& extents);
[[nodiscard]] std::vector<Expr> curveNext(const MetricCall& call, const Confusion& added);

/// The states as what they are.
struct Curve {
    Expr tp, fp, tn, fn;
    explicit Curve(const MetricCall& call)
        : tp(call.states[0])
        , fp(call.states[1])
        , tn(call.states[2])
        , fn(call.states[3]) {}
    [[nodiscard]] Expr recall() const { return divideNoNan(tp, tp + fn); }
    [[nodiscard]] Expr precision() const { return divideNoNan(tp, tp + fp); }
    [[nodiscard]] Expr specificity() const { return divideNoNan(tn, tn + fp); }
};

} // namespace td::train
