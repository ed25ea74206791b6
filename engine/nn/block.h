#pragma once

#include "engine/nn/config.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace td::nn {

/// A part of a model that its author named: layers with parameters, used several times with different values.
///
/// A use of a block is a Layer: `Layer::block` is this definition, `Layer::config` holds the values of the parameters and
/// `Layer::model` the layers that they give. So a canvas shows a use as one box with `inputs` as its ports, or unfolds it
/// into the calls of `Layer::model`; both have the same path "use/layer", which weights, errors and nodes carry too. Each
/// use has weights of its own; a second call of the same use shares them.
/// Threads: immutable.
struct Block {
    std::string name;
    std::string about;
    std::vector<Parameter> parameters; ///< as a property editor shows those of a layer
    std::vector<std::string> inputs;   ///< what its layers call them
    Json definition; ///< as its file has it, expressions and unknown keys included; written again like this
};
using BlockPtr = std::shared_ptr<const Block>;
/// By name.
using Blocks = std::map<std::string, BlockPtr, std::less<>>;

/// Reads "blocks" of model.json (docs/formats/model.md).
/// Errors: InvalidArgument naming block, parameter and what is expected; also for blocks that use themselves, with the
///         fact "found": "a > b > a".
[[nodiscard]] TD_API Result<Blocks> readBlocks(const Json& json);

/// The values of a use: its arguments checked and completed, and "trainable".
/// Errors: InvalidArgument naming block and argument.
[[nodiscard]] TD_API Result<Config> blockArguments(const Block& block, const Json& given);

} // namespace td::nn
