#pragma once

#include "engine/train/arguments.h"
#include "engine/train/catalogues.h"
#include "engine/train/expressions.h"

#include <string>

/// How losses are defined.
namespace td::train {

/// `own` arguments, then those that every loss has.
[[nodiscard]] inline std::vector<Parameter> lossParameters(std::vector<Parameter> own, const std::string& name) {
    return joined(std::move(own),
                  {{"reduction", ParameterKind::Any, "sum_over_batch_size",
                    "how a batch becomes one number: sum_over_batch_size, sum, mean, mean_with_sample_weight or none"},
                   {"name", ParameterKind::Any, name, "how logs call it"},
                   {"dtype", ParameterKind::Any, nullptr, "element type it is computed in; float32 always"}});
}

/// A loss of its name in snake_case.
[[nodiscard]] inline LossDef lossDef(std::string className, std::string about, Expr (*call)(LossCall&),
                                     std::vector<Parameter> own = {}) {
    LossDef def;
    def.parameters = lossParameters(std::move(own), nn::snakeCase(className));
    def.className = std::move(className);
    def.about = std::move(about);
    def.call = call;
    def.check = [](const Config& config) -> Result<void> {
        TD_TRY(reductionOf(config));
        return {};
    };
    return def;
}

inline Parameter fromLogits() {
    return {"from_logits", ParameterKind::Bool, false, "predictions are logits, not probabilities"};
}
inline Parameter labelSmoothing() {
    return {"label_smoothing", ParameterKind::Real, 0.0, "0 to 1: how far targets are pulled towards equal shares"};
}
inline Parameter axisParameter(const char* about) {
    return {"axis", ParameterKind::Int, -1, about};
}

} // namespace td::train
