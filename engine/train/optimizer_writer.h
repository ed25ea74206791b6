#pragma once

#include "engine/train/optimizer.h"

#include <string>
#include <vector>

namespace td::train {

/// Variables of an optimizer in a graph, and what they become.
class StateWriter {
public:
    StateWriter(Builder& builder, std::string prefix, Expr isApplied)
        : m_builder(builder)
        , m_prefix(std::move(prefix))
        , m_isApplied(isApplied) {}

    [[nodiscard]] Builder& builder() { return m_builder; }
    [[nodiscard]] OptimizerVariables& variables() { return m_variables; }

    /// A new variable "<prefix><name>", or the one that has this name already.
    Expr variable(const std::string& name, DType dtype, const Extents& extents, double initial = 0);
    /// The same for a slot of a parameter, named "<path>_<slot>".
    Expr slot(const Trained& trained, const SlotSpec& spec);
    /// `variable` is `next` after the step, if the step is applied at all.
    void set(Expr variable, Expr next);

private:
    Builder& m_builder;
    std::string m_prefix;
    Expr m_isApplied;
    OptimizerVariables m_variables;
};

/// `next` where the condition holds, otherwise `old`; an empty condition always holds.
[[nodiscard]] Expr held(Expr condition, Expr next, Expr old);

/// Writes one rule with all that Keras does around it, for all parameters.
class OptimizerWriter {
public:
    explicit OptimizerWriter(const OptimizerRequest& request);
    Result<OptimizerVariables> write();

private:
    void countCalls();
    void prepareGradients();
    void updateShared();
    void updateParameter(size_t i);
    Expr ruled(size_t i, Expr parameter);
    Expr averaged(const Trained& trained, Expr parameter);

    const OptimizerRequest& m_request;
    const Config& m_config;
    const OptimizerDef& m_def;
    Builder& m_builder;
    StateWriter m_state;
    std::vector<Expr> m_gradients;
    std::vector<Expr> m_shared;
    Expr m_updates;            ///< I64: real updates before this one
    Expr m_step;               ///< I64: that plus 1
    Expr m_isUpdate;           ///< with accumulation: whether this call updates; else empty
    int64_t m_accumulated = 0; ///< calls for one update; 0: each one
};

} // namespace td::train
