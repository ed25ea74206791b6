#pragma once

#include "engine/nn/model.h"

#include <functional>

namespace td::nn {

/// What one layer is and costs. Of a block or a nested model: all that is inside of it.
struct LayerFacts {
    std::string path;      ///< "stage/conv"; of an outermost layer its name
    std::string name;      ///< the last part of that
    std::string className; ///< of a use of a block: the block's name
    bool isBlock = false;
    Shape output = {}; ///< of the first use, first output
    int64_t parameters = 0, trained = 0;
    double macs = 0, flops = 0;         ///< of one example, forward; a multiply-add is two FLOPs and one MAC
    double activationBytes = 0;         ///< of one example: what its operations give
    std::vector<LayerFacts> inner = {}; ///< the layers of a block or a nested model, in the order of first use
};

/// A model before its first step, exactly.
struct Summary {
    std::vector<LayerFacts> layers; ///< in the order of first use
    int64_t parameters = 0, trained = 0;
    double macs = 0, flops = 0;
    double activationBytes = 0; ///< of one example, all layers
    double weightBytes = 0;
    int64_t openSize =
        0; ///< what every size that the inputs leave open counted as; 0: they leave none open but the batch
};

/// How far blocks and nested models are unfolded: 1 shows each as one row.
inline constexpr int kFolded = 1, kUnfolded = 1000;

/// Whether an input has a size besides the batch that only data say.
[[nodiscard]] TD_API bool leavesSizesOpen(const Model& model);
/// Sizes that the inputs leave open count as the least for which the layers fit, which is said.
/// Errors: of writing the model, naming the layer.
[[nodiscard]] TD_API Result<Summary> summarize(const Model& model, const Catalogues& catalogues = builtins());
/// Each row that is shown at this depth, a block before what is inside of it.
TD_API void eachRow(const std::vector<LayerFacts>& layers, int depth,
                    const std::function<void(const LayerFacts& facts, int level)>& show);
/// As a table for people.
[[nodiscard]] TD_API std::string toText(const Summary& summary, const Model& model, int depth = kFolded);
/// {"parameters", …, "layers": [{"path", "name", "class" or "block", …, "layers" where it is unfolded}]}
[[nodiscard]] TD_API Json toJson(const Summary& summary, int depth = kFolded);

} // namespace td::nn
