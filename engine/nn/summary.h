#pragma once

#include "engine/nn/model.h"

namespace td::nn {

/// What one layer is and costs.
struct LayerFacts {
    std::string name, className;
    Shape output; ///< of the first use, first output
    int64_t parameters = 0, trained = 0;
    double macs = 0, flops = 0; ///< of one example, forward; a multiply-add is two FLOPs and one MAC
    double activationBytes = 0; ///< of one example: what its operations give
};

/// A model before its first step, exactly.
struct Summary {
    std::vector<LayerFacts> layers; ///< in the order of first use
    int64_t parameters = 0, trained = 0;
    double macs = 0, flops = 0;
    double activationBytes = 0; ///< of one example, all layers
    double weightBytes = 0;
};

/// Errors: of writing the model, naming the layer.
[[nodiscard]] TD_API Result<Summary> summarize(const Model& model, const Catalogues& catalogues = builtins());
/// As a table for people.
[[nodiscard]] TD_API std::string toText(const Summary& summary, const Model& model);
[[nodiscard]] TD_API Json toJson(const Summary& summary);

} // namespace td::nn
