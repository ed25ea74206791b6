#pragma once

#include "engine/nn/layers/arguments.h"

/// What SimpleRNN, GRU and LSTM have in common: weights, masks, states, directions, and which outputs are asked for.
namespace td::nn {

struct CellWeights {
    Expr kernel, recurrent, bias; ///< (I, gates·U), (U, gates·U); bias may be empty
};

/// Output and states of one step, or of the whole sequence.
struct Recurrence {
    Expr output;
    std::vector<Expr> states;
};

/// What makes a recurrent layer the one that it is.
struct RecurrentKind {
    std::string cell; ///< the part of weights' names in front: "lstm_cell"
    int64_t gates = 1;
    size_t states = 1;
    Json (*biasInitializer)(const Config&) = nullptr;
    Extents (*biasExtents)(const Config&) = nullptr;
    /// Whether one operation does it, by the activations.
    bool (*isFused)(const Config&) = nullptr;
    /// x (B,T,I), states that may be empty, mask (B,T) that may be empty -> output (B,T,U) at the steps' own places.
    Recurrence (*fused)(Call&, Expr x, const CellWeights&, const std::vector<Expr>& states, Expr mask,
                        bool isReverse) = nullptr;
    /// The part of a step that does not depend on the state, for all steps at once: (B,T,gates·U).
    Expr (*prepared)(Call&, Expr x, const CellWeights&) = nullptr;
    /// One step from `z` (B,gates·U) of it; `recurrent` is the previous output as the recurrent weights see it.
    Recurrence (*step)(Call&, Expr z, Expr recurrent, const CellWeights&, const std::vector<Expr>& states) = nullptr;
};

[[nodiscard]] Flows runRecurrent(Call& call, const RecurrentKind& kind);

/// Whether an activation argument names this function.
[[nodiscard]] bool isActivation(const Config& config, const char* argument, std::string_view name);
/// Part number `part` of the last axis in parts of `units`.
[[nodiscard]] Expr gateOf(Expr z, int64_t part, int64_t units);

/// Arguments of all recurrent layers, in Keras' order; `own` stand behind the constraints.
[[nodiscard]] std::vector<Parameter> recurrentParameters(std::vector<Parameter> activations, bool hasForgetBias,
                                                         std::vector<Parameter> own);
void addRecurrent(Catalogues& catalogues, std::string name, std::string about, std::vector<Parameter> parameters,
                  LayerCallFunction call);

} // namespace td::nn
