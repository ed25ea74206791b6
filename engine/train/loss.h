#pragma once

#include "engine/nn/parts.h"

#include <string_view>

namespace td::train {

using graph::Builder;
using graph::Expr;
using nn::Config;
using nn::Json;
using nn::Object;

/// What a loss sees of one output of a model: both float32, and of one rank where one of them had a last axis of 1 too
/// many or too few.
struct LossCall {
    Builder& builder;
    Expr target;     ///< y_true
    Expr prediction; ///< y_pred
    const Config& config;
    /// A loss may answer which of its values count (Bool, their shape); empty: all.
    Expr valid = {};
};

/// A loss: `call` gives one value per sample (Keras' unreduced `call`), before weights and reduction.
///
/// A loss over probabilities that come straight from a softmax or sigmoid works on the logits behind it
/// (`logitsBehind`), as Keras does: stable and fast. Probabilities that are fed are clipped to [1e-7, 1 - 1e-7].
struct LossDef : nn::ObjectDef {
    Expr (*call)(LossCall& call) = nullptr;
    /// What the schema cannot say. Errors: InvalidArgument with "argument", "value", "expected".
    Result<void> (*check)(const Config& config) = nullptr;
};
using Loss = Object<LossDef>;

enum class Reduction : uint8_t { SumOverBatchSize, Sum, Mean, MeanWithSampleWeight, None };
/// Null and "none" are None. Errors: InvalidArgument with "argument", "value", "expected".
[[nodiscard]] TD_API Result<Reduction> reductionOf(const Config& config);

/// Keras' reduction: values (B, …), weights broadcast against them (empty: ones), mask Bool (empty: all true).
/// Formula: SumOverBatchSize, Mean = mean(v·w); with a mask w = mask·w·(total/valid); MeanWithSampleWeight =
/// sum(v·w)/sum(w), 0 where that is 0/0.
[[nodiscard]] TD_API Expr reduced(Expr values, Expr weights, Expr mask, Reduction reduction);

/// The unreduced values of a loss; `valid` gets which of them count (empty: all).
/// Errors: in the builder: of the arguments, with the fact "loss"; of the operations, with the class name as "layer".
[[nodiscard]] TD_API Expr lossValues(Builder& builder, const Loss& loss, Expr target, Expr prediction,
                                     Expr* valid = nullptr);

/// The loss of one output, reduced as its argument "reduction" says. `mask`: of the prediction.
[[nodiscard]] TD_API Expr emitLoss(Builder& builder, const Loss& loss, Expr target, Expr prediction, Expr weights = {},
                                   Expr mask = {});

struct Catalogues;
/// A loss by what compile() takes: a name, {"class_name", "config"}; "crossentropy" and "ce" resolve by the two types.
/// Errors: NotFound; InvalidArgument naming class and argument.
[[nodiscard]] TD_API Result<Loss> lossFor(const Json& spec, const TensorType& target, const TensorType& prediction,
                                          const Catalogues& catalogues);

} // namespace td::train
