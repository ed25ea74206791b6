#pragma once

#include "engine/nn/parts.h"
#include "engine/train/schedule.h"

#include <map>
#include <string>
#include <vector>

namespace td::train {

using graph::Builder;
using graph::Expr;
using nn::Config;
using nn::Json;
using nn::Object;

struct Catalogues;

/// A variable that an optimizer keeps for each parameter: a moment, a velocity.
struct SlotSpec {
    std::string name; ///< Keras' name: "momentum"
    Extents extents;
    double initial = 0;
    /// Starts as a copy of the parameter instead.
    bool startsAsParameter = false;
};

/// One parameter's update, seen from an optimizer.
struct UpdateCall {
    Builder& builder;
    const Config& config;
    std::string path; ///< of the parameter: Muon looks at it
    Expr parameter;   ///< as the step began; already decayed, unless the rule decays itself
    Expr gradient;    ///< clipped, unscaled, averaged
    Expr rate;        ///< scalar of the parameter's type
    Expr step;        ///< I64 scalar, 1 at the first update
    double decay = 0; ///< for rules that decay themselves: parameter -= parameter·decay·rate comes first
    std::vector<Expr> slots;
    std::vector<Expr> shared; ///< values common to all parameters (Nadam's product), as the step began
    bool isOfRows = false;    ///< a gradient of rows that are squared each: rules are written out
    // What the optimizer answers:
    Expr nextParameter = {};
    std::vector<Expr> nextSlots = {};
};

struct OptimizerRequest;
struct OptimizerVariables;

/// A rule of learning. Arguments common to all (learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm,
/// use_ema, ema_momentum, ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps) are handled
/// around it.
struct OptimizerDef : nn::ObjectDef {
    std::vector<SlotSpec> (*slots)(const Config& config, const std::string& path, const Extents& parameter) = nullptr;
    void (*update)(UpdateCall& call) = nullptr;
    /// Its decay of a parameter is part of its own operation.
    bool decaysItself = false;
    /// How much a parameter decays; null: the argument weight_decay.
    double (*decayOf)(const Config& config, const std::string& path, const Extents& parameter) = nullptr;
    /// Values common to all parameters, and their next values; null where there are none.
    std::vector<SlotSpec> (*shared)(const Config& config) = nullptr;
    std::vector<Expr> (*nextShared)(Builder& builder, const Config& config, Expr step,
                                    const std::vector<Expr>& shared) = nullptr;
    /// What the schema cannot say. Errors: InvalidArgument with "argument", "value", "expected".
    Result<void> (*check)(const Config& config) = nullptr;

    // An optimizer around others (LossScaleOptimizer, MultiOptimizer) has these instead:
    Result<OptimizerVariables> (*emit)(const OptimizerRequest& request) = nullptr;
    Expr (*lossScale)(Builder& builder, const Config& config, const std::string& prefix) = nullptr;
};
using Optimizer = Object<OptimizerDef>;

/// A parameter to be trained, in the graph of the step.
struct Trained {
    std::string path;
    Expr parameter; ///< the variable
    Expr gradient;  ///< empty: the loss does not depend on it, and it stays as it is
    nn::Constraint constraint;
};

/// Scalars fed to each step.
struct OptimizerInputs {
    Expr
        rate; ///< F32: the learning rate now; MultiOptimizer does not use it and adds inputs "rate:<n>", one for each of its parts
};

/// An input that wants a learning rate at each step: learningRate(argument, calls so far).
struct RateInput {
    std::string input;      ///< the input's name in the graph
    Json argument;          ///< a number or a schedule
    std::string iterations; ///< the variable that counts the calls, with those that a loss scale skipped left out
};

/// What emitting an optimizer adds to a graph: variables (named "<prefix>…", trainable false) with their initial
/// values, and updates of them and of the parameters.
struct OptimizerVariables {
    std::string iterations;         ///< I64: calls so far; with accumulation, updates are floor(calls / steps)
    std::vector<std::string> names; ///< all that it added, in order
    std::map<std::string, std::string> averages; ///< parameter path -> its EMA, where use_ema is on
    std::map<std::string, std::string> copies;   ///< variable -> path of the parameter whose value it starts from
    std::vector<RateInput> rates;
};

/// What `emitOptimizer` asks of an optimizer around others.
struct OptimizerRequest {
    Builder& builder;
    const Optimizer& optimizer;
    const std::vector<Trained>& trained;
    Expr rate;
    std::string prefix;
    const Catalogues& catalogues;
    Expr isApplied = {}; ///< Bool: where false, nothing changes at all; empty: always true
};

/// Emits a whole update: unscaling, accumulation, clipping, weight decay, the rule, constraints, EMA; formulas as
/// Keras 3.15 computes them.
/// Variables are named "<prefix><path>_<slot>". A plain rule is one operation for each parameter.
///
/// The gradient of a table that was gathered from (an Embedding's) is rows, and one index may have several. Where a rule
/// takes squares or sizes of a gradient, or clipping bounds it, that is done to each row before rows of one index are
/// summed: v gets the sum of g_i^2 and not (the sum of g_i)^2, as in Keras on TensorFlow. Such a rule is several
/// operations; only Adagrad over one gathering is one, adagrad_rows, which touches those rows alone. Where a regularizer
/// or accumulation adds to the rows, or the global norm scales them, the gradient is dense, there as here.
///
/// Errors: InvalidArgument naming optimizer and argument, or for no gradient at all; of the operations.
[[nodiscard]] TD_API Result<OptimizerVariables> emitOptimizer(Builder& builder, const Optimizer& optimizer,
                                                              const std::vector<Trained>& trained,
                                                              const OptimizerInputs& inputs,
                                                              const std::string& prefix = "optimizer/");
[[nodiscard]] TD_API Result<OptimizerVariables> emitOptimizer(const OptimizerRequest& request);

/// What the loss is to be multiplied by before its gradients are taken (their seed); empty where that is 1. Comes
/// before `emitOptimizer`, with the same prefix: a dynamic scale is a variable of the optimizer.
[[nodiscard]] TD_API Expr emitLossScale(Builder& builder, const Optimizer& optimizer,
                                        const std::string& prefix = "optimizer/");

} // namespace td::train
