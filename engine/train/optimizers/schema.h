#pragma once

#include "engine/train/arguments.h"
#include "engine/train/catalogues.h"
#include "engine/train/expressions.h"

#include <string>

/// How rules of learning are defined.
namespace td::train {

using Slots = std::vector<SlotSpec> (*)(const Config&, const std::string& path, const Extents&);

/// An optimizer with the arguments that all have around its own.
[[nodiscard]] OptimizerDef optimizerDef(std::string className, std::string about, std::vector<Parameter> own,
                                        Slots slots, void (*update)(UpdateCall&));
/// Gives an argument another standard value.
void setStandard(OptimizerDef& def, std::string_view name, Json value);
void setKind(OptimizerDef& def, std::string_view name, ParameterKind kind);

/// The arguments that all optimizers have. Errors: of `badArgument`.
[[nodiscard]] Result<void> checkCommon(const Config& config);
/// The same, and these each within 0 and 1.
[[nodiscard]] Result<void> checkShares(const Config& config, std::initializer_list<const char*> names);

/// Answers with the operation of a rule: (parameter, slots…, gradient, rate[, step]) -> (parameter, slots…).
enum class Step : uint8_t { Taken, Unused };
void answer(UpdateCall& call, std::string_view op, graph::Attributes attributes, Step step = Step::Unused);
/// What the operation of a rule gives; written out where the gradient is of rows, unless it is used linearly alone.
[[nodiscard]] std::vector<Expr> ruleOf(UpdateCall& call, std::string_view op, const std::vector<Expr>& inputs,
                                       graph::Attributes attributes);
/// The parameter, decayed for a rule that decays itself.
[[nodiscard]] Expr decayed(const UpdateCall& call);
/// The step as a number of the parameter's type.
[[nodiscard]] Expr stepOf(const UpdateCall& call);
/// old + (next - old)·share.
[[nodiscard]] Expr moved(Expr old, Expr next, double share);
/// An argument as Keras holds it, in float32: 1 - 0.999 is then another number.
[[nodiscard]] double inFloat(double value);
/// base^t.
[[nodiscard]] Expr powerOf(double base, Expr t);

inline Parameter betaOne() {
    return {"beta_1", ParameterKind::Real, 0.9, "0 to 1: what the mean of the gradients keeps of itself"};
}
inline Parameter betaTwo(double standard = 0.999) {
    return {"beta_2", ParameterKind::Real, standard, "0 to 1: what the mean of their squares keeps of itself"};
}
inline Parameter epsilonParameter(const char* about, double standard = 1e-7) {
    return {"epsilon", ParameterKind::Real, standard, about};
}

} // namespace td::train
