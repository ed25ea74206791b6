#pragma once

#include "engine/nn/parts.h"

#include <memory>
#include <string>
#include <vector>

namespace td::nn {

class Call;
class Model;
struct Block;

/// One tensor on its way between layers, and which of its steps count.
struct Flow {
    Expr value;
    Expr mask; ///< Bool, (B,T) for (B,T,…): true where a step counts; empty: all do
};
using Flows = std::vector<Flow>;

enum class MaskRule : uint8_t {
    Pass, ///< the first input's mask goes on with every output
    Drop, ///< outputs have none
    Own,  ///< `call` sets it
};

/// What a layer is: its arguments, and a function that writes one use of it into a graph.
///
/// `call` declares weights where it needs them (Call::weight); a second use of the same layer finds the same ones. Shapes follow from what is emitted.
/// Failures go to `Call::fail` or arise in the operations and stick; nothing is thrown.
struct LayerDef : ObjectDef {
    std::string
        category; ///< "core", "convolution", "pooling", "recurrent", "normalization", "attention", "regularization", "merging", "reshaping", "preprocessing", "activation"
    MaskRule masks = MaskRule::Pass;
    /// How many inputs it takes: at most 0 means any number.
    int minInputs = 1, maxInputs = 1;
    /// What the inputs are called where they are passed by name: {"query", "value", "key"}; they stand in this order.
    std::vector<std::string> inputNames = {"inputs"};
    Flows (*call)(Call& call) = nullptr;
    /// `call` adds all losses of the argument activity_regularizer; otherwise each output adds one by itself.
    bool regularizesItself = false;
};

/// A layer with its arguments and name: a description, without weights. Two uses of one Layer share its weights.
/// Threads: immutable.
struct Layer {
    const LayerDef* def = nullptr;
    std::string name; ///< unique within its model
    Config config;
    bool isTrainable = true;
    std::shared_ptr<const Model>
        model; ///< of a nested model ("Functional", "Sequential") or a use of a block: its inside
    std::shared_ptr<const Block> block; ///< of a use of a block: its definition; `config` holds the parameters' values
};
using LayerPtr = std::shared_ptr<const Layer>;

/// What every use of a block is; not in the catalogue, as only a file with the block can make one.
[[nodiscard]] TD_API const LayerDef& blockDef();

} // namespace td::nn
