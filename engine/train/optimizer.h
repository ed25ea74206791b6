#pragma once

#include "engine/train/loss.h"
#include "engine/train/schedule.h"

#include <map>
#include <string>
#include <vector>

namespace td::train {

/// A variable that an optimizer keeps for each parameter: a moment, a velocity.
struct SlotSpec {
    std::string name; ///< Keras' name: "momentum"
    Extents extents;
    double initial = 0;
    /// Starts as a copy of the parameter instead (EMA, schedule-free).
    bool startsAsParameter = false;
};

/// One parameter's update, seen from an optimizer.
struct UpdateCall {
    Builder& builder;
    const Config& config;
    std::string path;    ///< of the parameter: Muon and exclusions from decay look at it
    Expr parameter;      ///< as the step began, decayed where weight decay is on
    Expr gradient;       ///< clipped, unscaled, averaged
    Expr rate;           ///< F32 scalar
    Expr step;           ///< I64 scalar, 1 at the first update
    std::vector<Expr> slots;
    std::vector<Expr> shared; ///< values common to all parameters (Nadam's product), as the step began
    // What the optimizer answers:
    Expr nextParameter = {};
    std::vector<Expr> nextSlots = {};
};

/// A rule of learning. Arguments common to all (learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
/// ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps) are handled around it.
struct OptimizerDef : nn::ObjectDef {
    std::vector<SlotSpec> (*slots)(const Config& config, const std::string& path, const Extents& parameter) = nullptr;
    void (*update)(UpdateCall& call) = nullptr;
    /// Values common to all parameters, and their next values; null where there are none.
    std::vector<SlotSpec> (*shared)(const Config& config) = nullptr;
    std::vector<Expr> (*nextShared)(Builder& builder, const Config& config, Expr step, const std::vector<Expr>& shared) = nullptr;
};
using Optimizer = Object<OptimizerDef>;

/// A parameter to be trained, in the graph of the step.
struct Trained {
    std::string path;
    Expr parameter; ///< the variable
    Expr gradient;
    nn::Constraint constraint;
};

/// Scalars fed to each step.
struct OptimizerInputs {
    Expr rate; ///< F32: the learning rate now; of MultiOptimizer's parts "rate:<n>" inputs are added
};

/// What emitting an optimizer adds to a graph: variables (named "optimizer/…", trainable false) with their initial values, and updates of them and of
/// the parameters.
struct OptimizerVariables {
    std::string iterations;                     ///< I64: updates so far
    std::vector<std::string> names;             ///< all that it added, in order
    std::map<std::string, std::string> averages; ///< parameter path -> its EMA, where use_ema is on
};

/// Emits a whole update: unscaling, accumulation, clipping, weight decay, the rule, constraints, EMA; formulas as Keras 3.15 computes them.
/// Variables are named "<prefix><path>_<slot>".
[[nodiscard]] TD_API Result<OptimizerVariables> emitOptimizer(Builder& builder, const Optimizer& optimizer, const std::vector<Trained>& trained,
                                                              const OptimizerInputs& inputs, const std::string& prefix = "optimizer/");

/// The learning rate at a step: the argument "learning_rate" is a number or a schedule.
[[nodiscard]] TD_API Result<double> learningRate(const Json& argument, int64_t step);

} // namespace td::train
