#pragma once

#include "engine/graph/builder.h"
#include "engine/tensor/tensor.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace td::bench {

/// The seven reference nets of the benchmarks, written directly on the graph: the same shapes, initial distributions,
/// losses and optimizers as the frameworks' versions that they are timed beside.
///
///   mlp          784-128-10, SGD 0.01
///   lenet        28x28x1, conv 5x5x32, pool, conv 5x5x64, pool, 1024, 10, Adam 1e-3
///   resnet18_32  32x32x3, 3x3 stem, SGD 0.05 with momentum 0.9 and coupled weight decay 5e-4
///   lstm         100x64 -> LSTM(128) -> 10, Adam 1e-3
///   encoder      vocabulary 5000, T 64, d 128, 4 heads, FFN 512, 2 pre-LN layers, mean, 10, Adam 1e-3
///   wide_deep    8 tables of 10,000 x 16 (one, offset), 13 numbers, 256-128-64-1 plus a weight per row, Adagrad 0.01
///   mobilenetv2  alpha 0.35, 96x96x3, 10 classes (inference: alpha 1, 224x224x3, 1000 classes), SGD 0.01 momentum 0.9
enum class Purpose : uint8_t { Training, Inference };

/// How a variable starts.
enum class Start : uint8_t { Uniform, Normal, Fill };
struct InitialValue {
    std::string variable;
    Start start = Start::Fill;
    double scale = 0; ///< limit, deviation or the value itself
};

/// A net before gradients: inputs in the order that a batch is fed, its head, and how variables start.
struct Net {
    graph::Graph graph;
    graph::ValueId logits = graph::ValueId::None;
    graph::ValueId loss = graph::ValueId::None; ///< mean over the batch; for training
    std::vector<InitialValue> initial;
};

[[nodiscard]] const std::vector<std::string>& netNames();

/// With a symbolic batch "B". Errors: InvalidArgument for an unknown name.
[[nodiscard]] Result<Net> buildNet(std::string_view name, Purpose purpose);

/// Adds gradients and the net's optimizer: the graph becomes a whole training step with the output "loss".
[[nodiscard]] Result<void> addTrainingStep(Net& net, std::string_view name);

/// One batch of this net's inputs (and labels, for training), drawn from `seed`.
[[nodiscard]] std::vector<Tensor> drawBatch(std::string_view name, Purpose purpose, int64_t batch, uint64_t seed);

/// Writes a variable's initial values in place.
void fillInitial(const InitialValue& how, const Tensor& into, uint64_t seed);

} // namespace td::bench
