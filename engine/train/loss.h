#pragma once

#include "engine/nn/parts.h"

namespace td::train {

using graph::Builder;
using graph::Expr;
using nn::Config;
using nn::Json;
using nn::Object;

/// What a loss sees of one output of a model.
struct LossCall {
    Builder& builder;
    Expr target;     ///< y_true, in the type it was fed
    Expr prediction; ///< y_pred
    const Config& config;
    /// The prediction's producer is a softmax (sigmoid) over these logits, where the model ends in one: a loss over probabilities may then use the stable
    /// form if that is what Keras computes too. Empty otherwise.
    Expr logits = {};
};

/// A loss: `call` gives one value per sample (Keras' unreduced `call`), before weights and reduction.
struct LossDef : nn::ObjectDef {
    Expr (*call)(LossCall& call) = nullptr;
};
using Loss = Object<LossDef>;

enum class Reduction : uint8_t { SumOverBatchSize, Sum, Mean, MeanWithSampleWeight, None };

/// Keras' reduction: values (B, …), weights broadcast against them (empty: ones), mask Bool (empty: all true).
/// Formula: SumOverBatchSize = sum(v·w) / number of values; with a mask w = mask·w·(total/valid); MeanWithSampleWeight = sum(v·w)/sum(w).
[[nodiscard]] TD_API Expr reduced(Expr values, Expr weights, Expr mask, Reduction reduction);

/// The loss of one output, reduced as its argument "reduction" says.
[[nodiscard]] TD_API Expr emitLoss(Builder& builder, const Loss& loss, Expr target, Expr prediction, Expr weights = {}, Expr mask = {});

} // namespace td::train
